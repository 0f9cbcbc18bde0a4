"""Cases and links by the thousand, as much of them as a chain or a curve needs: no person, no model, a tenth of the time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from ringfence.ground.access import Actor

from .models import CandidateLink, Case
from .queries import COUNTED, visible_to


class CaseLine(NamedTuple):
    """One case. Equal when nothing that is drawn or estimated has changed."""

    id: UUID
    number: str
    classification: str
    origin: str
    onset_date: date | None
    reported_on: date
    isolated_at: datetime | None
    area_id: str


class LinkLine(NamedTuple):
    """One possible source of a case."""

    id: UUID
    case_id: UUID
    source_kind: str
    source_case_id: UUID | None
    source_label: str
    relation: str
    grade: str
    directed: bool
    chosen: bool


def counted(*, by: Actor, outbreak_id: UUID) -> tuple[CaseLine, ...]:
    """The cases that the reader may see, those ruled out left out, in the order of their report."""
    found = visible_to(by=by, outbreak_id=outbreak_id).select_related(None).filter(COUNTED)
    columns = list(CaseLine._fields)
    return tuple(CaseLine._make(row) for row in found.order_by("reported_at", "id").values_list(*columns))


def links(*, outbreak_id: UUID) -> tuple[LinkLine, ...]:
    """Every candidate link of the outbreak, as they were named."""
    found = CandidateLink.objects.filter(outbreak_id=outbreak_id).order_by("created_at", "id")
    return tuple(LinkLine._make(row) for row in found.values_list(*LinkLine._fields))


def persons(*, case_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Whose cases these are, for rooms that weigh meetings of cases; the caller has asked who may see them."""
    return dict(Case.objects.filter(id__in=list(case_ids)).values_list("id", "person_id"))
