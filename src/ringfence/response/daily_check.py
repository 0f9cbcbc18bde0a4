"""The daily look at a quarantined person: fever or symptoms raise an alert and ask for a sample today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from ringfence.care.quarantine import actions as quarantine
from ringfence.care.quarantine import queries as stays
from ringfence.care.quarantine import rules
from ringfence.field.testing import actions as testing
from ringfence.ground.access import Actor
from ringfence.kernel import city_date

from . import facts

UNWELL = testing.Sample.Purpose.CLINIC  # the sample that a fever or a symptom asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen at one check. Without temperature and symptoms a person who was reached is well."""

    reached: bool = True
    temperature_celsius: Decimal | None = None
    symptoms: str = ""


@transaction.atomic
def keep(
    *, stay_id: UUID, on: date, slot: str, seen: Seen, by: Actor, now: datetime
) -> tuple[stays.HealthCheck, rules.FoundCheck]:
    """Keep a check. The rule set says what is a fever; symptoms schedule a sample for today. Told twice: the newest holds."""
    stay = stays.stay(stay_id=stay_id)
    found = rules.evaluate_check(
        stay=facts.ruleset_named(stay.order.ruleset_id).stay,
        check=rules.Check(
            temperature_celsius=float(seen.temperature_celsius) if seen.temperature_celsius is not None else None,
            symptoms=[seen.symptoms], reached=seen.reached,
        ),
    )  # fmt: skip
    check = quarantine.record_check(
        stay_id=stay_id, on=on, slot=slot, finding=found.finding, temperature_celsius=seen.temperature_celsius,
        symptoms=seen.symptoms, by=by, now=now,
    )  # fmt: skip
    if found.finding is rules.Finding.SYMPTOMS:
        testing.schedule(
            outbreak_id=stay.outbreak_id, person_id=stay.person_id, purpose=UNWELL, by=by, now=now,
            planned=[testing.Planned(due_on=city_date(now), test_day=_day_of_stay(stay, now))],
        )  # fmt: skip
    return check, found


@transaction.atomic
def take_back(*, stay_id: UUID, on: date, slot: str, by: Actor, now: datetime) -> bool:
    """Take back a check that was kept by mistake, and the sample that it asked for. False when there is none."""
    stay = stays.stay(stay_id=stay_id)
    taken_back = quarantine.undo_check(stay_id=stay_id, on=on, slot=slot, by=by, now=now)
    if taken_back and not _still_unwell(stay, now):
        testing.cancel_scheduled(
            outbreak_id=stay.outbreak_id, person_id=stay.person_id, purpose=UNWELL, by=by, now=now,
            why="the check that asked for it was taken back",
        )  # fmt: skip
    return taken_back


def _still_unwell(stay: stays.Stay, now: datetime) -> bool:
    kept = stays.checks_of(stay_id=stay.id).filter(on=city_date(now), finding=rules.Finding.SYMPTOMS)
    return kept.exists()


def _day_of_stay(stay: stays.Stay, now: datetime) -> int:
    return (city_date(now) - city_date(stay.quarantined_since or now)).days + 1
