"""A request inside the platform: who, when, in which outbreak."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from ringfence.ground.access import Actor
from ringfence.registry.outbreaks.queries import Outbreak


class DeskRequest(HttpRequest):
    """A signed-in request. `outbreak` and `outbreak_now` are set on addresses below `/o/<outbreak>/`."""

    user: Actor
    htmx: HtmxDetails
    received_at: datetime
    permissions: frozenset[str]
    outbreaks: QuerySet[Outbreak]
    outbreak: Outbreak
    outbreak_now: datetime
    outbreak_today: date
