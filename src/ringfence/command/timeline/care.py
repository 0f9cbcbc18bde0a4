"""Transfers, stays and health checks of the case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ringfence.kernel import Reason, reason

from .events import Event, Topic
from .file import CaseFile

CHECK_LOOKS = {"WELL": "WELL", "SYMPTOMS": "SYMPTOMS", "NOT_REACHED": "NOT_REACHED"}


def events(file: CaseFile) -> Iterator[Event]:
    for transfer in file.transfers:
        yield from _transfer(transfer)
    left = {stay.moved_from_id for stay in file.stays if stay.started_at is not None}
    for stay in file.stays:
        yield from _stay(stay, moved=stay.id in left)
    for check in file.checks:
        yield _check(check)


def _transfer(transfer: Any) -> Iterator[Event]:
    subject = ("transfer", transfer.id)
    yield Event(at=transfer.requested_at, topic=Topic.CARE, look="REQUESTED", text=transfer.to_text, subject=subject,
                title=reason("Transfer requested: {kind}.", kind=transfer.kind))  # fmt: skip
    if transfer.picked_up_at is not None:
        yield Event(at=transfer.picked_up_at, topic=Topic.CARE, look="PICKED_UP", who=transfer.driver_name, subject=subject,
                    title=reason("Picked up by vehicle {vehicle}; handed over by {giver}.", vehicle=transfer.vehicle,
                                 giver=transfer.given_by_name))  # fmt: skip
    if transfer.delivered_at is not None:
        yield Event(at=transfer.delivered_at, topic=Topic.CARE, look="DELIVERED", who=transfer.received_by_name,
                    title=reason("Handed over at the goal."), text=transfer.to_text, subject=subject)  # fmt: skip


def _stay(stay: Any, *, moved: bool) -> Iterator[Event]:
    if stay.started_at is not None:
        yield Event(at=stay.started_at, topic=Topic.CARE, look="STARTED", title=_beginning(stay), text=_arrival(stay),
                    who=stay.moved_by_name)  # fmt: skip
    if stay.ended_at is not None and stay.started_at is not None and not moved:
        yield Event(
            at=stay.ended_at, topic=Topic.CARE, look="ENDED", title=reason("Stay ends."), text=_room(stay)
        )


def _beginning(stay: Any) -> Reason:
    if stay.moved_from_id:
        return reason("Moved to another room: {why}.", why=stay.moved_why)
    return reason("Stay at home begins.") if stay.at_home else reason("Stay begins.")


def _arrival(stay: Any) -> str:
    moved_from = f"{_room(stay.moved_from)} → " if stay.moved_from_id else ""
    return f"{moved_from}{_room(stay)}" + (f" · {stay.moved_note}" if stay.moved_note else "")


def _room(stay: Any) -> str:
    return f"{stay.room.site.name} {stay.room.number}" if stay.room is not None else ""


def _check(check: Any) -> Event:
    celsius: tuple[Reason, ...] = ()
    if check.temperature_celsius is not None:
        celsius = (reason("{celsius} °C.", celsius=str(check.temperature_celsius)),)
    return Event(at=check.checked_at, topic=Topic.CARE, look=check.finding, who=check.checked_by_name, text=check.symptoms,
                 title=reason("Health check: {finding}.", finding=check.finding), details=celsius)  # fmt: skip
