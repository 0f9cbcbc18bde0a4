"""What a drill may be wanted with, which seed may be made, who sees the truth and who takes which file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ringfence.command.drills import rules
from ringfence.command.drills.playing import sim_of
from ringfence.kernel import Refused

WANTED = rules.Wanted(title="Spring", starts_on=date(2026, 3, 1))


@pytest.mark.parametrize(("change", "sentence"), [
    ({"days": 4}, "days is 4; it must lie between 5 and 60 days"),
    ({"days": 61}, "days is 61"),
    ({"infected": 0}, "infected is 0; it must lie between 1 and 100 persons"),
    ({"first_seed": 0}, "first_seed is 0"),
    ({"tracing_hours": 0.5}, "tracing_hours is 0.5"),
    ({"tracers": -1}, "tracers is -1"),
    ({"rooms": float("nan")}, "rooms is nan"),
    ({"test_rounds": 31}, "test_rounds is 31"),
    ({"meetings_kept": 1.1}, "meetings_kept is 1.1"),
    ({"pathogen": "rabies"}, "There is no pathogen rabies"),
    ({"title": "  "}, "A drill has a title"),
    ({"starts_on": date(1999, 12, 31)}, "between the years 2000 and 2100"),
])  # fmt: skip
def test_a_figure_out_of_bounds_is_refused_at_its_field(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refusal:
        rules.check(replace(WANTED, **change))
    assert set(refusal.value.fields) == set(change)


def test_what_is_within_bounds_is_taken_and_kept() -> None:
    rules.check(WANTED)
    assert rules.wanted_from(rules.as_json(WANTED)) == WANTED


ESTIMATES = [
    {"seed": 1, "infections": 40, "cases": 12}, {"seed": 2, "infections": 3, "cases": 0},
    {"seed": 3, "infections": rules.MOST_INFECTIONS + 1, "cases": 900}, {"seed": 4, "infections": rules.MOST_INFECTIONS, "cases": 1},
]  # fmt: skip


@pytest.mark.parametrize(("state", "seed", "allowed"), [
    ("ESTIMATED", 1, True),
    ("ESTIMATED", 2, False),  # nobody is found
    ("ESTIMATED", 3, False),  # one too many
    ("ESTIMATED", 4, True),
    ("ESTIMATED", 5, False),  # not looked at
    ("ESTIMATING", 1, False),
    ("MAKING", 1, False),
    ("DONE", 1, False),
])  # fmt: skip
def test_a_seed(state: str, seed: int, allowed: bool) -> None:
    assert rules.may_make(state=state, seed=seed, estimates=ESTIMATES).allowed is allowed


@pytest.mark.parametrize(("is_leader", "opened", "allowed"), [
    (True, False, True), (True, True, True), (False, True, True), (False, False, False),
])  # fmt: skip
def test_the_truth(is_leader: bool, opened: bool, allowed: bool) -> None:
    assert rules.sees_truth(is_leader=is_leader, opened=opened).allowed is allowed


@pytest.mark.parametrize(("name", "sees_truth", "brings_in", "allowed"), [
    ("truth.json", True, False, True), ("truth.json", False, True, False), ("events.csv", False, True, False),
    ("line-list.csv", False, True, True), ("line-list.csv", False, False, False), ("movement-named.csv", False, True, True),
    ("line-list.csv", True, False, True), ("passwords.txt", True, True, False),
])  # fmt: skip
def test_files(name: str, sees_truth: bool, brings_in: bool, allowed: bool) -> None:
    assert rules.may_take(name=name, sees_truth=sees_truth, brings_in=brings_in).allowed is allowed


@pytest.mark.parametrize(("change", "measures"), [
    ({}, {"ContactTracing"}), ({"tracers": 0.0}, set()), ({"test_rounds": 2}, {"ContactTracing", "MassTesting"}),
])  # fmt: skip
def test_the_response_is_that_of_the_engine(change: dict[str, Any], measures: set[str]) -> None:
    usual = {"SymptomaticTesting", "Laboratory", "Hospital", "Distancing", "Quarantine"}
    wanted = replace(WANTED, **change)
    assert set(rules.measures_of(wanted)) == usual | measures
    sim = sim_of(wanted, [("410702001001", 20_000)])
    assert {type(one).__name__ for one in sim.interventions} == usual | measures


def test_an_area_without_residents_is_refused() -> None:
    with pytest.raises(Refused, match="no residents of 120101"):
        sim_of(replace(WANTED, area="120101"), [("410702001001", 20_000)])
