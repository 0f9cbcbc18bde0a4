"""Line lists on their way in: uploaded, columns checked, previewed, decided, run; and what became of every row."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import translation
from ninja import Field, File, Query, Schema
from ninja.files import UploadedFile

from ringfence.cores.linelist.dates import Order
from ringfence.cores.linelist.mapping import ColumnMap
from ringfence.faces import exporting, wording
from ringfence.faces.jobs.tasks import linelists as jobs
from ringfence.ground.access import Permission
from ringfence.kernel import Reason, Refused, reason
from ringfence.tracing.linelists import actions as linelists
from ringfence.tracing.linelists import queries as imports

from ..inside import Call, ours
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import Done, Given, Instant, Word
from ..words import Became, Choice, DateOrder, ImportState, Verdict

operations = Operations("imports")
ONE = f"{INSIDE}/imports/{{run_id}}"
LONGEST_FILE = 50_000_000  # bytes; 120,000 rows are some 25 MB
ROWS_LOOKED_AT_ONCE = 3000  # as on the page: more rows than this are looked at by the worker


class ImportColumn(Schema):
    """A column of the file and the field it is read as; without a field it is kept as an extra, or left out."""

    index: int
    header: str
    field: str | None
    ignored: bool


class Account(Schema):
    """Rows in = created + updated + unchanged + skipped + failed, when the import is done."""

    rows_in: int
    rows_done: int
    created: int
    updated: int
    unchanged: int
    skipped: int
    failed: int
    links_found: int


class Import(Schema):
    """A file on its way in."""

    id: UUID
    file_name: str
    file_sha256: str
    state: ImportState
    account: Account
    error: str
    uploaded_at: Instant
    started_at: Instant | None
    finished_at: Instant | None


class DateColumn(Schema):
    """How the dates of a column are read; AMBIGUOUS ones want a decision."""

    field: str
    header: str
    order: str
    certainty: str
    samples: list[dict[str, Any]]


class ImportShown(Import):
    """A file with its columns, its dates and how many rows have which verdict."""

    columns: list[ImportColumn]
    dates: list[DateColumn]
    verdicts: dict[str, int]


class ColumnDecided(Given):
    index: int = Field(ge=0, le=10_000)
    field: str | None = Field(None, max_length=40, pattern="^[a-z_]*$")
    ignored: bool = False


class ColumnsDecided(Given):
    columns: list[ColumnDecided] = Field(default_factory=list, max_length=500)
    date_orders: dict[str, DateOrder] = Field(
        default_factory=dict, description="Field -> d/m/y, m/d/y or y/m/d."
    )
    save_as: Word = Field(
        "", description="Keep the map under this name for the next file with the same heading."
    )


class RowDecided(Given):
    """About one row (`number`), or about every row with a verdict."""

    number: int | None = Field(None, ge=0, le=2_000_000)
    verdict: Verdict | None = None
    choice: Choice


class RowNote(Schema):
    """A sentence about a cell, or about the whole row."""

    field: str
    column: str
    cell: str
    sentence: str
    fault: bool


class ImportedRow(Schema):
    """One row of the file: what it is, what was decided, what became of it."""

    number: int
    case_number: str
    verdict: Verdict
    choice: Choice
    became: Became
    case_id: UUID | None
    notes: list[RowNote]
    changes: list[dict[str, Any]]


class WantedRows(Cursor):
    verdict: Verdict | None = None
    became: Became | None = None


class WantedFailed(Schema):
    form: Literal["csv", "xlsx"] = "csv"


@operations.read(f"{INSIDE}/imports", Listed[Import], needs=Permission.LINE_LIST_IMPORT)
def list_all(request: Call, at: Query[Cursor]) -> object:
    """Imports of the outbreak, newest first."""
    found = imports.visible_to(by=request.user, outbreak_id=request.outbreak.id)
    return listed(found, at=at, order=("-uploaded_at", "-id"), shown=_line)


@operations.write(f"{INSIDE}/imports", ImportShown, needs=Permission.LINE_LIST_IMPORT, status=201)
def upload(request: Call, file: File[UploadedFile]) -> object:
    """Take a file in (CSV or XLSX); its columns are recognised, nothing is believed yet."""
    if (file.size or 0) > LONGEST_FILE:
        raise Refused(reason("The file is larger than {most} MB. Split it.", most=LONGEST_FILE // 1_000_000))
    run = linelists.upload(
        outbreak_id=request.outbreak.id, file_name=(file.name or "").replace("\0", ""), content=file.read(),
        by=request.user, now=request.outbreak_now,
    )  # fmt: skip
    return _shown(request, run.id)


@operations.read(ONE, ImportShown, needs=Permission.LINE_LIST_IMPORT)
def show(request: Call, run_id: UUID) -> object:
    """An import as it stands: columns, dates, verdicts, progress, account."""
    return _shown(request, run_id)


@operations.write(f"{ONE}/columns", ImportShown, needs=Permission.LINE_LIST_IMPORT, method="PUT")
def choose_columns(request: Call, run_id: UUID, told: ColumnsDecided) -> object:
    """Decide which column is which field and how dates are read; only what is sent changes."""
    chosen = ColumnMap.from_json(_run(request, run_id).column_map)
    for one in told.columns:
        chosen = chosen.choose(index=one.index, field=one.field or None, ignored=one.ignored)
    for field, order in told.date_orders.items():
        chosen = chosen.with_date_order(field=field, order=Order(order))
    linelists.choose_columns(run_id=run_id, column_map=chosen, by=request.user, now=request.outbreak_now)
    if told.save_as:
        linelists.save_map(run_id=run_id, name=told.save_as, by=request.user, now=request.outbreak_now)
    return _shown(request, run_id)


@operations.write(f"{ONE}/preview", ImportShown, needs=Permission.LINE_LIST_IMPORT)
def preview(request: Call, run_id: UUID) -> object:
    """Give every row its verdict; changes nothing else. A long file is looked at by the worker: ask again."""
    told = {"run_id": run_id, "by": request.user, "now": request.outbreak_now}
    if _run(request, run_id).rows_in > ROWS_LOOKED_AT_ONCE:
        linelists.ask_for_preview(**told)
        jobs.preview.defer(run_id=str(run_id), user_id=str(request.user.id))
    else:
        linelists.preview(**told)
    return _shown(request, run_id)


@operations.write(f"{ONE}/decide", Done, needs=Permission.LINE_LIST_IMPORT)
def decide(request: Call, run_id: UUID, told: RowDecided) -> dict[str, int]:
    """Decide about one row, or about every row with a verdict: as proposed, skip, create all the same."""
    _run(request, run_id)
    said: dict[str, Any] = {
        "run_id": run_id,
        "choice": told.choice,
        "by": request.user,
        "now": request.outbreak_now,
    }
    if told.number is not None:
        linelists.decide_row(number=told.number, **said)
        return {"changed": 1}
    if told.verdict is None:
        raise Refused(reason("Say which row, or which verdict, the decision is about."))
    return {"changed": linelists.decide_verdict(verdict=told.verdict, **said)}


@operations.write(f"{ONE}/run", ImportShown, needs=Permission.LINE_LIST_IMPORT)
def run(request: Call, run_id: UUID) -> object:
    """Hand the import to the worker; ask for the import again to see its progress."""
    _run(request, run_id)
    linelists.queue(run_id=run_id, by=request.user, now=request.outbreak_now)
    jobs.run.defer(run_id=str(run_id), user_id=str(request.user.id))
    return _shown(request, run_id)


@operations.read(f"{ONE}/rows", Listed[ImportedRow], needs=Permission.LINE_LIST_IMPORT)
def rows(request: Call, run_id: UUID, wanted: Query[WantedRows]) -> object:
    """Row by row, what became of each."""
    _run(request, run_id)
    found = imports.rows(run_id=run_id, verdict=wanted.verdict or "", became=wanted.became or "")
    return listed(found, at=wanted, order=("number",), shown=_row)


@operations.file(f"{ONE}/failed-rows", ["csv", "xlsx"], needs=Permission.LINE_LIST_IMPORT)
def failed_rows(request: Call, run_id: UUID, wanted: Query[WantedFailed]) -> HttpResponseBase:
    """The rows that failed (before the import: those that would), as a file to correct and import again."""

    found, language = _run(request, run_id), translation.get_language() or "en"
    told: dict[str, Any] = {"today": request.outbreak_today, "say": _say, "language": language}
    named = {"Content-Disposition": f'attachment; filename="to-correct.{wanted.form}"'}
    if wanted.form == "csv":
        pieces: Iterator[bytes] = imports.failed_csv(found, **told)
        return StreamingHttpResponse(pieces, content_type=exporting.MEDIA["csv"], headers=named)
    book = io.BytesIO()
    imports.write_failed(found, target=book, **told)
    return StreamingHttpResponse(iter([book.getvalue()]), content_type=exporting.MEDIA["xlsx"], headers=named)


def _say(sentence: Reason) -> str:
    return wording.say(sentence)


def _run(request: Call, run_id: UUID) -> imports.ImportRun:
    return ours(imports.run(run_id=run_id, by=request.user), request)


def _line(run: imports.ImportRun) -> dict[str, Any]:
    told = {name: getattr(run, name) for name in Import.__annotations__ if name != "account"}
    return {**told, "account": {name: getattr(run, name) for name in Account.__annotations__}}


def _shown(request: Call, run_id: UUID) -> dict[str, Any]:
    run = _run(request, run_id)
    dates = [
        {name: one.get(name) for name in DateColumn.__annotations__} for one in run.survey.get("dates", [])
    ]
    return {
        **_line(run), "columns": run.column_map["columns"], "dates": dates,
        "verdicts": imports.count_verdicts(run_id=run_id),
    }  # fmt: skip


def _row(row: Any) -> dict[str, Any]:
    own = [name for name in ImportedRow.__annotations__ if name not in ("notes", "changes")]
    notes = [
        {"field": one["field"], "column": one["column"], "cell": one["cell"], "fault": one["fault"],
         "sentence": wording.say(one["reason"])}
        for one in row.reasons
    ]  # fmt: skip
    return {
        **{name: getattr(row, name) for name in own},
        "notes": notes,
        "changes": row.changes.get("fields", []),
    }
