"""Before anything is believed: the file is read, its columns are recognised, every row gets a verdict."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from ringfence.cores.linelist.mapping import ColumnMap
from ringfence.cores.linelist.reading import open_table
from ringfence.cores.linelist.rows import CellNote, ReadingPlan
from ringfence.cores.linelist.verdicts import Judged
from ringfence.ground import access, audit, many_rows
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import NotFound, Refused, city_date, reason
from ringfence.registry.outbreaks import queries as outbreaks

from .. import files
from ..models import ImportRow, ImportRun, SavedMap

ROWS_KEPT_AT_ONCE = 2000


@transaction.atomic
def upload(*, outbreak_id: UUID, file_name: str, content: bytes, by: Actor, now: datetime) -> ImportRun:
    """Take a file in and recognise its columns; a map saved for the same heading is used again.

    Refused, with a sentence that says what to do: an empty file, .xls, an encrypted or damaged workbook, no table.
    """
    _require(outbreak_id, by)
    outbreaks.require_running(outbreak_id=outbreak_id)
    table = open_table(content=content, file_name=file_name)
    proposal = files.proposal_of(table)
    saved = SavedMap.objects.filter(outbreak_id=outbreak_id, header_key=files.header_key(table)).first()
    run = ImportRun.objects.create(
        outbreak_id=outbreak_id, file_name=file_name[:200], file_sha256=sha256(content).hexdigest(), content=content,
        column_map=saved.column_map if saved else proposal.column_map.as_json(), proposal=proposal.as_json(),
        detected=table.detected.as_json(), started_by_id=by.id, uploaded_at=now,
    )  # fmt: skip
    _survey(run, now)
    audit.record(by=by, action="import.upload", subject=run, outbreak_id=outbreak_id, now=now,
                 after={"file": file_name, "sha256": run.file_sha256})  # fmt: skip
    return run


@transaction.atomic
def choose_columns(*, run_id: UUID, column_map: ColumnMap, by: Actor, now: datetime) -> ImportRun:
    """Decide by hand which column is which field, and how dates are to be read."""
    run = locked(run_id, by)
    _still_open(run)
    run.column_map, run.state = column_map.as_json(), ImportRun.State.READ
    _survey(run, now)
    run.rows.all().delete()
    audit.record(by=by, action="import.map", subject=run, outbreak_id=run.outbreak_id, now=now)
    return run


@transaction.atomic
def save_map(*, run_id: UUID, name: str, by: Actor, now: datetime) -> SavedMap:
    """Keep the map for the next file with the same heading."""
    run = locked(run_id, by)
    saved, _ = SavedMap.objects.update_or_create(
        outbreak_id=run.outbreak_id, header_key=files.header_key(files.table_of(run)),
        defaults={"name": name.strip()[:80] or run.file_name[:80], "column_map": run.column_map, "saved_at": now,
                  "saved_by_name": str(by)},
    )  # fmt: skip
    return saved


@transaction.atomic
def ask_for_preview(*, run_id: UUID, by: Actor, now: datetime) -> ImportRun:
    """Say that the rows shall be looked at; for long files the worker does it."""
    run = locked(run_id, by)
    _still_open(run)
    run.state, run.rows_done = ImportRun.State.PREVIEWING, 0
    run.save(update_fields=["state", "rows_done"])
    return run


@transaction.atomic
def preview(*, run_id: UUID, by: Actor, now: datetime) -> ImportRun:
    """Give every row a verdict; changes nothing else. Refused: dates that can be read in two ways (choose first)."""
    run = locked(run_id, by)
    _still_open(run)
    run.rows.all().delete()
    batch: list[ImportRow] = []
    count = 0
    plan = files.plan_of(run, today=city_date(now))
    for judged in files.judged_rows(run, plan=plan):
        batch.append(_row(run, judged, plan))
        if len(batch) >= ROWS_KEPT_AT_ONCE:
            many_rows.insert(rows=batch)
            count, batch = count + len(batch), []
    many_rows.insert(rows=batch)
    run.rows_in, run.rows_done, run.state = count + len(batch), 0, ImportRun.State.PREVIEWED
    run.save(update_fields=["rows_in", "rows_done", "state"])
    return run


def locked(run_id: UUID, by: Actor) -> ImportRun:
    run = (
        ImportRun.objects.select_for_update(of=("self",)).select_related("outbreak").filter(id=run_id).first()
    )
    if run is None:
        raise NotFound(reason("There is no such import."))
    _require(run.outbreak_id, by)
    return run


def notes_of(judged: Judged, plan: ReadingPlan, *more: CellNote) -> list[dict[str, Any]]:
    """Faults (and `more` of them) and remarks with their cells."""
    faults = [_note(one, plan) | {"fault": True} for one in (*getattr(judged.row, "faults", ()), *more)]
    remarks = [_note(one, plan) | {"fault": False} for one in getattr(judged.row, "remarks", ())]
    why = (
        [{"field": "", "column": "", "cell": "", "reason": judged.why.as_json(), "fault": False}]
        if judged.why and not faults
        else []
    )
    return faults + why + remarks


def _note(note: CellNote, plan: ReadingPlan) -> dict[str, Any]:
    """A sentence about a cell, with the letter of its column."""
    column = plan.by_field.get(note.field)
    return note.as_json() | {"column": note.column or (column.letter if column else "")}


def _row(run: ImportRun, judged: Judged, plan: ReadingPlan) -> ImportRow:
    suspect = judged.suspects[0] if judged.suspects else None
    return ImportRow(
        run=run, number=judged.row.number, case_number=(getattr(judged.row, "case_id", None) or "")[:40],
        cells=list(getattr(judged.row, "cells", ())), verdict=judged.verdict, reasons=notes_of(judged, plan),
        changes={"fields": [one.as_json() for one in judged.changes], "suspects": [one.as_json() for one in judged.suspects]},
        duplicate_of_id=UUID(suspect.ref) if suspect and suspect.ref else None,
        case_id=UUID(judged.ref) if judged.ref else None, content_key=judged.key,
    )  # fmt: skip


def _survey(run: ImportRun, now: datetime) -> None:
    run.survey = files.survey_of(run, today=city_date(now)).as_json()
    run.rows_in = run.survey["rows"]
    run.save()


def _still_open(run: ImportRun) -> None:
    if run.state in (ImportRun.State.QUEUED, ImportRun.State.RUNNING, ImportRun.State.DONE):
        raise Refused(
            reason("This file is being imported or was imported; upload it again to change the columns.")
        )


def _require(outbreak_id: UUID, by: Actor) -> None:
    area_code = outbreaks.outbreak(outbreak_id=outbreak_id).area_id
    access.require(by, Permission.LINE_LIST_IMPORT, area_code=area_code)
