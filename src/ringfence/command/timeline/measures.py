"""The case's own orders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ringfence.kernel import Reason, reason

from .events import Event, Topic
from .file import CaseFile


def events(file: CaseFile) -> Iterator[Event]:
    for order in file.orders:
        yield from _order(order)


def _order(order: Any) -> Iterator[Event]:
    subject = ("order", order.id)
    yield Event(at=order.drafted_at, topic=Topic.MEASURES, look="DRAFT", who=order.drafted_by_name, subject=subject,
                title=reason("Order {number} drafted: {kind}.", number=order.number, kind=order.kind),
                details=_reasons(order.reasons))  # fmt: skip
    if order.approved_at is not None:
        yield Event(at=order.approved_at, topic=Topic.MEASURES, look="IN_FORCE", who=order.approved_by_name,
                    title=reason("Order {number} approved.", number=order.number), subject=subject)  # fmt: skip
    if order.closed_at is not None:
        yield Event(at=order.closed_at, topic=Topic.MEASURES, look=order.state, who=order.closed_by_name, subject=subject,
                    title=reason("Order {number}: {state}.", number=order.number, state=order.state),
                    details=_reasons(order.closing_reasons))  # fmt: skip


def _reasons(kept: list[dict[str, Any]]) -> tuple[Reason, ...]:
    return tuple(Reason.from_json(one) for one in kept)
