"""Appeals: always opened, answered within 24 hours, or the restriction lapses."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, alarms
from ringfence.ground.access import Actor, Permission
from ringfence.ground.audit.actions import Actor as Recorded
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import NotFound, Refused, reason

from .. import queries
from ..models import Appeal, Order
from .shared import close, locked, written

LONGEST_TEXT = 10_000  # house decision: four pages; a longer one is said in two appeals, which join


@transaction.atomic
def open_appeal(*, order_id: UUID, text: str, by: Actor, now: datetime) -> Appeal:
    """Take down an appeal in the person's own words. It always opens; a second one joins the first."""
    order = locked(order_id)
    access.require(by, Permission.ORDER_READ, area_code=order.area_id)
    return _opened(order, text, by=by, now=now)


@transaction.atomic
def appeal_for_oneself(*, order_id: UUID, text: str, by: Recorded, now: datetime) -> Appeal:
    """The person of the order appeals, with nobody between. It always opens; `by.id` is the person's id."""
    order = locked(order_id)
    if order.person_id != by.id:
        raise NotFound(reason("There is no such order."))
    return _opened(order, text, by=by, now=now)


def _opened(order: Order, text: str, *, by: Recorded, now: datetime) -> Appeal:
    if not text.strip():
        raise Refused(
            reason("Write down what the person says."),
            fields={"text": [reason("Write at least one sentence.")]},
        )
    if len(text) > LONGEST_TEXT:
        raise Refused(
            reason("Please say it in at most {most} characters; these are {count}.", most=LONGEST_TEXT, count=len(text)),
            fields={"text": [reason("At most {most} characters fit here.", most=LONGEST_TEXT)]},
        )  # fmt: skip
    running = Appeal.objects.select_for_update().filter(order=order, decided_at=None).first()
    if running is not None:
        running.text = f"{running.text}\n\n{text.strip()}"
        running.save(update_fields=["text"])
        written(order, "order.appeal_more", by=by, now=now)
        return running
    hours = rulesets.get(order.ruleset_id).approval.appeal_answer_hours
    appeal = Appeal.objects.create(
        order=order,
        text=text.strip(),
        opened_at=now,
        opened_by_name=str(by),
        due_at=now + timedelta(hours=hours),
    )
    written(order, "order.appeal", by=by, now=now)
    return appeal


@transaction.atomic
def decide_appeal(*, appeal_id: UUID, upheld: bool, answer: str, by: Actor, now: datetime) -> Appeal:
    """Answer an appeal. Upheld: the order ends. Refused: who signed the order, as drafter or approver."""
    appeal = Appeal.objects.select_for_update(of=("self",)).filter(id=appeal_id).first()
    if appeal is None:
        raise NotFound(reason("There is no such appeal."))
    order = locked(appeal.order_id)
    access.require(by, Permission.APPEAL_DECIDE, area_code=order.area_id)
    queries.may_decide_appeal(order=order, by=by).or_refuse()
    if appeal.decided_at is not None:
        raise Refused(reason("This appeal was answered at {at}.", at=appeal.decided_at))
    if not answer.strip():
        raise Refused(
            reason("Answer the person in plain words."), fields={"answer": [reason("Write the answer.")]}
        )
    appeal.decided_at, appeal.decided_by_id, appeal.decided_by_name = now, by.id, str(by)
    appeal.upheld, appeal.answer = upheld, answer.strip()
    appeal.save()
    if upheld and order.state in (Order.State.DRAFT, Order.State.IN_FORCE):
        to = Order.State.RELEASED if order.state == Order.State.IN_FORCE else Order.State.WITHDRAWN
        close(
            order,
            to,
            reasons=[reason("The appeal was upheld: {answer}", answer=answer.strip())],
            by=by,
            now=now,
        )
    else:
        written(order, "order.appeal_answer", by=by, now=now, after={"upheld": upheld})
    return appeal


@transaction.atomic
def lapse_unanswered(*, outbreak_id: UUID, by: Actor, now: datetime) -> list[Order]:
    """Orders whose appeal nobody answered in time lapse; returns them."""
    late = Appeal.objects.select_for_update(of=("self",), skip_locked=True).filter(
        order__outbreak_id=outbreak_id, decided_at=None, due_at__lte=now, order__state=Order.State.IN_FORCE
    )  # fmt: skip
    lapsed = []
    for appeal in late:
        order = locked(appeal.order_id)
        why = reason(
            "The appeal of {opened} was not answered in time; the restriction lapses.",
            opened=appeal.opened_at,
        )
        appeal.decided_at, appeal.upheld, appeal.answer = now, True, str(why)
        appeal.decided_by_name = str(by)
        appeal.save()
        close(order, Order.State.LAPSED, reasons=[why], by=by, now=now)
        alarms.tell_raised(kind="UNANSWERED", what=[why], by=by, now=now, outbreak_id=outbreak_id,
                           area_code=order.area_id, subject=("order", order.id), concerns=order.person_id)  # fmt: skip
        lapsed.append(order)
    return lapsed
