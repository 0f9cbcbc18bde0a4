"""Sampling at home: when to come back to a door that nobody opened, and when somebody else must look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ringfence.kernel import Reason, end_of_day, reason

COME_BACK_AFTER_HOURS = (
    2  # house decision [D]: twice a day each, as for the daily checks, with time to go elsewhere between
)
UNOPENED_BEFORE_ESCALATION = (
    2  # house decision [D]: who is not there twice may have left home: the investigator looks
)


@dataclass(frozen=True, slots=True)
class VisitDue:
    """By when somebody goes to the door (again), and whether the investigator is asked to look as well."""

    due_at: datetime
    escalated: bool
    why: Reason


def next_visit(*, due_on: date, failed: Sequence[datetime], refused: bool) -> VisitDue:
    """When the next visit is due after these visits without a sample (their times, oldest first).

    `refused`: the person would not be sampled; nobody takes a sample by force, the investigator talks to them.
    """
    last_minute = end_of_day(due_on)
    if not failed:
        return VisitDue(last_minute, False, reason("The sample is due on {day}.", day=due_on))
    due_at = failed[-1] + timedelta(hours=COME_BACK_AFTER_HOURS)
    if refused:
        return VisitDue(
            due_at,
            True,
            reason("The person would not be sampled; the investigator is asked to talk to them."),
        )
    if len(failed) >= UNOPENED_BEFORE_ESCALATION:
        return VisitDue(due_at, True, reason("Nobody opened {count} times; the investigator is asked to find the person.", count=len(failed)))  # fmt: skip
    return VisitDue(due_at, False, reason("Nobody opened at {at}; come back.", at=failed[-1]))
