"""What everybody may know: counts without small cells, and the newest signed head of the ledger."""

from __future__ import annotations

from typing import Any

from django.views.decorators.cache import cache_control
from ninja import Schema
from ninja.decorators import decorate_view
from ninja.errors import HttpError

from ringfence.faces import overseeing
from ringfence.faces.access import PUBLIC
from ringfence.faces.asking import asks_too_often

from ..operations import Operations
from ..schema import Instant
from .oversight import LedgerSeen

operations = Operations("public")


class PublicRestrictions(Schema):
    """People restricted; null: one to four, or a sum of which one part is so small."""

    began: int | None
    in_force: int | None
    ended: int | None
    lifted: int | None


class PublicAppeals(Schema):
    """`in_time`: answered within 24 hours. `lapsed`: nobody answered, the restriction ended."""

    opened: int | None
    waiting: int | None
    in_time: int | None
    answered_late: int | None
    lapsed: int | None
    upheld: int | None


class PublicAlarms(Schema):
    raised: int
    open: int


class PublicNumbers(Schema):
    """All responses together, at most a minute old. Format: docs/reference/oversight.md."""

    format: str = "ringfence-public"
    v: int = 1
    at: Instant
    fewest_told: int
    restrictions: PublicRestrictions
    appeals: PublicAppeals
    alarms: PublicAlarms
    evidence_violations: int
    ledger: LedgerSeen


@operations.read("/public", PublicNumbers, needs=PUBLIC)
@decorate_view(cache_control(public=True, max_age=overseeing.KEPT_SECONDS))
def show(request: Any) -> object:
    """Counts of restrictions, appeals and alarms, evidence violations, and the newest signed head. No key is needed."""
    if asks_too_often(request):
        raise HttpError(429, "")
    return overseeing.published(real_now=request.received_at)
