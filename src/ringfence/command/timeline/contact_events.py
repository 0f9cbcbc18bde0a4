"""Contacts named and decided, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from ringfence.kernel import Reason, reason

from .events import Event, Topic, together
from .file import CaseFile


def events(file: CaseFile) -> Iterator[Event]:
    named = [_named(one) for one in file.contacts]
    yield from together(named, title=lambda count: reason("{count} contacts named.", count=count))
    decided = [one for one in file.contacts if one.decided_at is not None]
    for kind in sorted({one.kind for one in decided}):
        same = [_decided(one) for one in decided if one.kind == kind]
        yield from together(same, title=partial(_many_decided, kind))
    own = {one.id for one in file.contacts}
    orders = [one for one in file.contact_orders if one.basis_contact_id in own]
    drafted = [_drafted(one) for one in orders]
    yield from together(drafted, title=lambda count: reason("{count} orders drafted.", count=count))
    approved = [_approved(one) for one in orders if one.approved_at is not None]
    yield from together(approved, title=lambda count: reason("{count} orders approved.", count=count))
    closed = [_closed(one) for one in orders if one.closed_at is not None]
    yield from together(closed, title=lambda count: reason("{count} orders ended.", count=count))


def _named(contact: Any) -> Event:
    return Event(at=contact.created_at, topic=Topic.CONTACTS, look="CONTACT", title=reason("Contact named."),
                 who=contact.named_by_name, people=(contact.person,), subject=("contact", contact.id))  # fmt: skip


def _decided(contact: Any) -> Event:
    return Event(at=contact.decided_at, topic=Topic.CONTACTS, look=contact.kind, people=(contact.person,), who=contact.decided_by_name,
                 title=reason("Decided: {kind}.", kind=contact.kind), text=contact.decided_why, subject=("contact", contact.id))  # fmt: skip


def _many_decided(kind: str, count: int) -> Reason:
    return reason("{count} contacts decided: {kind}.", count=count, kind=kind)


def _drafted(order: Any) -> Event:
    return Event(at=order.drafted_at, topic=Topic.CONTACTS, look="DRAFT", people=(order.person,), who=order.drafted_by_name,
                 title=reason("Order {number} drafted: {kind}.", number=order.number, kind=order.kind), subject=("order", order.id))  # fmt: skip


def _approved(order: Any) -> Event:
    return Event(at=order.approved_at, topic=Topic.CONTACTS, look="IN_FORCE", people=(order.person,), who=order.approved_by_name,
                 title=reason("Order {number} approved.", number=order.number), subject=("order", order.id))  # fmt: skip


def _closed(order: Any) -> Event:
    return Event(at=order.closed_at, topic=Topic.CONTACTS, look=order.state, people=(order.person,), who=order.closed_by_name,
                 title=reason("Order {number}: {state}.", number=order.number, state=order.state),
                 details=tuple(Reason.from_json(one) for one in order.closing_reasons), subject=("order", order.id))  # fmt: skip
