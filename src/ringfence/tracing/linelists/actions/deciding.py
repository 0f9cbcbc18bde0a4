"""What a person decides about rows before they are imported."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import audit
from ringfence.ground.access import Actor
from ringfence.kernel import NotFound, Refused, reason

from ..models import ImportRow, ImportRun
from .preparing import locked

CREATABLE = (ImportRow.Verdict.NEW, ImportRow.Verdict.DUPLICATE_SUSPECTED)


@transaction.atomic
def decide_row(*, run_id: UUID, number: int, choice: str, by: Actor, now: datetime) -> ImportRow:
    """Decide about one row: as proposed, skip, or create all the same. Refused: a wrong row cannot be created."""
    run = locked(run_id, by)
    row = run.rows.filter(number=number).first()
    if row is None:
        raise NotFound(reason("This file has no row {number}.", number=number))
    _fits(choice, row.verdict)
    _previewed(run)
    row.choice = choice
    row.save(update_fields=["choice"])
    return row


@transaction.atomic
def decide_verdict(*, run_id: UUID, verdict: str, choice: str, by: Actor, now: datetime) -> int:
    """Decide about all rows with a verdict at once; returns how many."""
    run = locked(run_id, by)
    _previewed(run)
    _fits(choice, verdict)
    count = run.rows.filter(verdict=verdict).update(choice=choice)
    audit.record(by=by, action="import.decide", subject=run, outbreak_id=run.outbreak_id, now=now,
                 after={"verdict": verdict, "choice": choice, "rows": count})  # fmt: skip
    return count


def _fits(choice: str, verdict: str) -> None:
    if choice not in ImportRow.Choice.values:
        raise Refused(reason("A row is taken as proposed, skipped, or created all the same."))
    if choice == ImportRow.Choice.CREATE and verdict not in CREATABLE:
        raise Refused(reason("Only a new row or a suspected duplicate can be created."))


def _previewed(run: ImportRun) -> None:
    if run.state != ImportRun.State.PREVIEWED:
        raise Refused(reason("Look at the preview first; then decide."))
