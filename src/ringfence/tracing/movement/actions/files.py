"""Records and places are brought in: looked at first, then by the worker; rows in = kept + merged + refused."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import NotFound, Reason, Refused, city_date, reason
from ringfence.registry.outbreaks import queries as outbreaks

from .. import headings, rules
from ..models import RecordFile
from ..whose import whose
from .live import match_new

LARGEST_BYTES = 50_000_000  # [D] about half a million rows; longer files by the command line, day by day
REMARKS_KEPT = 200
NOBODY = "The person must be a number of the registry"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTold:
    """A file with what its sender says of it. `source` and `datum` hold for rows that do not say their own."""

    holds: str
    file_name: str
    content: bytes
    legal_basis: str
    expires_on: date
    source: str = ""
    datum: str = ""


@transaction.atomic
def upload(*, outbreak_id: UUID, told: FileTold, by: Actor, now: datetime) -> RecordFile:
    """Take a file in and look at it; nothing is stored of it but its content. Refused: no legal basis, no end, no table."""
    outbreak = outbreaks.outbreak(outbreak_id=outbreak_id)
    access.require(by, Permission.MOVEMENT_IMPORT, area_code=outbreak.area_id)
    outbreaks.require_running(outbreak_id=outbreak_id)
    _refuse_unfit(told, today=city_date(now))
    found = RecordFile(
        outbreak=outbreak, holds=told.holds, file_name=told.file_name[:200], content=told.content, source=told.source,
        datum=told.datum, legal_basis=told.legal_basis.strip()[:300], expires_on=told.expires_on, uploaded_at=now,
        uploaded_by_id=by.id, retention_until=told.expires_on,
    )  # fmt: skip
    _account_for(found, by=by, now=now, only_look=True)
    found.save(force_insert=True)
    audit.record(by=by, action="movement.upload", subject=found, outbreak_id=outbreak_id, now=now,
                 after={"file": found.file_name, "source": found.source, "basis": found.legal_basis})  # fmt: skip
    return found


@transaction.atomic
def queue(*, file_id: UUID, by: Actor, now: datetime) -> RecordFile:
    """Hand the file to the worker. Refused: it is over or on its way already."""
    found = _locked(file_id, by)
    if found.state != RecordFile.State.READ:
        raise Refused(reason("This file was brought in or cancelled already."))
    found.state = RecordFile.State.QUEUED
    found.save(update_fields=["state"])
    audit.record(by=by, action="movement.queue", subject=found, outbreak_id=found.outbreak_id, now=now)
    return found


@transaction.atomic
def cancel(*, file_id: UUID, by: Actor, now: datetime) -> RecordFile:
    """Do not bring it in; its content is deleted."""
    found = _locked(file_id, by)
    if found.state != RecordFile.State.READ:
        raise Refused(reason("This file was brought in or cancelled already."))
    found.state, found.content, found.refusals = RecordFile.State.CANCELLED, b"", []
    found.finished_at = now
    found.save()
    audit.record(by=by, action="movement.cancel", subject=found, outbreak_id=found.outbreak_id, now=now)
    return found


@transaction.atomic
def bring(*, file_id: UUID, by: Actor, now: datetime) -> RecordFile:
    """The worker brings the file in; after a kill it is brought in anew, and the store takes it once."""
    found = _locked(file_id, by)
    if found.state not in (RecordFile.State.QUEUED, RecordFile.State.RUNNING):
        return found
    _account_for(found, by=by, now=now, only_look=False)
    found.state, found.percent, found.content, found.finished_at = RecordFile.State.DONE, 100, b"", now
    found.save()
    audit.record(by=by, action="movement.bring", subject=found, outbreak_id=found.outbreak_id, now=now,
                 after={name: found.account.get(name) for name in ("rows_in", "kept", "merged", "refused")})  # fmt: skip
    match_new(outbreak_id=found.outbreak_id, by=by, now=now)
    outbox.tell_screens(topic="movement", outbreak_id=found.outbreak_id)
    return found


@transaction.atomic
def bring_now(*, outbreak_id: UUID, told: FileTold, by: Actor, now: datetime) -> RecordFile:
    """Bring a few records in at once, as a gate or a venue sends them; the account is that of a file. Refused as a file is."""
    found = upload(outbreak_id=outbreak_id, told=told, by=by, now=now)
    queue(file_id=found.id, by=by, now=now)
    return bring(file_id=found.id, by=by, now=now)


@transaction.atomic
def note_progress(*, file_id: UUID, percent: int, by: Actor, now: datetime) -> None:
    """Keep how far it is."""
    RecordFile.objects.filter(id=file_id, state__in=["QUEUED", "RUNNING"]).update(
        state=RecordFile.State.RUNNING, percent=min(percent, 99)
    )


@transaction.atomic
def fail(*, file_id: UUID, reasons: Sequence[Reason], by: Actor, now: datetime) -> RecordFile:
    """Note why it could not be brought in."""
    found = _locked(file_id, by)
    found.state, found.error, found.finished_at = (
        RecordFile.State.FAILED,
        [one.as_json() for one in reasons],
        now,
    )
    found.content = b""
    found.save()
    audit.record(by=by, action="movement.fail", subject=found, outbreak_id=found.outbreak_id, reasons=reasons, now=now)  # fmt: skip
    return found


def _refuse_unfit(told: FileTold, *, today: date) -> None:
    faults: dict[str, Sequence[Reason]] = {}
    if told.holds not in RecordFile.Holds.values:
        faults["holds"] = [reason("Say whether the file holds records or places.")]
    if not told.legal_basis.strip():
        faults["legal_basis"] = [reason("Say on what legal basis these records may be held.")]
    latest = today + timedelta(days=rules.longest_days(sources={told.source}))
    if not today <= told.expires_on <= latest:
        faults["expires_on"] = [_until(latest)]
    if not told.content or len(told.content) > LARGEST_BYTES:
        faults["file"] = [reason("The file is empty or larger than {megabytes} MB.", megabytes=LARGEST_BYTES // 1_000_000)]  # fmt: skip
    if faults:
        raise Refused(*(one for each in faults.values() for one in each), fields=faults)


def _until(latest: date) -> Reason:
    return reason("Records are kept until a day between today and {latest}.", latest=latest)


def _refuse_too_long(found: RecordFile, rows: Sequence[Mapping[str, str]], *, today: date) -> None:
    """A row that says itself that it is a reply of another agency shortens the whole file."""
    told = {(row.get("source") or found.source).strip().upper() for row in rows}
    latest = today + timedelta(days=rules.longest_days(sources=told))
    if found.expires_on > latest:
        raise Refused(_until(latest), fields={"expires_on": [_until(latest)]})


def _account_for(found: RecordFile, *, by: Actor, now: datetime, only_look: bool) -> None:
    """Read the file and, unless we only look, write it into the store; the account stands in `found`."""
    from .. import engine

    store = engine.store_of(found.outbreak.slug)
    with tempfile.TemporaryDirectory() as folder:
        original = Path(folder) / (Path(found.file_name).name or "file")
        original.write_bytes(bytes(found.content))
        rows = engine.rows_of(original)
        if found.holds == RecordFile.Holds.PLACES:
            plain = [headings.renamed(row, known=headings.PLACES) for row in rows]
            account = engine.bring_places(
                store, file=_csv(folder, plain), datum=found.datum, only_look=only_look
            )
            people = None
        else:
            plain = [headings.renamed(row, known=headings.NAMES) for row in rows]
            if only_look:
                _refuse_too_long(found, plain, today=city_date(now))
            people = whose(plain, outbreak=found.outbreak, by=by, now=now, only_look=only_look)
            file = _csv(
                folder, [_numbered(row, number) for row, number in zip(plain, people.numbers, strict=True)]
            )
            account = engine.bring_records(
                store, file=file, now=now, source=found.source, datum=found.datum, only_look=only_look
            )
    if account.already_in:
        _in_already(
            found, engine.account_of(store, batch=account.batch), rows_in=account.rows_in, batch=account.batch
        )
        return
    why_not: Mapping[int, Reason] = people.why_not if people else {}
    found.batch = account.batch
    found.account = account.counts() | (
        {"people_known": people.known, "people_new": people.new} if people else {}
    )
    found.refusals = [
        {
            "line": one.line,
            "why": _better(one.why, why_not.get(one.line)).as_json(),
            "row": dict(rows[one.line - 2]),
        }
        for one in account.refusals
    ]
    found.remarks = [{"line": one.line, "what": one.what.as_json()} for one in account.remarks[:REMARKS_KEPT]]


def _in_already(found: RecordFile, before: Mapping[str, int], *, rows_in: int, batch: str) -> None:
    """The store holds it: after a kill in the middle what the look said counts; the same file again adds nothing."""
    if found.account and not found.account.get("already_in"):
        return
    refused = int(before.get("refused", 0))
    found.batch = ""  # what it brought belongs to the file that came first
    found.account = {
        "batch": batch, "rows_in": rows_in, "kept": 0, "merged": rows_in - refused, "refused": refused,
        "already_in": True,
    }  # fmt: skip


def _better(why: Reason, own: Reason | None) -> Reason:
    return own if own is not None and why.text.startswith(NOBODY) else why


def _numbered(row: Mapping[str, str], number: str) -> dict[str, str]:
    """The row as the store may see it: a number in the place of everything that says who it is."""
    return {"person": number} | {name: value for name, value in row.items() if name not in headings.WHO}


def _csv(folder: str, rows: Sequence[Mapping[str, str]]) -> Path:
    names = list(rows[0]) if rows else ["person", "entered_at"]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    file = Path(folder) / "numbered.csv"
    file.write_text(out.getvalue(), encoding="utf-8")
    return file


def _locked(file_id: UUID, by: Actor) -> RecordFile:
    found = (
        RecordFile.objects.select_for_update(of=("self",))
        .select_related("outbreak")
        .filter(id=file_id)
        .first()
    )
    if found is None:
        raise NotFound(reason("There is no such file of records."))
    access.require(by, Permission.MOVEMENT_IMPORT, area_code=found.outbreak.area_id)
    return found
