"""Writes of many cases at once, set-based; the same tables as one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Lower

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import new_id, start_of_day

from .actions import SourceNamed
from .models import CandidateLink, Case


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseImported:
    """A case as another system's file told it. `values` names columns of a case; `extra` keeps what has no column."""

    number: str
    person_id: UUID
    area_code: str
    reported_on: date
    values: Mapping[str, Any]
    extra: Mapping[str, Any] = field(default_factory=dict)
    id: UUID = field(default_factory=new_id)


@transaction.atomic
def add(*, outbreak_id: UUID, imported: Sequence[CaseImported], by: Actor, now: datetime) -> list[UUID]:
    """Add many cases; the caller has looked for duplicates and registered the people. Returns their ids, in order."""
    for area_code in {one.area_code for one in imported}:
        access.require(by, Permission.CASE_WRITE, area_code=area_code)
    Case.objects.bulk_create(
        [
            Case(id=one.id, outbreak_id=outbreak_id, number=one.number, person_id=one.person_id,
                 area_id=one.area_code, reported_on=one.reported_on, reported_at=start_of_day(one.reported_on),
                 extra=dict(one.extra), created_at=now, **one.values)
            for one in imported
        ],
        batch_size=1000,
    )  # fmt: skip
    audit.record_many(by=by, action="case.import", subjects=[("case", one.id) for one in imported],
                      outbreak_id=outbreak_id, now=now)  # fmt: skip
    outbox.tell_screens(topic="cases", outbreak_id=outbreak_id)
    return [one.id for one in imported]


@transaction.atomic
def update(
    *, case_id: UUID, values: Mapping[str, Any], extra: Mapping[str, Any], by: Actor, now: datetime
) -> None:
    """Update a case from a file; the audit keeps before and after of what changed."""
    case = Case.objects.select_for_update().get(id=case_id)
    access.require(by, Permission.CASE_WRITE, area_code=case.area_id)
    changed = {name: value for name, value in values.items() if getattr(case, name) != value}
    before = {name: getattr(case, name) for name in changed}
    for name, value in changed.items():
        setattr(case, name, value)
    case.extra = {**case.extra, **extra}
    case.save(update_fields=[*changed, "extra"])
    audit.record(by=by, action="case.import_update", subject=case, outbreak_id=case.outbreak_id,
                 before=before, after=changed, now=now)  # fmt: skip


@transaction.atomic
def link(*, outbreak_id: UUID, named: Sequence[tuple[UUID, SourceNamed]], by: Actor, now: datetime) -> int:
    """Name possible sources of many cases; those already named stay as they are. Returns how many are new."""
    before = CandidateLink.objects.filter(outbreak_id=outbreak_id).count()
    rows = [
        CandidateLink(
            outbreak_id=outbreak_id, case_id=case_id, source_kind=source.source_kind,
            source_case_id=source.source_case_id, source_label=source.source_label, relation=source.relation,
            grade=source.grade, directed=source.directed, evidence=source.evidence, created_at=now,
            created_by_name=str(by),
        )
        for case_id, source in named if source.source_case_id != case_id
    ]  # fmt: skip
    CandidateLink.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    return CandidateLink.objects.filter(outbreak_id=outbreak_id).count() - before


def numbers(*, outbreak_id: UUID, wanted: Sequence[str]) -> dict[str, UUID]:
    """Case number (lower case) -> id, for those that exist."""
    found = Case.objects.filter(outbreak_id=outbreak_id).annotate(key=Lower("number"))
    return dict(found.filter(key__in=[one.lower() for one in wanted]).values_list("key", "id"))
