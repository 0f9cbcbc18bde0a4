"""The first hundred leads hold most infections though the truth is not the dose: small, always on, the same in every run."""

from __future__ import annotations

from pathlib import Path

from bench.leads_city import LIST, TRUTHS, measure


def test_a_hundred_leads_hold_most_infections_and_far_fewer_people_than_the_other_rules(
    tmp_path: Path,
) -> None:
    """Other people, another dilution, 30 % of stays missing, three of ten onsets a day off. The bench bends time as well."""
    told = measure(tmp_path, people=8_000, cases=16)
    for truth in (TRUTHS[0], TRUTHS[2]):
        dose, duration, place, square, _, ceiling = told[truth.name]
        assert dose.share >= 0.55  # the aim of 0.6 is measured by the bench, on more cases
        assert dose.people <= LIST < place.people < square.people
        assert 2 * dose.per_infection < place.per_infection < square.per_infection
        assert dose.share >= duration.share
        assert (
            dose.share >= ceiling.share - 0.05
        )  # as good an order as the truth's own law over these records
