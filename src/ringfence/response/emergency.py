"""Somebody is read in an emergency: found by a number, opened for three hours, everybody told at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import access
from ringfence.ground.access import Actor, Permission
from ringfence.ground.audit import looks
from ringfence.kernel import NotFound, Refused, reason
from ringfence.measures.orders import queries as orders
from ringfence.registry.emergencies import actions as emergencies
from ringfence.registry.emergencies import queries as openings
from ringfence.registry.people import queries as people
from ringfence.tracing.cases import queries as cases

PURPOSE = "emergency"


@dataclass(frozen=True, slots=True)
class Seen:
    """One person as their opener reads them: who, where, which case, which order runs."""

    opening: openings.Opening
    person: people.NamedPerson
    case: cases.Case | None
    order: orders.Order | None


@transaction.atomic
def begin(*, number: str, outbreak_id: UUID, why: str, by: Actor, now: datetime) -> openings.Opening:
    """Open the person of a case number or an identity number. Refused as `emergencies.begin`; `now` is real time."""
    access.require(by, Permission.PERSON_READ)
    person_id = person_of_number(number.strip(), outbreak_id)
    with looks.unwatched():
        area = people.bare(person_id=person_id).area_id
    return emergencies.begin(
        person_id=person_id, area_code=area, outbreak_id=outbreak_id, why=why, by=by, now=now
    )


def see(*, opening_id: UUID, outbreak_id: UUID, by: Actor, now: datetime, on: date) -> Seen:
    """Read the person while the opening holds; the look is on record with the reason. NotFound when it is over."""
    opening = openings.current(opening_id=opening_id, by=by, now=now)
    person = people.people(person_ids=[opening.person_id], on=on).get(opening.person_id)
    if person is None or opening.outbreak_id != outbreak_id:
        raise NotFound(reason("There is no such emergency."))
    looks.explain(purpose=PURPOSE, why=opening.why, about=opening.person_id)
    looks.note(opening.person_id)
    inside = {"person_id": opening.person_id, "outbreak_id": outbreak_id}
    return Seen(opening, person, cases.of_person(**inside), orders.running_of(**inside))


def person_of_number(number: str, outbreak_id: UUID) -> UUID:
    """Whose case number of this outbreak, or whose identity number, this is. Refused: nobody's."""
    case = cases.by_number(outbreak_id=outbreak_id, number=number) if number else None
    if case is not None:
        return case.person_id
    holder = people.holders(numbers=[number.upper()]).get(number.upper()) if number else None
    if holder is None:
        none = reason("Nobody here has this case number or identity number.")
        raise Refused(none, fields={"number": [none]})
    return holder.person_id
