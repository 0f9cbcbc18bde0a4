"""Published tables: Kretzschmar et al. 2020, cell by cell, and Hellewell et al. 2020 with corrected semantics."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ringfence.cores.transmission import hellewell, kretzschmar
from ringfence.cores.transmission.kretzschmar import Finding, prevented_percent, simulated_percent

from .hellewell_slow import controlled_share

TABLE_3 = {  # days from symptoms to result -> percent prevented by isolation alone, and with tracing after 3, 2, 1, 0 days
    0: (50.4, 62.4, 67.8, 73.9, 79.9),
    1: (35.7, 47.3, 53.4, 60.7, 68.5),
    2: (23.4, 33.0, 38.9, 46.5, 55.4),
    3: (14.2, 21.0, 26.0, 32.9, 41.8),
    4: (7.8, 11.9, 15.7, 21.4, 29.1),
    5: (3.8, 5.9, 8.4, 12.5, 18.4),
    6: (1.6, 2.4, 3.8, 6.4, 10.4),
}
CELLS = [
    (testing, tracing, row[n])
    for testing, row in TABLE_3.items()
    for n, tracing in enumerate((None, 3, 2, 1, 0))
]
HELLEWELL = list(csv.DictReader(Path(__file__).with_name("hellewell_reference.csv").open(newline="")))


@pytest.mark.parametrize(("testing", "tracing", "percent"), CELLS)
def test_kretzschmar_computed(testing, tracing, percent):
    assert round(prevented_percent(testing_delay_days=testing, tracing_delay_days=tracing), 1) == percent


@pytest.mark.parametrize(("testing", "tracing", "percent"), CELLS)
def test_kretzschmar_simulated(testing, tracing, percent):
    simulated = simulated_percent(testing_delay_days=testing, tracing_delay_days=tracing, indices=20_000)
    assert simulated == pytest.approx(percent, abs=1.5)


@pytest.mark.parametrize(("coverage", "reproduction"), [
    (1.0, (0.7951, 0.8878, 0.9731, 1.0462, 1.1039, 1.1456, 1.1729, 1.1888)),
    (0.8, (0.8360, 0.9244, 1.0030, 1.0684, 1.1189, 1.1547, 1.1778, 1.1910)),
])  # fmt: skip
def test_kretzschmar_reproduction_when_four_of_five_are_tested(coverage, reproduction):
    finding = Finding(symptomatic=0.8, tested=0.8, coverage=coverage)
    for testing, expected in enumerate(reproduction):
        percent = prevented_percent(testing_delay_days=testing, tracing_delay_days=0, finding=finding)
        assert kretzschmar.R0 * (1 - percent / 100) == pytest.approx(expected, abs=5e-5)


def test_kretzschmar_without_measures():
    assert pytest.approx(1.2010895789703437, rel=1e-14) == kretzschmar.R0


@pytest.mark.parametrize("cell", HELLEWELL, ids=lambda c: f"{c['delay']}-{c['r0']}-{c['traced']}")
def test_hellewell(cell):
    """Within 3.5 combined standard errors of an independent restatement with 20,000 outbreaks a cell."""
    runs, expected, counted = 1_000, float(cell["controlled"]), int(cell["runs"])
    share, _ = hellewell.probability_of_control(
        r0=float(cell["r0"]), traced=float(cell["traced"]), delay=cell["delay"], runs=runs
    )
    spread = max(expected * (1 - expected), 0.5 / runs)
    assert abs(share - expected) <= 3.5 * (spread / runs + spread / counted) ** 0.5


@pytest.mark.slow
@pytest.mark.parametrize("cell", HELLEWELL, ids=lambda c: f"{c['delay']}-{c['r0']}-{c['traced']}")
def test_hellewell_with_five_thousand_outbreaks(cell):
    runs, expected, counted = 5_000, float(cell["controlled"]), int(cell["runs"])
    share, _ = hellewell.probability_of_control(
        r0=float(cell["r0"]), traced=float(cell["traced"]), delay=cell["delay"], runs=runs
    )
    spread = max(expected * (1 - expected), 0.5 / runs)
    assert abs(share - expected) <= 3.5 * (spread / runs + spread / counted) ** 0.5


def test_the_reference_of_hellewell_is_what_its_program_gives():
    cell = next(c for c in HELLEWELL if (c["delay"], c["r0"], c["traced"]) == ("short", "1.5", "0.4"))
    share = controlled_share(r0=1.5, traced=0.4, delay="short", runs=400, seed=5)
    assert share == pytest.approx(float(cell["controlled"]), abs=3.5 * (0.8 * 0.2 / 400) ** 0.5)
