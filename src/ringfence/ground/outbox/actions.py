"""Posting effects in the deed's transaction and delivering them afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from .models import Message

ATTEMPTS_BEFORE_PARKING = 5  # house decision: a message that failed five times waits for a person


def post(*, topic: str, payload: Mapping[str, Any], now: datetime) -> Message:
    """Leave a message in the same transaction as the deed."""
    return Message.objects.create(topic=topic, payload=dict(payload), created_at=now)


def tell_screens(*, topic: str, outbreak_id: UUID) -> None:
    """Let open pages know, after commit, that something under this topic changed. May be lost; pages also poll."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_notify('ringfence_live', json_build_object('topic', %s::text, 'outbreak', %s::text)::text)",
            [topic, str(outbreak_id)],
        )


def deliver_next(*, deliver: Callable[[Message], None], by: object, now: datetime) -> bool:
    """Deliver one waiting message; False when none waits. A failure is counted, then parked; it blocks nobody."""
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(skip_locked=True)
            .filter(delivered_at=None, parked_at=None, created_at__lte=now)
            .order_by("attempts", "created_at")
            .first()
        )
        if message is None:
            return False
        try:
            with transaction.atomic():
                deliver(message)
        except Exception as failure:  # noqa: BLE001 - whatever a receiver raises is kept and shown
            message.attempts += 1
            message.error = f"{type(failure).__name__}: {failure}"
            message.parked_at = now if message.attempts >= ATTEMPTS_BEFORE_PARKING else None
        else:
            message.delivered_at = now
        message.save()
        return True
