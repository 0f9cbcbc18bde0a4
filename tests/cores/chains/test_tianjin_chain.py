"""The real outbreak of Tianjin, January and February 2020: 135 cases, told in free text."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import ringfence
from ringfence.cores import chains, estimation
from ringfence.cores.chains import ChainCase, Link, LinkGrade, PlaceSource, Resolution, SourceKind
from ringfence.cores.linelist.sources import SourceReader

FILE = Path(ringfence.__file__).parent / "faces/jobs/data/outbreaks/tianjin-2020.csv"
ROWS = list(csv.DictReader(FILE.open(encoding="utf-8-sig", newline="")))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


CASES = tuple(
    ChainCase(r["case_id"], day(r["onset_date"]), day(r["report_date"]), r["origin"] == "IMPORTED")
    for r in ROWS
)


@cache
def links() -> tuple[Link, ...]:
    reader = SourceReader.of(r["case_id"] for r in ROWS)
    return tuple(
        Link(row["case_id"], one.case_id, relation=one.relation.value)
        for row in ROWS
        for one in reader.read(text=row["infection_source"], own_id=row["case_id"]).mentions
        if one.case_id is not None
    )


@cache
def tree() -> Resolution:
    places = [
        PlaceSource(r["case_id"], r["exposure_place"], SourceKind.IMPORT, LinkGrade.PROBABLE)
        for r in ROWS
        if r["origin"] == "IMPORTED"
    ]
    return chains.resolve_links(
        cases=CASES, links=links(), places=places, serial_interval=estimation.ORIGINAL_STRAIN
    )


@cache
def estimate() -> estimation.Estimate:
    """As it stood some weeks after the last case, when every report was in."""
    imported = {c.case_id for c in tree().cases if c.chosen.kind is SourceKind.IMPORT}
    rows = [
        estimation.LineListRow(
            c.case_id,
            c.onset_date,
            c.report_date,
            imported=c.case_id in imported,
            source_id=tree().sources[c.case_id],
        )
        for c in CASES
    ]
    return estimation.estimate(rows=rows, serial_interval=estimation.ORIGINAL_STRAIN, as_of=date(2020, 3, 15))


def test_the_file_is_the_outbreak() -> None:
    assert len(CASES) == 135
    assert sum(case.onset_date is not None for case in CASES) == 125


def test_sixty_nine_cases_name_another_case() -> None:
    """Counted by hand in the published file: 69 texts name one case or more, 95 mentions, one of them JN25."""
    assert len({link.case_id for link in links()}) == 69
    assert len(links()) == 95
    assert [link.case_id for link in links() if link.other_id == "JN25"] == ["TJ59"]


def test_most_mentions_become_a_source() -> None:
    """Seven of those who name another fell ill before him and are his source: TJ122, the wife of TJ110, and so on."""
    sources, named = tree().sources, {link.case_id for link in links()}
    assert Counter(case.chosen.kind for case in tree().cases)[SourceKind.CASE] == 61
    assert {case for case, source in sources.items() if source and case not in named} == {
        "TJ34", "TJ37", "TJ50", "TJ72", "TJ82", "TJ110", "TJ124",
    }  # fmt: skip
    without = {case for case in named if sources[case] is None}
    assert without == {
        "TJ43", "TJ52", "TJ81", "TJ85", "TJ98", "TJ115", "TJ122", "TJ128",  # fell ill before whom they name
        "TJ75",  # on the same day as TJ87
        "TJ84", "TJ132",  # 14 and 16 days after: less likely than an unknown source
        "TJ9", "TJ59", "TJ60", "TJ61",  # came from Wuhan or Hubei
    }  # fmt: skip


def test_four_pairs_fell_ill_or_were_reported_on_the_same_day() -> None:
    pairs = {(link.one, link.other) for link in tree().open_links}
    assert pairs == {("TJ35", "TJ44"), ("TJ25", "TJ54"), ("TJ75", "TJ87"), ("TJ101", "TJ104")}


@pytest.mark.parametrize(
    ("case", "source"),
    [
        ("TJ11", "TJ6"),  # "case TJ6 (family)": onset 23 and 19 January
        (
            "TJ47",
            "TJ6",
        ),  # coworkers of TJ2 (18 January) and TJ6 (19 January), onset 23 January: TJ6 fits better
        ("TJ114", "TJ115"),  # mother and daughter name each other: 8 and 5 February
        ("TJ115", None),
        ("TJ56", "TJ38"),  # TJ38 has no onset: reported 1 and 3 February
        ("TJ35", "TJ20"),  # family of TJ20; the relative TJ44 fell ill on the same day and stays open
    ],
)
def test_arrows_run_from_the_earlier_to_the_later(case: str, source: str | None) -> None:
    assert tree().sources[case] == source


def test_wuhan_and_a_contact_are_both_kept() -> None:
    """TJ9: "Wuhan, affect by TJ3"; onset ten days after TJ3."""
    case = next(c for c in tree().cases if c.case_id == "TJ9")
    assert {(c.kind, c.source_id or c.place) for c in case.candidates} == {
        (SourceKind.IMPORT, "Wuhan"), (SourceKind.CASE, "TJ3"), (SourceKind.UNKNOWN, ""),
    }  # fmt: skip


def test_the_intervals_are_those_published() -> None:
    """Tindale et al. 2020 (eLife 9:e57149) found a mean of 4.31 days for Tianjin by another method."""
    seen = estimate().seen_intervals
    assert seen.mean_days == pytest.approx(4.31, abs=0.3)
    assert seen.negative == seen.same_day == 0


def test_r_and_k_by_hand() -> None:
    """R is 61 pairs over 135 cases; k by moments: mean^2 / (variance - mean)."""
    offspring = estimate().offspring
    assert (offspring.pairs, offspring.cases) == (61, 135)
    counts = np.repeat(np.arange(len(offspring.counts)), offspring.counts)
    by_moments = offspring.mean**2 / (counts.var() - offspring.mean)
    assert offspring.k == pytest.approx(by_moments, rel=0.25)
    assert offspring.k_range.lower is not None
    assert offspring.k_range.lower < by_moments
    assert 0.15 < (offspring.share_behind_80_percent or 0) < 0.3


def test_reproduction_by_hand_in_one_week() -> None:
    """The formula written out for 25 to 31 January, and the outbreak turning in February."""
    found = estimate()
    window = next(w for w in found.reproduction if w.last_date == date(2020, 1, 31))
    share, curve = found.serial_interval.probabilities, found.curve
    total = [a + b for a, b in zip(curve.local, curve.imported, strict=True)]
    days = range((date(2020, 1, 25) - curve.starts_on).days, (date(2020, 1, 31) - curve.starts_on).days + 1)
    pressure = sum(share[lag] * total[d - lag] for d in days for lag in range(1, d + 1))
    assert window.mean == pytest.approx((1 + sum(curve.local[d] for d in days)) / (0.2 + pressure), rel=1e-12)
    drawn = {w.last_date: w.mean for w in found.reproduction if w.estimable}
    assert drawn[date(2020, 1, 27)] > 1.5
    assert all(mean < 1 for last, mean in drawn.items() if last >= date(2020, 2, 8))


def test_the_whole_chain_fits_one_page() -> None:
    (only,) = chains.levels_of_detail(forest=chains.forest_of(resolution=tree(), cases=CASES))
    assert len(only.layout.ids) == 135
    assert only.layout.rows < 100
