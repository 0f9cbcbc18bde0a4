"""What people were told about restrictions of theirs; written by the database itself."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from .models import Notice


def notices_to(*, person_id: UUID, outbreak_id: UUID) -> QuerySet[Notice]:
    """What this person was told about restrictions of theirs, newest first."""
    return Notice.objects.filter(order__person_id=person_id, order__outbreak_id=outbreak_id).order_by(
        "-at", "-id"
    )
