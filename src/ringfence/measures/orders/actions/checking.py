"""The check of all restrictions: that it was made, and what it found, is on record; what must not be raises an alarm."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from ringfence.ground import alarms, audit
from ringfence.ground.audit import queries as record
from ringfence.ground.audit.actions import Actor as Recorded
from ringfence.kernel import reason
from ringfence.registry.outbreaks import queries as outbreaks

from .. import evidence
from ..evidence import Violation

NAMED = 50  # orders named in the record of a check


@transaction.atomic
def check_evidence(*, outbreak_id: UUID, by: Recorded, now: datetime) -> list[Violation]:
    """Every order in force of one outbreak without valid evidence; none is what must come out.

    Whatever began or ended without its deed on record is found, too. Either raises an alarm.
    """
    found = evidence.violations(evidence.unfounded(outbreak_id=outbreak_id))
    silent = list(evidence.unrecorded(outbreak_id=outbreak_id).values_list("number", flat=True)[:NAMED])
    told = {"checked": evidence.in_force_count(outbreak_id=outbreak_id), "violations": len(found),
            "orders": [one.order.number for one in found[:NAMED]], "unrecorded": silent}  # fmt: skip
    audit.record(by=by, action="evidence.check", subject=("outbreak", outbreak_id), outbreak_id=outbreak_id,
                 after=told, now=now)  # fmt: skip
    if found:
        why = reason("{count} active restriction(s) rest on no valid evidence.", count=len(found))
        _alarm("UNFOUNDED", [why], outbreak_id, by=by, now=now)
    if silent:
        why = reason(
            "{orders}: began or ended without record; somebody wrote past the platform.",
            orders=", ".join(silent),
        )
        _alarm("SILENT", [why], outbreak_id, by=by, now=now)
    return found


@transaction.atomic
def note_refused_writes(*, by: Recorded, now: datetime) -> int:
    """Writes past the platform that the database refused since the last look; they are counted even when undone.

    Each is a bug or an attempt under the database's own role, so any raises an alarm. Returns how many.
    """
    with connection.cursor() as cursor:
        cursor.execute("select case when is_called then last_value else 0 end from orders_refusals")
        total = int(cursor.fetchone()[0])
    last = record.last_of(action="database.refused")
    new = total - (last.after["total"] if last else 0)
    if new <= 0:
        return 0
    why = reason(
        "{count} write(s) past the platform were refused by the database; the server's log says which.",
        count=new,
    )
    audit.record(
        by=by,
        action="database.refused",
        subject=("database", "orders"),
        reasons=[why],
        after={"total": total},
        now=now,
    )
    alarms.tell_raised(kind="DATABASE", what=[why], by=by, now=now, subject=("database", "orders"))
    return new


def _alarm(kind: str, what: list, outbreak_id: UUID, *, by: Recorded, now: datetime) -> None:  # type: ignore[type-arg]
    area = outbreaks.outbreak(outbreak_id=outbreak_id).area_id
    alarms.tell_raised(kind=kind, what=what, by=by, now=now, outbreak_id=outbreak_id, area_code=area,
                       subject=("outbreak", outbreak_id))  # fmt: skip
