"""When samples are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ringfence.ground.rulesets.parameters import Testing
from ringfence.ground.rulesets.words import TestReason


@dataclass(frozen=True, slots=True)
class PlannedTest:
    """A sample to take: day `day` of the stay, which is `due_date`; `samples` swabs (two for a dual sample)."""

    day: int
    due_date: date
    samples: int = 1


def test_dates(
    *, test_days: Sequence[int], day_one: date, ends_date: date, samples_at_last_test: int = 1
) -> tuple[PlannedTest, ...]:
    """The due dates of a stage: day n is `day_one + (n - 1)`.

    Days after the end are brought forward to the last day, so that nobody stays for a test and nobody goes
    home without one. The last test has `samples_at_last_test` swabs.
    """
    dates = sorted({min(day_one + timedelta(days=day - 1), ends_date) for day in test_days})
    dates = [due for due in dates if due >= day_one]
    return tuple(
        PlannedTest((due - day_one).days + 1, due, samples_at_last_test if due == dates[-1] else 1)
        for due in dates
    )


def result_due_at(*, testing: Testing, why: TestReason, sampled_at: datetime) -> datetime:
    """When the result of a sample is promised."""
    return sampled_at + timedelta(hours=testing.result_hours[why])


test_dates.__test__ = False  # type: ignore[attr-defined]  # not a test, although its name begins like one
