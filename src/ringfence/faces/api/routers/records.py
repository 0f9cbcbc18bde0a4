"""Records of movement and places: looked at, brought in by the worker, the refused rows handed back."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, File, Form, Query, Schema
from ninja.files import UploadedFile

from ringfence.faces.jobs.tasks import movement as jobs
from ringfence.faces.web.movement.views.files import refused_csv
from ringfence.ground.access import Permission
from ringfence.tracing.movement import actions as movement
from ringfence.tracing.movement import queries

from ..inside import Call, ours
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import NO_NUL, Day, Given, Instant, Line, Sentence, Word, sentences
from ..words import DatumName, FileHolds, FileState, RecordSource

operations = Operations("records")
ONE = f"{INSIDE}/record-files/{{file_id}}"
SHOWN = 1000


class FileGiven(Given):
    """What the sender of a file says of it."""

    holds: FileHolds
    legal_basis: str = Field(
        max_length=300, pattern=r"^[^\u0000]*$", description="Law and article, or the number of a request."
    )
    expires_on: Day = Field(description="At most 14 days ahead; then the records are destroyed.")
    source: RecordSource = Field("", description="Of rows that do not say their own.")
    datum: DatumName = Field("", description="Of positions that do not say their own; it is never guessed.")


class RowAccount(Schema):
    """Rows in = kept + merged + refused. Before the file is brought in: what would become of it."""

    rows_in: int
    kept: int
    merged: int
    refused: int
    imputed: int = 0
    people_known: int = 0
    people_new: int = 0
    already_in: bool = False


class RefusedRow(Schema):
    line: int
    why: str


class RecordFile(Schema):
    """A file of records or places."""

    id: UUID
    file_name: str
    holds: FileHolds
    source: str
    datum: str
    legal_basis: str
    expires_on: Day
    state: FileState
    percent: int
    account: RowAccount
    uploaded_at: Instant
    finished_at: Instant | None


class RecordFileShown(RecordFile):
    """With its refused rows, those that are odd, and why it stopped, if it did."""

    refusals: list[RefusedRow]
    remarks: list[RefusedRow]
    error: list[str]


@operations.write(f"{INSIDE}/record-files", RecordFileShown, needs=Permission.MOVEMENT_IMPORT, status=201)
def upload(request: Call, told: Form[FileGiven], file: File[UploadedFile]) -> object:
    """Take a file in (CSV, Excel or Parquet, 50 MB) and look at it; nothing is brought in yet."""
    given = movement.FileTold(
        file_name=(file.name or "").replace("\0", ""), content=file.read(), **told.dict()
    )
    found = movement.upload(
        outbreak_id=request.outbreak.id, told=given, by=request.user, now=request.outbreak_now
    )
    return _shown(_file(request, found.id))


class RecordTold(Given):
    """One record, as a gate, a venue or a phone tells it. Whose it is: an identity number, a telephone (with the name) or a number."""

    id_number: str = Field("", max_length=30, pattern=NO_NUL)
    phone: str = Field("", max_length=30, pattern=NO_NUL)
    name: Word = ""
    person: str = Field(
        "", max_length=8, pattern=r"^[0-9]*$", description="The number under which the store knows somebody."
    )
    place: Line = Field("", description="Code of a place of the records; or a position.")
    longitude: float | None = Field(None, ge=-180, le=180)
    latitude: float | None = Field(None, ge=-90, le=90)
    entered_at: Instant
    left_at: Instant | None = Field(
        None, description="Null: only the coming was noted; the end is imputed and marked."
    )


class RecordsTold(Given):
    """Up to a thousand records of one source, with their legal basis and last day."""

    source: RecordSource
    datum: DatumName = Field("", description="Needed with positions; it is never guessed.")
    legal_basis: Sentence
    expires_on: Day
    records: list[RecordTold] = Field(min_length=1, max_length=1000)


@operations.write(f"{INSIDE}/records", RecordFileShown, needs=Permission.MOVEMENT_IMPORT, status=201)
def bring_now(request: Call, told: RecordsTold) -> object:
    """Bring records in as they come. They are matched with the open searches at once; the same ones again change nothing."""
    given = movement.FileTold(
        holds="RECORDS", file_name=f"{told.source} {request.outbreak_now:%Y-%m-%d %H:%M}", content=_as_csv(told.records),
        source=told.source, datum=told.datum, legal_basis=told.legal_basis, expires_on=told.expires_on,
    )  # fmt: skip
    found = movement.bring_now(
        outbreak_id=request.outbreak.id, told=given, by=request.user, now=request.outbreak_now
    )
    return _shown(_file(request, found.id))


@operations.read(f"{INSIDE}/record-files", Listed[RecordFile], needs=Permission.MOVEMENT_IMPORT)
def list_some(request: Call, at: Query[Cursor]) -> object:
    """Files of this outbreak, newest first."""
    found = queries.files(by=request.user, outbreak_id=request.outbreak.id)
    return listed(found, at=at, order=("-uploaded_at", "-id"), shown=_line)


@operations.read(ONE, RecordFileShown, needs=Permission.MOVEMENT_IMPORT)
def show(request: Call, file_id: UUID) -> object:
    """A file: the preview, the progress or the account."""
    return _shown(_file(request, file_id))


@operations.write(f"{ONE}/bring", RecordFileShown, needs=Permission.MOVEMENT_IMPORT)
def bring(request: Call, file_id: UUID) -> object:
    """Hand the file to the worker; ask for it again to see its progress."""
    found = _file(request, file_id)
    movement.queue(file_id=found.id, by=request.user, now=request.outbreak_now)
    jobs.bring.defer(file_id=str(found.id), user_id=str(request.user.id))
    return _shown(_file(request, file_id))


@operations.write(f"{ONE}/cancel", RecordFileShown, needs=Permission.MOVEMENT_IMPORT)
def cancel(request: Call, file_id: UUID) -> object:
    """Do not bring it in; its content is deleted."""
    found = _file(request, file_id)
    movement.cancel(file_id=found.id, by=request.user, now=request.outbreak_now)
    return _shown(_file(request, file_id))


@operations.file(f"{ONE}/refused.csv", ["csv"], needs=Permission.MOVEMENT_IMPORT)
def refused(request: Call, file_id: UUID) -> object:
    """The refused rows as they came, each with its line and why; corrected, it can be brought in again."""
    return HttpResponse(refused_csv(_file(request, file_id)), content_type="text/csv; charset=utf-8")


def _as_csv(records: list[RecordTold]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    names = list(RecordTold.model_fields)
    writer.writerow(names)
    for one in records:
        cells = [getattr(one, name) for name in names]
        writer.writerow(
            [
                "" if cell is None else cell.isoformat() if isinstance(cell, datetime) else cell
                for cell in cells
            ]
        )
    return out.getvalue().encode()


def _file(request: Call, file_id: UUID) -> queries.RecordFile:
    return ours(queries.file(file_id=file_id, by=request.user), request)


def _line(found: queries.RecordFile) -> dict[str, Any]:
    return {name: getattr(found, name) for name in RecordFile.__annotations__}


def _shown(found: queries.RecordFile) -> dict[str, Any]:
    return _line(found) | {
        "refusals": [{"line": one["line"], "why": sentences([one["why"]])[0]} for one in found.refusals[:SHOWN]],
        "remarks": [{"line": one["line"], "why": sentences([one["what"]])[0]} for one in found.remarks[:SHOWN]],
        "error": sentences(found.error),
    }  # fmt: skip
