"""Writing the record. Called inside the transaction of the deed itself, so that no deed goes without it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Protocol
from uuid import UUID

from django.db import connection

from ringfence.ground import many_rows
from ringfence.kernel import Reason, reason

from . import looks, words
from .models import AuditEntry
from .words import said

ONE_LOOK = """
insert into audit_auditentry (kind, at, recorded_at, by_id, by_name, organisation_id, action, subject_type, subject_id,
    outbreak_id, persons, fields, purpose, page, via, address, reasons, before, after, words)
values (%(kind)s, %(at)s, clock_timestamp(), %(by_id)s, %(by_name)s, %(organisation_id)s, %(action)s, %(subject_type)s,
    %(subject_id)s, %(outbreak_id)s, %(persons)s::uuid[], %(fields)s::varchar[], %(purpose)s, %(page)s, %(via)s, %(address)s,
    %(reasons)s::jsonb, '{}', '{}', %(words)s)
"""


class Actor(Protocol):
    id: UUID
    organisation_id: UUID


class Subject(Protocol):
    pk: Any
    _meta: ClassVar[Any]


def record(
    *, by: Actor, action: str, subject: Subject | tuple[str, object], now: datetime,
    outbreak_id: UUID | None = None, reasons: Sequence[Reason] = (),
    before: Mapping[str, Any] | None = None, after: Mapping[str, Any] | None = None, about: UUID | None = None,
) -> AuditEntry:  # fmt: skip
    """Append one deed. `subject` is a row or a pair (type, id); `before` and `after` hold the changed fields only.

    Words that somebody typed (`words.TYPED`, `words.said`) stand apart from it. `about`: the person with whom they are
    forgotten, where the subject does not say so itself.
    """
    entry, taken = _entry(by=by, action=action, subject=subject, now=now, outbreak_id=outbreak_id,
                          reasons=reasons, before=before or {}, after=after or {}, about=about)  # fmt: skip
    entry.save(force_insert=True)
    words.keep([taken])
    return entry


def record_many(
    *, by: Actor, action: str, subjects: Iterable[tuple[str, object]], now: datetime,
    outbreak_id: UUID | None = None, reasons: Sequence[Reason] = (), after: Mapping[str, Any] | None = None,
) -> int:  # fmt: skip
    """Append one entry for each subject of a bulk deed; returns how many."""
    return _add([
        _entry(by=by, action=action, subject=subject, now=now, outbreak_id=outbreak_id, reasons=reasons,
               before={}, after=after or {})
        for subject in subjects
    ])  # fmt: skip


def record_changes(
    *, by: Actor, action: str, changes: Iterable[tuple[Subject | tuple[str, object], Mapping[str, Any], Mapping[str, Any]]],
    now: datetime, outbreak_id: UUID | None = None,
) -> int:  # fmt: skip
    """Append one entry for each changed subject as (subject, before, after); returns how many."""
    return _add([
        _entry(by=by, action=action, subject=subject, now=now, outbreak_id=outbreak_id, reasons=(),
               before=before, after=after)
        for subject, before, after in changes
    ])  # fmt: skip


def _add(entries: Sequence[tuple[AuditEntry, words.Taken | None]]) -> int:
    count = many_rows.insert(rows=[entry for entry, _ in entries])
    words.keep(taken for _, taken in entries)
    return count


def record_look(
    *, by: Actor, look: looks.Look, action: str, fields: Sequence[str], now: datetime, outbreak_id: UUID | None = None
) -> bool:  # fmt: skip
    """Append one look: whose data were shown to whom, which fields, why and from where. False if nobody's were.

    One statement that asks for nothing back: every page with people on it waits for this before it leaves, so the server
    keeps it planned. A reason that somebody typed for looking stands apart, as that of a deed.
    """
    if not look.persons:
        return False
    why = [reason("In an emergency: {why}", why=look.why).as_json()] if look.why else []
    kept, taken = words.take_out({"reasons": why}, person_id=look.about, outbreak_id=outbreak_id)
    told: dict[str, Any] = {
        "kind": AuditEntry.Kind.LOOK.value, "at": now, "by_id": by.id, "by_name": str(by)[:80],
        "organisation_id": by.organisation_id, "action": action, "subject_type": "page", "subject_id": look.page[:40],
        "outbreak_id": outbreak_id, "persons": f"{{{','.join(map(str, look.persons))}}}", "fields": list(fields), "purpose": look.purpose[:40],
        "page": look.page[:80], "via": look.via[:60], "address": look.address[:45], "reasons": json.dumps(kept["reasons"]),
        "words": taken.commitment if taken else "",
    }  # fmt: skip
    with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(ONE_LOOK, told)
    words.keep([taken])
    return True


def _entry(
    *, by: Actor, action: str, subject: Subject | tuple[str, object], now: datetime, outbreak_id: UUID | None,
    reasons: Sequence[Reason], before: Mapping[str, Any], after: Mapping[str, Any], about: UUID | None = None,
) -> tuple[AuditEntry, words.Taken | None]:  # fmt: skip
    subject_type, subject_id = (
        subject if isinstance(subject, tuple) else (subject._meta.model_name, subject.pk)
    )
    origin = looks.current() or looks.Look()
    persons = _persons(subject, subject_type, subject_id)
    told, taken = words.take_out(
        {"reasons": [one.as_json() for one in reasons], "before": _plain(before), "after": _plain(after)},
        person_id=about or next(iter(persons), None), outbreak_id=outbreak_id,
    )  # fmt: skip
    entry = AuditEntry(
        page=origin.page[:80], via=origin.via[:60], address=origin.address[:45],
        persons=persons, at=now, by_id=by.id, by_name=str(by), organisation_id=by.organisation_id, action=action,
        subject_type=subject_type, subject_id=str(subject_id), outbreak_id=outbreak_id,
        words=taken.commitment if taken else "", **told,
    )  # fmt: skip
    return entry, taken


def _persons(subject: Subject | tuple[str, object], subject_type: str, subject_id: object) -> list[Any]:
    """Whose data a deed concerns, as far as its subject says so."""
    if subject_type == "person":
        return [subject_id]
    person_id = getattr(subject, "person_id", None)
    return [person_id] if person_id else []


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain_value(one) for one in value]
    return value


__all__ = ["Actor", "Subject", "record", "record_changes", "record_look", "record_many", "said"]
