"""The first hundred leads hold most infections, though the truth follows another law than the dose: small, always on."""

from __future__ import annotations

from pathlib import Path

from bench.leads_city import LIST, measure


def test_a_hundred_leads_hold_most_infections_and_far_fewer_people_than_the_other_rules(
    tmp_path: Path,
) -> None:
    """Another hazard, another dilution, 30 % of stays missing, three of ten onsets a day off; the same for every run."""
    dose, duration, place, square = measure(tmp_path, people=5_000, cases=12)
    assert dose.share >= 0.6
    assert dose.people <= LIST < place.people < square.people
    assert dose.per_infection < place.per_infection < square.per_infection
    assert dose.share >= duration.share - 0.02
