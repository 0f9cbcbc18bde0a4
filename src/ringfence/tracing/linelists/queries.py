"""Finding imports and what became of their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, BinaryIO
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from ringfence.cores.linelist.rows import CellNote
from ringfence.cores.linelist.writing import write_failed_csv, write_failed_xlsx
from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.kernel import NotFound, Reason, city_date, reason
from ringfence.tracing.cases.queries import Case

from . import files
from .known import known_case
from .models import ImportRow, ImportRun, SavedMap

Say = Callable[[Reason], str]


def visible_to(*, by: Actor, outbreak_id: UUID) -> QuerySet[ImportRun]:
    """Imports of the outbreak, newest first, without their files."""
    areas = visible_areas(by, Permission.LINE_LIST_IMPORT)
    return (
        ImportRun.objects.filter(in_areas("outbreak__area__code", areas), outbreak_id=outbreak_id)
        .defer("content").select_related("started_by")
    )  # fmt: skip


def run(*, run_id: UUID, by: Actor) -> ImportRun:
    areas = visible_areas(by, Permission.LINE_LIST_IMPORT)
    found = (
        ImportRun.objects.filter(in_areas("outbreak__area__code", areas), id=run_id).defer("content").first()
    )
    if found is None:
        raise NotFound(reason("There is no such import."))
    return found


def rows(*, run_id: UUID, verdict: str = "", became: str = "") -> QuerySet[ImportRow]:
    """Rows of an import in the order of the file."""
    found = ImportRow.objects.filter(run_id=run_id)
    found = found.filter(verdict=verdict) if verdict else found
    return found.filter(became=became) if became else found


def count_verdicts(*, run_id: UUID) -> dict[str, int]:
    """How many rows have which verdict."""
    counted = (
        ImportRow.objects.filter(run_id=run_id).order_by().values_list("verdict").annotate(n=Count("id"))
    )
    return dict(counted)


def saved_maps(*, outbreak_id: UUID) -> QuerySet[SavedMap]:
    return SavedMap.objects.filter(outbreak_id=outbreak_id)


def failed_csv(run: ImportRun, *, today: date, say: Say, language: str) -> Iterator[bytes]:
    """The rows that failed, as a CSV file to correct."""
    plan = files.plan_of(run, today=today)
    return write_failed_csv(plan=plan, faults=_faults(run), say=say, language=language)


def write_failed(run: ImportRun, *, target: BinaryIO, today: date, say: Say, language: str) -> int:
    """The same as an XLSX workbook; returns the number of rows."""
    plan = files.plan_of(run, today=today)
    return write_failed_xlsx(target=target, plan=plan, faults=_faults(run), say=say, language=language)


def _faults(run: ImportRun) -> dict[int, list[CellNote]]:
    """Row number -> what is wrong with it, for the rows that failed and, before the import, for those that would."""
    failed = Q(became=ImportRow.Became.FAILED)
    would_fail = Q(became=ImportRow.Became.NOTHING_YET, verdict=ImportRow.Verdict.WRONG)
    return {
        row.number: [
            CellNote(one["field"], one["column"], one["cell"], Reason.from_json(one["reason"]))
            for one in row.reasons if one["fault"]
        ]
        for row in ImportRow.objects.filter(failed | would_fail, run=run)
    }  # fmt: skip


def told_of_case(case: Case) -> dict[str, Any]:
    """A case as a row of a line list would tell it, its extra columns included; the case comes with its identity."""
    known = known_case(case)
    row = {"case_id": case.number, **known.values, "extra": dict(known.extra)}
    if row.get("name") == case.number:
        del row["name"]  # nobody told a name; the person goes by the number of the case
    if case.isolated_at is not None and "isolation_date" not in row:
        row["isolation_date"] = city_date(case.isolated_at)
    return row
