"""Work on samples: those to take today, those that wait for a result. One item a day, one a purpose."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from ringfence.care.quarantine import queries as quarantine
from ringfence.field.testing import queries as testing
from ringfence.ground.access import Permission
from ringfence.ground.rulesets.words import TestReason
from ringfence.kernel import end_of_day, reason, start_of_day

from .items import Asked, Kind, Source, WorkItem

RESULT_HOURS = 12  # where a rule set promises nothing for people under a measure


def _due(asked: Asked) -> QuerySet[Any, Any]:
    at_home = quarantine.people_at_home(outbreak_id=asked.outbreak_id)  # whoever goes to the doors has them
    by_day = testing.due(**asked.inside, day=asked.today, not_of=at_home).order_by().values("due_on")
    return by_day.annotate(count=Count("person_id", distinct=True))


def _sample(row: Any, asked: Asked) -> WorkItem:
    day, count = row["due_on"], row["count"]
    late = day < asked.today
    title = (
        reason("Take samples of {count} people, due since {day}", count=count, day=day) if late
        else reason("Take samples of {count} people today", count=count)
    )  # fmt: skip
    return WorkItem(kind=Kind.SAMPLE, title=title, due_at=end_of_day(day), started_at=start_of_day(day), count=count,
                    goal=("samples:list", None, ""))  # fmt: skip


def _promised(asked: Asked) -> timedelta:
    hours = asked.ruleset.testing.result_hours.get(TestReason.MONITORED_PERSON, RESULT_HOURS)
    return timedelta(hours=hours)


def _awaiting(asked: Asked) -> QuerySet[Any, Any]:
    by_purpose = testing.awaiting_result(**asked.inside).order_by().values("purpose")
    return by_purpose.annotate(count=Count("id"), since=Min("taken_at"))


def _result(row: Any, asked: Asked) -> WorkItem:
    return WorkItem(
        kind=Kind.RESULT, count=row["count"], due_at=row["since"] + _promised(asked), started_at=row["since"],
        title=reason("Report {count} result(s); the oldest sample was taken {since}", count=row["count"], since=row["since"]),
        goal=("samples:results", None, ""),
    )  # fmt: skip


SOURCES = (
    Source(
        kind=Kind.SAMPLE, doers=(Permission.SAMPLE_RECORD, Permission.HEALTH_CHECK_RECORD), readers=Permission.SAMPLE_READ,
        rows=_due, item=_sample, late=lambda asked: Q(due_on__lt=asked.today), order=("due_on",),
    ),
    Source(
        kind=Kind.RESULT, doers=(Permission.SAMPLE_RECORD, Permission.PERSON_WRITE), without=(Permission.CASE_WRITE,),
        readers=Permission.SAMPLE_READ, rows=_awaiting, item=_result,
        late=lambda asked: Q(since__lte=asked.now - _promised(asked)), order=("since", "purpose"),
    ),
)  # fmt: skip
