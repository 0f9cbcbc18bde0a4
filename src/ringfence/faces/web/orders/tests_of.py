"""The test days of an order, each with the samples that belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

# From what needs an eye to what is done.
WORST_FIRST = ("POSITIVE", "INVALID", "PENDING", "NEGATIVE")


@dataclass(frozen=True, slots=True)
class TestRow:
    """One test day: in which stage, which day of it, when it is due, and the samples taken or still to be taken."""

    __test__ = False  # not a test class

    position: int
    kind: str
    day: int
    due_on: date
    needed: int
    samples: tuple[Any, ...]

    @property
    def taken(self) -> int:
        return sum(sample.taken_at is not None for sample in self.samples)

    @property
    def result(self) -> str:
        """The result that matters most; nothing while no sample was taken."""
        results = {sample.result for sample in self.samples if sample.taken_at is not None}
        return next((one for one in WORST_FIRST if one in results), "")


def test_rows(stages: Sequence[Any], samples: Sequence[Any]) -> list[TestRow]:
    """All test days of the stages in order of time; surfaces of the room count with their day."""
    by_day: dict[date, list[Any]] = {}
    for sample in samples:
        if sample.due_on is not None:
            by_day.setdefault(sample.due_on, []).append(sample)
    return [
        TestRow(
            stage.position,
            stage.get_kind_display(),
            test["day"],
            day,
            test["samples"],
            tuple(by_day.get(day, ())),
        )
        for stage in stages
        for test in stage.tests
        for day in (date.fromisoformat(test["due_on"]),)
    ]


test_rows.__test__ = False  # type: ignore[attr-defined]  # not a test, although its name begins like one
