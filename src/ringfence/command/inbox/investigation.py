"""Work on cases: milestones of the clock, contacts that nobody has decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q

from ringfence.ground.access import Permission
from ringfence.ground.rulesets.words import Milestone
from ringfence.kernel import reason
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.contacts import queries as contacts
from ringfence.tracing.investigations import queries as investigations

from .items import Asked, Kind, Source, WorkItem

DECIDE_HOURS = (
    4  # where a rule set sets no limit for the core report, with which contacts are classified (domain 2.1)
)


TELL_WITHIN = timedelta(hours=2)  # house decision: freed as fast as a positive is reported (domain 2.1)


def _milestone(row: Any, _asked: Asked) -> WorkItem:
    case = row.investigation.case
    return WorkItem(
        kind=Kind.MILESTONE, title=reason("{milestone}: case {number}", milestone=row.code, number=case.number),
        person=case.person, due_at=row.due_at, started_at=row.investigation.started_at,
        owner=str(row.investigation.investigator or ""), where=row.investigation.team, goal=("cases:show", case.id, "clock"),
    )  # fmt: skip


def _decide_within(asked: Asked) -> timedelta:
    return timedelta(hours=asked.ruleset.clock.hours.get(Milestone.CORE_REPORT, DECIDE_HOURS))


def _contacts(row: Any, asked: Asked) -> WorkItem:
    return WorkItem(
        kind=Kind.CONTACTS, count=row["count"], due_at=row["since"] + _decide_within(asked), started_at=row["since"],
        title=reason("Classify {count} contact(s) of case {number}", count=row["count"], number=row["case__number"]),
        goal=("cases:show", row["case_id"], "contacts"),
    )  # fmt: skip


def _ruled_out(row: Any, _asked: Asked) -> WorkItem:
    return WorkItem(
        kind=Kind.RULED_OUT, count=len(row.affected), due_at=row.at + TELL_WITHIN, started_at=row.at,
        title=reason("Case {number} was ruled out: tell {count} people", number=row.case.number, count=len(row.affected)),
        where=row.case.area, goal=("cases:rule_out", row.case_id, ""),
    )  # fmt: skip


SOURCES = (
    Source(
        kind=Kind.MILESTONE, doers=(Permission.INVESTIGATION_WRITE,), readers=Permission.CASE_READ,
        rows=lambda asked: investigations.running_milestones(**asked.inside), item=_milestone,
        late=lambda asked: Q(due_at__lte=asked.now), order=("due_at", "id"),
        own=lambda asked: Q(investigation__investigator_id=asked.by.id) | Q(investigation__investigator_id=None),
    ),
    Source(
        kind=Kind.CONTACTS, doers=(Permission.CONTACT_WRITE,), readers=Permission.CONTACT_READ,
        rows=lambda asked: contacts.undecided_by_case(**asked.inside), item=_contacts,
        late=lambda asked: Q(since__lte=asked.now - _decide_within(asked)), order=("since", "case_id"),
    ),
    Source(
        kind=Kind.RULED_OUT, doers=(Permission.CONTACT_WRITE,), readers=Permission.CASE_READ,
        rows=lambda asked: cases.rulings_to_tell(**asked.inside), item=_ruled_out,
        late=lambda asked: Q(at__lte=asked.now - TELL_WITHIN), order=("at", "id"),
    ),
)  # fmt: skip
