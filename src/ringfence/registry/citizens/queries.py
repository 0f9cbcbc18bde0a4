"""Whose visit a token is, and which codes a person was given."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from ringfence.ground import access
from ringfence.ground.access import Actor, Permission
from ringfence.registry.people import queries as people

from . import keys
from .actor import Oneself, Stranger
from .keys import TOKEN_OF_A_VISIT
from .limits import Limits, limits
from .models import Code, Visit
from .rules import grouped


def visit(*, token: str, now: datetime) -> Visit | None:
    """The running visit that this token belongs to, with its code; None for anything else."""
    return (
        Visit.objects.select_related("code__outbreak")
        .filter(token_hash=keys.hash_of_token(token), ended_at=None, ends_at__gt=now)
        .first()
    )


def oneself(visit: Visit) -> Oneself:
    """Who acts during this visit."""
    return Oneself(visit.code.person_id, for_guardian=visit.code.handed_to == Code.HandedTo.GUARDIAN)


def codes_of(*, person_id: UUID, outbreak_id: UUID, by: Actor) -> QuerySet[Code]:
    """The codes that this person was given, newest first, without the codes themselves."""
    access.require(by, Permission.CODE_ISSUE, area_code=people.bare(person_id=person_id).area_id)
    return Code.objects.filter(person_id=person_id, outbreak_id=outbreak_id)


__all__ = [
    "TOKEN_OF_A_VISIT",
    "Code",
    "Limits",
    "Oneself",
    "Stranger",
    "Visit",
    "codes_of",
    "grouped",
    "limits",
    "oneself",
    "visit",
]
