"""Work at the doors: samples to take at home, and people whom nobody finds there. One item a person and day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from ringfence.care.quarantine import queries as quarantine
from ringfence.field.testing import at_home, rules
from ringfence.ground.access import Permission
from ringfence.kernel import end_of_day, reason, start_of_day

from .items import Asked, Kind, Source, WorkItem

FIND_WITHIN_HOURS = 4  # house decision [D]: as long as the core investigation may take (domain 2.1)


def _due(asked: Asked) -> QuerySet[Any, Any]:
    people = quarantine.people_at_home(outbreak_id=asked.outbreak_id)
    return at_home.due(**asked.inside, day=asked.today, person_ids=people)


def _due_at(sample: Any) -> datetime:
    if sample.last_failed_at is None:
        return end_of_day(sample.due_on)
    return sample.last_failed_at + timedelta(hours=rules.COME_BACK_AFTER_HOURS)  # type: ignore[no-any-return]


def _sample(sample: Any, asked: Asked) -> WorkItem:
    title = (
        reason("Sample at home, due {day}; {count} visit(s) without a sample", day=sample.due_on, count=sample.failed)
        if sample.failed else reason("Sample at home, due {day}", day=sample.due_on)
    )  # fmt: skip
    return WorkItem(
        kind=Kind.HOME_SAMPLE, title=title, person=sample.person, due_at=_due_at(sample), where=sample.area,
        started_at=start_of_day(sample.due_on), goal=("samples:home", None, f"s-{sample.id}"),
    )  # fmt: skip


def _late(asked: Asked) -> Q:
    come_back = asked.now - timedelta(hours=rules.COME_BACK_AFTER_HOURS)
    return Q(due_on__lt=asked.today) | Q(last_failed_at__isnull=False, last_failed_at__lte=come_back)


def _not_found(asked: Asked) -> QuerySet[Any, Any]:
    people = quarantine.people_at_home(outbreak_id=asked.outbreak_id)
    return at_home.not_found(**asked.inside).filter(person_id__in=people)


def _find(sample: Any, _asked: Asked) -> WorkItem:
    title = (
        reason("Talk to somebody who would not be sampled at home") if sample.refused
        else reason("Find somebody: nobody opened {count} times for a sample", count=sample.failed)
    )  # fmt: skip
    return WorkItem(
        kind=Kind.NOT_FOUND, title=title, person=sample.person, where=sample.area, started_at=sample.last_failed_at,
        due_at=sample.last_failed_at + timedelta(hours=FIND_WITHIN_HOURS), goal=("people:show", sample.person_id, "samples"),
    )  # fmt: skip


SOURCES = (
    Source(
        kind=Kind.HOME_SAMPLE, doers=(Permission.SAMPLE_AT_HOME,), readers=Permission.SAMPLE_AT_HOME, rows=_due,
        item=_sample, late=_late, order=("due_on", "id"),
    ),
    Source(
        kind=Kind.NOT_FOUND, doers=(Permission.INVESTIGATION_WRITE,), readers=Permission.CONTACT_READ, rows=_not_found,
        item=_find, late=lambda asked: Q(last_failed_at__lte=asked.now - timedelta(hours=FIND_WITHIN_HOURS)),
        order=("last_failed_at", "id"),
    ),
)  # fmt: skip
