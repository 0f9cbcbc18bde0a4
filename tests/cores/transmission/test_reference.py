"""Engine and slow twin cannot be told apart in small cities: infections, peak of rooms, hour of the last infection."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ringfence.cores.transmission import (
    ContactTracing,
    Hospital,
    Laboratory,
    MassTesting,
    Quarantine,
    Seeds,
    Sim,
    SymptomaticTesting,
    demo_city,
    pathogen,
)  # fmt: skip
from ringfence.cores.transmission.reference import Groups, Slow
from ringfence.cores.transmission.state import LAST_INFECTION

SEEN = [SymptomaticTesting(share=0.6), Laboratory(turnaround_hours=6.0), Hospital()]
RESPONSES = {
    "nothing": [],
    "symptoms": SEEN,
    "tracing": [*SEEN, ContactTracing(), Quarantine()],
    "few rooms": [*SEEN, ContactTracing(), Quarantine(rooms=15, home_outside=0.3)],
    "rounds": [*SEEN, MassTesting(rounds=4, level="city", coverage=0.8)],
}
SCENARIOS = [
    (name, r0, timed_from)
    for name in RESPONSES
    for r0, timed_from in ((1.3, "infection"), (2.0, "infection"), (2.5, "infection"), (1.6, "onset"))
]


def compare(*, response, r0, timed_from, slow_runs, days=25):
    """The three p-values of Kolmogorov and Smirnov."""
    source = pathogen("ancestral", r0=r0, timed_from=timed_from)
    if timed_from == "onset":
        source = source.but(transmission_days=pathogen("omicron").transmission_days)
    sim = Sim(
        city=demo_city(residents=4_000, villages=4),
        pathogen=source,
        interventions=response,
        days=days,
        seeds=Seeds(count=3),
    )
    groups = Groups(sim)
    slow = np.array(
        [Slow(sim=sim, groups=groups, rng=np.random.default_rng(n)).run() for n in range(slow_runs)]
    )
    many = sim.ensemble(runs=2_000)
    fast = (many.total("infections"), many.peak("rooms_in_use"), many.counters[:, LAST_INFECTION])
    return [stats.ks_2samp(slow[:, k], fast[k]).pvalue for k in range(3)]


@pytest.mark.parametrize("name", ["tracing", "few rooms"])
def test_engine_and_twin_agree(name):
    assert (
        min(compare(response=RESPONSES[name], r0=1.6, timed_from="infection", slow_runs=25, days=20))
        > 0.01 / 6
    )


@pytest.mark.slow
def test_engine_and_twin_agree_in_twenty_scenarios():
    """Sixty p-values, together above 0.01 (Bonferroni)."""
    values = {
        s: compare(response=RESPONSES[s[0]], r0=s[1], timed_from=s[2], slow_runs=100) for s in SCENARIOS
    }
    assert len(values) == 20
    assert min(min(p) for p in values.values()) > 0.01 / 60, values
