"""Writes of many cases at once, set-based; the same tables as one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Lower

from ringfence.ground import access, audit, many_rows, outbox
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
    access.require_in_all(by, Permission.CASE_WRITE, area_codes=(one.area_code for one in imported))
    many_rows.insert(
        rows=[
            Case(id=one.id, outbreak_id=outbreak_id, number=one.number, person_id=one.person_id,
                 area_id=one.area_code, reported_on=one.reported_on, reported_at=start_of_day(one.reported_on),
                 extra=dict(one.extra), created_at=now, **one.values)
            for one in imported
        ]
    )  # fmt: skip
    audit.record_many(by=by, action="case.import", subjects=[("case", one.id) for one in imported],
                      outbreak_id=outbreak_id, now=now)  # fmt: skip
    outbox.tell_screens(topic="cases", outbreak_id=outbreak_id)
    return [one.id for one in imported]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChanged:
    """What another system's file says of a known case. `values` names columns of a case."""

    case_id: UUID
    values: Mapping[str, Any]
    extra: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def update(*, outbreak_id: UUID, told: Sequence[CaseChanged], by: Actor, now: datetime) -> dict[UUID, UUID]:
    """Update many cases from a file; the audit keeps before and after of what changed. Returns case -> person."""
    wanted = {one.case_id: one for one in told}
    found = list(
        Case.objects.select_for_update().filter(outbreak_id=outbreak_id, id__in=wanted).order_by("id")
    )
    access.require_in_all(by, Permission.CASE_WRITE, area_codes=(case.area_id for case in found))
    changes = [(case, *_take_over(case, wanted[case.id])) for case in found]
    columns = {name for _, before, _ in changes for name in before}
    many_rows.update(rows=found, fields=[*columns, "extra"])
    audit.record_changes(
        by=by, action="case.import_update", changes=changes, outbreak_id=outbreak_id, now=now
    )
    return {case.id: case.person_id for case in found}


def _take_over(case: Case, told: CaseChanged) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put what was told into the row; returns what changed, before and after."""
    after = {name: value for name, value in told.values.items() if getattr(case, name) != value}
    before = {name: getattr(case, name) for name in after}
    for name, value in after.items():
        setattr(case, name, value)
    case.extra = {**case.extra, **told.extra}
    return before, after


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
