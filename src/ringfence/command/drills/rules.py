"""What a drill may be wanted with, and who may see what of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from ringfence.kernel import Decision, Reason, Refused, allow, reason, refuse

PATHOGENS = ("ancestral", "delta", "omicron")  # those of the engine's data file
PLAYERS_FILES = ("line-list.csv", "contacts.csv", "places.csv", "movement.csv", "movement-named.csv")
EXAMINERS_FILES = ("events.csv", "truth.json")
SEEDS_LOOKED_AT = 12  # a table that is read at a glance
MOST_INFECTIONS = 3_000  # some 300,000 rows of movement; more than a staff exercise plays
Wrong = dict[str, Sequence[Reason]]  # field -> sentences


@dataclass(frozen=True)
class Bound:
    """The least and the most of a figure and its unit."""

    least: float
    most: float
    unit: str


@dataclass(frozen=True)
class Wanted:
    """A drill as it is wanted. Capacities are those of the whole city."""

    title: str
    starts_on: date
    area: str = ""  # code or name of the county or township in which the first infected live; empty: anywhere
    pathogen: str = "delta"
    days: int = 21
    infected: int = 3
    first_seed: int = 1
    tracing_hours: float = 24.0
    tracers: float = 400.0
    rooms: float = 500.0
    test_rounds: int = 0
    meetings_kept: float = 0.45


BOUNDS = {
    "days": Bound(5, 60, "days"),
    "infected": Bound(1, 100, "persons"),
    "first_seed": Bound(1, 1_000_000, "number"),
    "tracing_hours": Bound(1, 240, "hours"),
    "tracers": Bound(0, 1_000_000, "persons"),
    "rooms": Bound(0, 10_000_000, "rooms"),
    "test_rounds": Bound(0, 30, "rounds"),
    "meetings_kept": Bound(0, 1, "share of today's meetings"),
}


def check(wanted: Wanted) -> None:
    """Refused: a figure outside its bounds, each under its field."""
    wrong: Wrong = {}
    if not wanted.title.strip():
        wrong["title"] = [reason("A drill has a title.")]
    for name, bound in BOUNDS.items():
        value = getattr(wanted, name)
        if not isinstance(value, int | float) or not bound.least <= value <= bound.most:
            wrong[name] = [
                reason("{field} is {value}; it must lie between {low} and {high} {unit}.", field=name, value=value,
                       low=bound.least, high=bound.most, unit=bound.unit)
            ]  # fmt: skip
    if wanted.pathogen not in PATHOGENS:
        known = ", ".join(PATHOGENS)
        wrong["pathogen"] = [
            reason("There is no pathogen {name}; known are {known}.", name=wanted.pathogen, known=known)
        ]
    if not 2000 <= wanted.starts_on.year <= 2100:
        wrong["starts_on"] = [reason("A drill begins between the years 2000 and 2100.")]
    if wrong:
        raise Refused(*(one for reasons in wrong.values() for one in reasons), fields=wrong)


def may_make(*, state: str, seed: int, estimates: Sequence[Mapping[str, Any]]) -> Decision:
    """One of the seeds that were looked at; somebody is found in it, and not too many are infected."""
    if state != "ESTIMATED":
        return refuse(reason("A seed is chosen once, when all of them have been looked at."))
    found = next((one for one in estimates if one["seed"] == seed), None)
    if found is None:
        return refuse(reason("Seed {seed} was not looked at.", seed=seed))
    if not found["cases"]:
        return refuse(reason("With seed {seed} nobody is found by then: there is nothing to play. Choose another seed or more days.", seed=seed))  # fmt: skip
    if found["infections"] > MOST_INFECTIONS:
        return refuse(
            reason("With seed {seed} {infections} are infected; a drill tells of {most} at most. Choose another seed, fewer days or a stronger response.",
                   seed=seed, infections=found["infections"], most=MOST_INFECTIONS)
        )  # fmt: skip
    return allow(reason("The files of seed {seed} can be made.", seed=seed))


def sees_truth(*, is_leader: bool, opened: bool) -> Decision:
    """The leader from the beginning, everybody else after the leader has opened it."""
    if is_leader:
        return allow(reason("You lead this drill."))
    if opened:
        return allow(reason("The truth of this drill was opened."))
    return refuse(reason("The truth of this drill is sealed until its leader opens it."))


def may_take(*, name: str, sees_truth: bool, brings_in: bool) -> Decision:
    """Examiners' files are part of the truth; players' files are also for whoever brings files into the platform."""
    if name not in PLAYERS_FILES + EXAMINERS_FILES:
        return refuse(reason("A drill has no file {name}.", name=name))
    if sees_truth or (brings_in and name in PLAYERS_FILES):
        return allow(reason("This file is for you."))
    if name in PLAYERS_FILES:
        return refuse(reason("The players' files are for the leader and for whoever imports line lists or records of movement."))  # fmt: skip
    return refuse(reason("The truth of this drill is sealed until its leader opens it."))


def as_json(wanted: Wanted) -> dict[str, Any]:
    """A form that JSON can keep."""
    return asdict(wanted) | {"starts_on": wanted.starts_on.isoformat()}


def wanted_from(kept: Mapping[str, Any]) -> Wanted:
    """What `as_json` kept."""
    known = {one.name for one in fields(Wanted)}
    told = {name: value for name, value in kept.items() if name in known}
    return Wanted(**told | {"starts_on": date.fromisoformat(told["starts_on"])})


def measures_of(wanted: Wanted) -> dict[str, Any]:
    """The response as measures of the engine. Delays of contacts: quantiles of the default, scaled to the given hours."""
    plan: dict[str, Any] = {
        "SymptomaticTesting": {},
        "Laboratory": {},
        "Hospital": {},
        "Distancing": {"factor": wanted.meetings_kept},
        "Quarantine": {"rooms": wanted.rooms},
    }
    if wanted.tracers > 0:
        shares = (1 / 12, 1 / 6, 1 / 3, 2 / 3, 1.0)
        hours = [wanted.tracing_hours * share for share in shares]
        plan["ContactTracing"] = {"tracers": wanted.tracers, "delay_hours": hours}
    if wanted.test_rounds >= 1:
        plan["MassTesting"] = {"rounds": int(wanted.test_rounds)}
    return plan
