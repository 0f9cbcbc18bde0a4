"""Pure rules of testing: when samples are due, what a positive pool means, whether a result is believable."""

from .home import COME_BACK_AFTER_HOURS, UNOPENED_BEFORE_ESCALATION, VisitDue, next_visit
from .plausibility import ReportedResult, check_result, doubts, impossible, possible_ct
from .pools import (
    Hold,
    HoldState,
    PoolDeadlines,
    SettledHold,
    holds_of_positive_pool,
    may_pool,
    pool_deadlines,
    settle_hold,
)
from .schedule import PlannedTest, result_due_at, test_dates

__all__ = [
    "COME_BACK_AFTER_HOURS",
    "UNOPENED_BEFORE_ESCALATION",
    "VisitDue",
    "next_visit",
    "Hold",
    "HoldState",
    "PlannedTest",
    "PoolDeadlines",
    "ReportedResult",
    "SettledHold",
    "check_result",
    "doubts",
    "impossible",
    "possible_ct",
    "holds_of_positive_pool",
    "may_pool",
    "pool_deadlines",
    "result_due_at",
    "settle_hold",
    "test_dates",
]
