"""Holding a batch of restrictions, and deciding about it: nothing in it takes effect before an independent review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, alarms, audit
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import NotFound, Refused, reason
from ringfence.registry.places import queries as places

from .. import hold_queries
from ..holding import Asked, judged, together
from ..models import Hold, Order
from ..rules import Cause, Tripped
from .shared import close, written

LONGEST_WHY = 2_000


@transaction.atomic
def hold_if_too_much(*, orders: Sequence[Order], step: str, by: Actor, now: datetime) -> Hold | None:
    """Hold these orders if they are too many for the cases behind them, with what belongs to the same batch.

    `step` DRAFT or APPROVAL. None: they may go on. Part of a deed whose actor has been checked.
    """
    if not orders:
        return None
    asked = Asked(orders, step, by, now)
    found = judged(asked)
    return None if found is None else _held(asked, found)


def _held(asked: Asked, found: Tripped) -> Hold:
    hold, new = _batch(asked, found)
    joining = list(together(asked, found.cause).select_for_update(of=("self",)))
    Order.objects.filter(id__in=[one.id for one in joining]).update(hold=hold)
    for order in joining:
        written(
            order, "order.hold", by=asked.by, now=asked.now, reasons=[found.why], after={"hold": str(hold.id)}
        )
    for order in asked.orders:
        order.hold = hold
    _grow(hold, asked, found, joining)
    if new:
        audit.record(by=asked.by, action="hold.begin", subject=hold, outbreak_id=hold.outbreak_id, reasons=[found.why],
                     now=asked.now, after={"cause": hold.cause, "step": hold.step, "orders": len(joining)})  # fmt: skip
        alarms.tell_raised(
            kind="BATCH_HELD", what=[found.why], by=asked.by, now=asked.now, outbreak_id=hold.outbreak_id,
            area_code=hold.area_id, subject=("hold", hold.id),
        )  # fmt: skip
    return hold


def _batch(asked: Asked, found: Tripped) -> tuple[Hold, bool]:
    key = asked.keys()[found.cause]
    hold = (
        Hold.objects.select_for_update()
        .filter(
            outbreak_id=asked.outbreak_id, step=asked.step, cause=found.cause, key=key, state=Hold.State.HELD
        )
        .first()
    )
    if hold is not None:
        return hold, False
    hold = Hold.objects.create(
        outbreak_id=asked.outbreak_id, area_id=_where(asked, found.cause), step=asked.step, cause=found.cause, key=key,
        counted=found.counted, most=found.most, cases=found.cases, ruleset_id=asked.orders[0].ruleset_id,
        reasons=[found.why.as_json()], asked_by_id=asked.by.id, asked_by_name=str(asked.by),
        asked_organisation_id=asked.by.organisation_id, persons=[asked.by.id], organisations=[asked.by.organisation_id],
        held_at=asked.now, last_at=asked.now,
    )  # fmt: skip
    return hold, True


def _where(asked: Asked, cause: Cause) -> str:
    """The county of the batch; what concerns the whole outbreak, or another city's county, is the outbreak's."""
    whole = asked.orders[0].outbreak.area_id
    county = asked.county
    if cause is Cause.OUTBREAK or not county.startswith(whole) or not places.names(codes={county}):
        return str(whole)
    return county


def _grow(hold: Hold, asked: Asked, found: Tripped, joining: Sequence[Order]) -> None:
    """Whoever drafted what joins, or asks for it to come into force, has a part in the batch."""
    persons = {asked.by.id, *hold.persons, *(one.drafted_by_id for one in joining)}
    houses = {
        asked.by.organisation_id,
        *hold.organisations,
        *(one.drafted_organisation_id for one in joining),
    }
    hold.persons, hold.organisations = sorted(persons), sorted(houses)
    hold.last_at = asked.now
    hold.counted, hold.most, hold.cases = max(hold.counted, found.counted), found.most, found.cases
    hold.reasons = [found.why.as_json()]
    hold.save()


@transaction.atomic
def decide_hold(*, hold_id: UUID, opened: bool, why: str, by: Actor, now: datetime) -> Hold:
    """Open a held batch (its drafts go on to their second signature) or break it off (they are withdrawn).

    Refused: without reasons, twice, by whoever had a part in it, by their organisations, from within the command.
    """
    hold = Hold.objects.select_for_update().filter(id=hold_id).first()
    if hold is None:
        raise NotFound(reason("There is no such held batch."))
    access.require(by, Permission.HOLD_REVIEW, area_code=hold.area_id)
    decision = hold_queries.may_review(hold=hold, by=by)
    if not decision.allowed:
        raise alarms.Breach(*decision.reasons, kind="NOT_INDEPENDENT", subject=("hold", hold.id),
                            outbreak_id=hold.outbreak_id, area_code=hold.area_id)  # fmt: skip
    if hold.state != Hold.State.HELD:
        raise Refused(reason("This batch was decided by {name}.", name=hold.decided_by_name))
    if not why.strip() or len(why) > LONGEST_WHY:
        raise Refused(
            reason("Say why; the people who drafted and approved read it, and so does oversight."),
            fields={"why": [reason("Write between 1 and {most} characters.", most=LONGEST_WHY)]},
        )
    return _decided(hold, opened, why.strip(), by=by, now=now)


def _decided(hold: Hold, opened: bool, why: str, *, by: Actor, now: datetime) -> Hold:
    hold.state = Hold.State.OPENED if opened else Hold.State.BROKEN
    hold.decided_at, hold.decided_by_id, hold.decided_by_name = now, by.id, str(by)
    hold.decided_organisation_id, hold.why = by.organisation_id, why
    hold.save()
    waiting = list(
        Order.objects.select_for_update(of=("self",)).select_related("outbreak").filter(
            hold=hold, state=Order.State.DRAFT
        )
    )  # fmt: skip
    said = (
        reason("The held batch was opened after an independent review: {why}", why=why) if opened
        else reason("The held batch was broken off after an independent review: {why}", why=why)
    )  # fmt: skip
    for order in waiting:
        if opened:
            written(order, "order.open_hold", by=by, now=now, reasons=[said])
        else:
            close(order, Order.State.WITHDRAWN, reasons=[said], by=by, now=now)
    audit.record(by=by, action="hold.open" if opened else "hold.break", subject=hold, outbreak_id=hold.outbreak_id,
                 reasons=[said], now=now, after={"orders": len(waiting)})  # fmt: skip
    alarms.answer_about(subject=("hold", hold.id), kind="BATCH_HELD", text=str(said), by=by, now=now)
    return hold


__all__ = ["decide_hold", "hold_if_too_much"]
