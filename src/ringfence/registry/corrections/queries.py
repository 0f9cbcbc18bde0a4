"""Finding requests for correction, limited to the reader's areas; and those of one person, for that person."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.kernel import Decision, NotFound, reason
from ringfence.registry.people.queries import NamedPerson

from . import rules
from .models import Correction

OPEN = (Correction.State.OPEN, Correction.State.CHECKED)


def visible_to(*, by: Actor, outbreak_id: UUID, open_only: bool = False) -> QuerySet[Correction]:
    """Requests in the areas where the reader decides them, the most urgent first."""
    found = Correction.objects.filter(
        in_areas("area__code", visible_areas(by, Permission.CORRECTION_DECIDE)), outbreak_id=outbreak_id
    ).select_related("person__identity", "area")
    return found.filter(state__in=OPEN) if open_only else found


def correction(*, correction_id: UUID, by: Actor, outbreak_id: UUID) -> Correction:
    found = visible_to(by=by, outbreak_id=outbreak_id).filter(id=correction_id).first()
    if found is None:
        raise NotFound(reason("There is no such request in the areas that you can see."))
    return found


def of_person(*, person_id: UUID, outbreak_id: UUID) -> QuerySet[Correction]:
    """What one person asked for, newest first; the caller knows that the reader may see it."""
    return Correction.objects.filter(person_id=person_id, outbreak_id=outbreak_id).order_by("-asked_at")


def stands_now(*, person: NamedPerson, field: str) -> str:
    """What is kept in this field now, as text; nothing for what lies elsewhere."""
    if field == Correction.Field.OTHER:
        return ""
    value = getattr(person, field.lower())
    return "" if value is None else str(value)


def may_accept(*, row: Correction, by: Actor) -> Decision:
    """What the rule says to this person making the correction."""
    return rules.may_accept(field=row.field, checked_by=row.checked_by_id, decider=by.id)


def may_check(*, row: Correction) -> Decision:
    return rules.may_check(field=row.field, state=row.state)


def may_refuse(*, row: Correction, by: Actor) -> Decision:
    return rules.may_refuse(checked_by=row.checked_by_id, decider=by.id)


FIELDS = Correction.Field.choices
STATES = Correction.State.choices
