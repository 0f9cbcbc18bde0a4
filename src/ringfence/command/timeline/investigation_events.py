"""The case itself and the clock of its investigation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ringfence.kernel import reason, start_of_day

from .events import Event, Topic
from .file import CaseFile


def events(file: CaseFile, *, now: datetime) -> Iterator[Event]:
    yield from _case(file)
    for milestone in file.milestones:
        yield from _milestone(milestone, now)
    for stop in file.stops:
        yield from _stop(stop)


def _case(file: CaseFile) -> Iterator[Event]:
    case = file.case
    subject = ("case", case.id)
    if case.onset_date is not None:
        yield Event(at=start_of_day(case.onset_date), topic=Topic.CASE, look="ONSET", title=reason("Symptoms began."),
                    text=case.symptoms, day_only=True, subject=subject)  # fmt: skip
    reported = (
        reason("Reported as case {number}; the clock starts.", number=case.number) if file.investigation
        else reason("Reported as case {number}.", number=case.number)
    )  # fmt: skip
    yield Event(at=case.reported_at, topic=Topic.CASE, look="REPORTED", title=reported, subject=subject,
                day_only=case.reported_at == start_of_day(case.reported_on))  # fmt: skip
    if case.isolated_at is not None:
        yield Event(
            at=case.isolated_at, topic=Topic.CASE, look="ISOLATED", title=reason("Isolated."), subject=subject
        )
    if case.outcome_on is not None:
        yield Event(at=start_of_day(case.outcome_on), topic=Topic.CASE, look=case.outcome, day_only=True,
                    title=reason("Outcome: {outcome}.", outcome=case.outcome), subject=subject)  # fmt: skip


def _milestone(milestone: Any, now: datetime) -> Iterator[Event]:
    if milestone.breached_at is not None or (milestone.met_at is None and milestone.due_at <= now):
        yield Event(at=milestone.due_at, topic=Topic.CLOCK, look="OVERDUE",
                    title=reason("{milestone}: time is over.", milestone=milestone.code))  # fmt: skip
    if milestone.met_at is not None:
        late = milestone.met_at > milestone.due_at
        yield Event(at=milestone.met_at, topic=Topic.CLOCK, look="MET_LATE" if late else "MET", who=milestone.met_by_name,
                    title=reason("{milestone}: done.", milestone=milestone.code), text=milestone.evidence)  # fmt: skip


def _stop(stop: Any) -> Iterator[Event]:
    yield Event(at=stop.stopped_at, topic=Topic.CLOCK, look="PAUSED", who=stop.by_name, text=stop.note,
                title=reason("The clock stands still: {why}.", why=stop.why))  # fmt: skip
    if stop.resumed_at is not None:
        yield Event(
            at=stop.resumed_at, topic=Topic.CLOCK, look="RUNNING", title=reason("The clock runs again.")
        )
