"""The daily health check: what a temperature and symptoms mean, and which checks were missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ringfence.ground.rulesets.parameters import Stay
from ringfence.kernel import Reason, Refused, city_date, reason, start_of_day

LOWEST_CELSIUS, HIGHEST_CELSIUS = 34.0, 43.0  # outside it is a slip of the pen, not a temperature


class Finding(StrEnum):
    WELL = "WELL"
    SYMPTOMS = "SYMPTOMS"
    NOT_REACHED = "NOT_REACHED"


@dataclass(frozen=True, slots=True)
class Check:
    """What was seen at one check. Without a temperature and unreached: nobody answered."""

    temperature_celsius: float | None
    symptoms: Sequence[str] = ()
    reached: bool = True


@dataclass(frozen=True, slots=True)
class FoundCheck:
    """`alert`: somebody must act now, for the reasons given."""

    finding: Finding
    alert: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class DueCheck:
    """A check that was due: the day, its place in the day (0 is the first) and by when."""

    on: date
    slot: int
    due_by: datetime


def evaluate_check(*, stay: Stay, check: Check) -> FoundCheck:
    """WELL, SYMPTOMS or NOT_REACHED. Raises `Refused` for a temperature that nobody can have."""
    if not check.reached:
        return FoundCheck(Finding.NOT_REACHED, True, (reason("Not reached: go and look."),))
    celsius = check.temperature_celsius
    if celsius is not None and not LOWEST_CELSIUS <= celsius <= HIGHEST_CELSIUS:
        raise Refused(
            reason(
                "{celsius} °C cannot be right: measure again and write a number from {least} to {most}.",
                celsius=celsius,
                least=LOWEST_CELSIUS,
                most=HIGHEST_CELSIUS,
            )
        )
    reasons = []
    if celsius is not None and celsius >= stay.fever_celsius:
        reasons.append(
            reason("Fever: {celsius} °C, the limit is {limit} °C.", celsius=celsius, limit=stay.fever_celsius)
        )
    named = [symptom.strip() for symptom in check.symptoms if symptom.strip()]
    if named:
        reasons.append(reason("Symptoms: {symptoms}.", symptoms=", ".join(named)))
    if reasons:
        return FoundCheck(
            Finding.SYMPTOMS, True, (*reasons, reason("Take a sample today and call the doctor of the site."))
        )
    if celsius is None:
        return FoundCheck(Finding.WELL, False, (reason("No symptoms; no temperature was taken."),))
    return FoundCheck(Finding.WELL, False, (reason("No fever, no symptoms."),))


def missed_checks(
    *,
    stay: Stay,
    started_at: datetime,
    ended_at: datetime | None,
    kept: Sequence[tuple[date, int]],
    now: datetime,
) -> tuple[DueCheck, ...]:
    """The checks that were due and not kept, oldest first. A day and a slot stand for one check."""
    until = now if ended_at is None else min(now, ended_at)
    missed = []
    day = city_date(started_at)
    while day <= city_date(until):
        for slot, hour in enumerate(stay.checks_until_hours):
            due_by = start_of_day(day) + timedelta(hours=hour)
            if started_at < due_by <= until and (day, slot) not in kept:
                missed.append(DueCheck(day, slot, due_by))
        day += timedelta(days=1)
    return tuple(missed)
