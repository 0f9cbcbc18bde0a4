"""Ruling a case out: the sentence that says why, who was affected, and whether they were told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import NotFound, Refused, reason

from . import actions
from .models import Case, RulingOut


@transaction.atomic
def lock(*, case_id: UUID, by: Actor) -> Case:
    """The case, held until the ruling is done; only who may correct it rules it out."""
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise NotFound(reason("There is no such case."))
    access.require(by, Permission.CASE_WRITE, area_code=case.area_id)
    return case


@transaction.atomic
def keep(*, case: Case, why: str, affected: Sequence[dict[str, Any]], by: Actor, now: datetime) -> RulingOut:
    """Note that a case is none, why, and whose orders changed with it. `affected`: {"order", "person", "becomes", ...}."""
    if not why.strip():
        raise Refused(reason("Say why this is no case."), fields={"why": [reason("Write one sentence.")]})
    before = case.classification
    case.classification = Case.Classification.RULED_OUT
    case.save(update_fields=["classification"])
    ruling = RulingOut.objects.create(
        case=case, outbreak_id=case.outbreak_id, why=why.strip(), at=now, by_id=by.id, by_name=str(by),
        affected=list(affected),
    )  # fmt: skip
    audit.record(by=by, action="case.rule_out", subject=case, outbreak_id=case.outbreak_id, now=now,
                 before={"classification": before},
                 after={"classification": case.classification, "why": ruling.why, "affected": len(affected)})  # fmt: skip
    outbox.tell_screens(topic="cases", outbreak_id=case.outbreak_id)
    return ruling


@transaction.atomic
def note(*, case: Case, affected: Sequence[dict[str, Any]], by: Actor, now: datetime) -> RulingOut:
    """The clock found orders that rest on a case ruled out elsewhere: who was affected is kept all the same."""
    ruling = RulingOut.objects.create(
        case=case, outbreak_id=case.outbreak_id, why=case.get_classification_display(), at=now, by_id=by.id,
        by_name=str(by), affected=list(affected),
    )  # fmt: skip
    audit.record(by=by, action="case.rule_out", subject=case, outbreak_id=case.outbreak_id, now=now,
                 after={"affected": len(affected)})  # fmt: skip
    return ruling


@transaction.atomic
def note_told(*, case_id: UUID, by: Actor, now: datetime) -> RulingOut:
    """Everybody whom the ruling freed was told. Told twice: the first time stays."""
    ruling = RulingOut.objects.select_for_update(of=("self",)).select_related("case").filter(case_id=case_id)
    newest = ruling.order_by("-at").first()
    if newest is None:
        raise NotFound(reason("This case was not ruled out."))
    access.require(by, Permission.CONTACT_WRITE, area_code=newest.case.area_id)
    if newest.told_at is None:
        newest.told_at, newest.told_by_id, newest.told_by_name = now, by.id, str(by)
        newest.save(update_fields=["told_at", "told_by_id", "told_by_name"])
        audit.record(by=by, action="case.told_ruled_out", subject=newest.case, outbreak_id=newest.outbreak_id, now=now)  # fmt: skip
    return newest


@transaction.atomic
def take_up_again(
    *, case: Case, classification: str, why: str, contacts: int, by: Actor, now: datetime
) -> Case:
    """A case that was ruled out is one after all. Refused: it was not ruled out, no reason, another case of the person."""
    if case.classification != Case.Classification.RULED_OUT:
        raise Refused(reason("This case is not ruled out; reload the page."))
    if classification not in Case.Classification.values or classification == Case.Classification.RULED_OUT:
        raise Refused(
            reason("Say what the case is now."),
            fields={"classification": [reason("Choose a classification.")]},
        )
    if not why.strip():
        raise Refused(
            reason("Say why this is a case after all."), fields={"why": [reason("Write one sentence.")]}
        )
    corrected = actions.correct(case_id=case.id, changes={"classification": classification}, by=by, now=now)
    audit.record(by=by, action="case.reinstate", subject=case, outbreak_id=case.outbreak_id, now=now,
                 after={"classification": classification, "why": why.strip(), "contacts": contacts})  # fmt: skip
    return corrected
