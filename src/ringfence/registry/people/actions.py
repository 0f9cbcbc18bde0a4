"""Registering people and correcting what is known of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from ringfence.ground import access, audit, many_rows
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import Refused, city_date, new_id, reason
from ringfence.registry.places import queries as places

from . import queries, rules, sealing
from .models import Household, Identity, Person

# what is told -> the columns that keep it
PERSON_COLUMNS = {
    "sex": ["sex"], "birth_date": ["birth_date"], "age_years": ["age_years", "age_on"], "area_code": ["area"],
    "needs_carer": ["needs_carer"], "household_id": ["household"],
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """What is told about a person when they are registered. Empty text means: not told."""

    name: str
    area_code: str
    sex: str = Person.Sex.UNKNOWN
    birth_date: date | None = None
    age_years: int | None = None
    id_number: str = ""
    phone: str = ""
    address: str = ""
    workplace: str = ""
    occupation: str = ""
    guardian: str = ""
    needs_carer: bool = False
    household_id: UUID | None = None
    id: UUID = field(default_factory=new_id)


@transaction.atomic
def register(*, facts: PersonFacts, by: Actor, now: datetime) -> Person:
    """Register a person; one with the same identity number (or told twice) is found again instead of doubled.

    Refused: no name, unknown area, a birth date in the future.
    """
    access.require(by, Permission.PERSON_WRITE, area_code=facts.area_code)
    known = _known(facts)
    if known is not None:
        return known
    _check(facts, now)
    person = _person_row(facts, now)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            sealing.keep(told={facts.id: _words(facts)})
    except IntegrityError:
        again = _known(facts)
        if again is None:
            raise
        return again
    audit.record(by=by, action="person.register", subject=person, after={"area": facts.area_code}, now=now)
    return person


@transaction.atomic
def register_many(*, people: Sequence[PersonFacts], by: Actor, now: datetime) -> list[UUID]:
    """Register many people at once, set-based; the caller has looked for duplicates. Returns their ids."""
    access.require_in_all(by, Permission.PERSON_WRITE, area_codes=(one.area_code for one in people))
    many_rows.insert(rows=[_person_row(one, now) for one in people])
    sealing.keep(told={one.id: _words(one) for one in people})
    audit.record_many(
        by=by, action="person.register", subjects=[("person", one.id) for one in people], now=now
    )
    return [one.id for one in people]


@transaction.atomic
def correct(*, person_id: UUID, changes: dict[str, object], by: Actor, now: datetime) -> Person:
    """Correct what is known of a person. `changes` names fields of `PersonFacts`; the audit keeps names, not values."""
    person = Person.objects.select_for_update().get(id=person_id)
    access.require(by, Permission.PERSON_WRITE, area_code=person.area_id)
    identity = Identity.objects.get(person_id=person_id)
    _check_number_is_free(person_id, str(changes.get("id_number") or ""))
    words = _take_over(person, changes, now)
    person.save()
    sealing.rewrite(told={person_id: (identity, words)})
    audit.record(by=by, action="person.correct", subject=person, after={"fields": sorted(changes)}, now=now)
    return person


@transaction.atomic
def correct_many(*, changes: Mapping[UUID, Mapping[str, object]], by: Actor, now: datetime) -> int:
    """Correct many people at once, as `correct` does; the caller has looked whose the identity numbers are."""
    found = Person.objects.select_for_update(of=("self",)).select_related("identity").filter(id__in=changes)
    people = list(found.order_by("id"))
    access.require_in_all(by, Permission.PERSON_WRITE, area_codes=(person.area_id for person in people))
    words = {person.id: _take_over(person, changes[person.id], now) for person in people}
    told = {name for one in changes.values() for name in one}
    own = [column for name, columns in PERSON_COLUMNS.items() if name in told for column in columns]
    many_rows.update(rows=people, fields=own)
    sealing.rewrite(told={person.id: (person.identity, words[person.id]) for person in people})
    nothing: dict[str, Any] = {}
    corrected = [
        (("person", person.id), nothing, {"fields": sorted(changes[person.id])}) for person in people
    ]
    audit.record_changes(by=by, action="person.correct", changes=corrected, now=now)
    return len(people)


@transaction.atomic
def share_household(*, person_ids: Sequence[UUID], by: Actor, now: datetime) -> Household:
    """Say that these people live together; an existing household among them is kept."""
    people = list(Person.objects.select_for_update().filter(id__in=person_ids).order_by("id"))
    if len(people) < 2:
        raise Refused(reason("A household needs at least two people."))
    for person in people:
        access.require(by, Permission.PERSON_WRITE, area_code=person.area_id)
    household = next((one.household for one in people if one.household), None) or Household.objects.create(
        area_id=people[0].area_id
    )
    Person.objects.filter(id__in=[one.id for one in people]).update(household=household)
    audit.record_many(by=by, action="person.share_household", subjects=[("person", one.id) for one in people],
                      after={"household": str(household.id)}, now=now)  # fmt: skip
    return household


def _take_over(person: Person, changes: Mapping[str, object], now: datetime) -> dict[str, str]:
    """Put what was told into the row; returns the words of the identity. Refused: no name, an unknown area."""
    if "area_code" in changes:
        places.place(code=str(changes["area_code"]))
        person.area_id = str(changes["area_code"])
    for name in ("sex", "birth_date", "needs_carer", "household_id"):
        if name in changes:
            setattr(person, name, changes[name])
    if changes.get("age_years") is not None:
        person.age_years, person.age_on = int(str(changes["age_years"])), city_date(now)
    words = {name: sealing.plain(name, changes[name]) for name in sealing.FIELDS if name in changes}
    if not words.get("name", "told before"):
        raise Refused(reason("A person needs a name, or a description such as 'driver of the blue van'."))
    return words


def _check_number_is_free(person_id: UUID, number: str) -> None:
    """An identity number belongs to one person."""
    holder = queries.holding_number(number)
    if holder not in (None, person_id):
        raise Refused(
            reason("Another person is registered with this identity number. Compare it with the card."),
            fields={"id_number": [reason("This number belongs to another person.")]},
        )


def _known(facts: PersonFacts) -> Person | None:
    """Told twice (the same id, from a form sent twice), or known by the identity number."""
    told_before = Person.objects.filter(id=facts.id).first()
    if told_before is not None or not facts.id_number:
        return told_before
    holder = queries.holding_number(facts.id_number)
    return Person.objects.filter(id=holder).first() if holder else None


def _check(facts: PersonFacts, now: datetime) -> None:
    if not facts.name.strip():
        raise Refused(
            reason("A person needs a name, or a description such as 'driver of the blue van'."),
            fields={"name": [reason("Enter a name or a description.")]},
        )
    if facts.birth_date is not None and facts.birth_date > city_date(now):
        raise Refused(reason("The birth date {day} is in the future.", day=facts.birth_date),
                      fields={"birth_date": [reason("Enter a day that has passed.")]})  # fmt: skip
    if facts.id_number and len(facts.id_number) == 18:
        decision = rules.valid_citizen_number(facts.id_number)
        if not decision.allowed:
            raise Refused(*decision.reasons, fields={"id_number": decision.reasons})
    places.place(code=facts.area_code)


def _person_row(facts: PersonFacts, now: datetime) -> Person:
    return Person(
        id=facts.id, sex=facts.sex, birth_date=facts.birth_date, age_years=facts.age_years,
        age_on=city_date(now) if facts.age_years is not None else None, area_id=facts.area_code,
        household_id=facts.household_id, needs_carer=facts.needs_carer, created_at=now,
    )  # fmt: skip


def _words(facts: PersonFacts) -> dict[str, str]:
    return {name: sealing.plain(name, getattr(facts, name)) for name in sealing.FIELDS}
