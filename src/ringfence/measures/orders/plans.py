"""Between the rows of an order and the plain values that the rules reason about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from ringfence.field.testing.rules import PlannedTest
from ringfence.ground.rulesets.words import ContactKind, EnvironmentSample, MeasureKind, SampleResult
from ringfence.kernel import city_date

from . import rules
from .models import Order, Stage


def stage_rows(order: Order, stages: Iterable[rules.PlannedStage]) -> list[Stage]:
    """Rows for planned stages, in order."""
    return [
        Stage(order=order, position=position, kind=stage.kind, days=stage.days, starts_at=stage.starts_at,
              ends_at=stage.ends_at, ends_on=stage.ends_date, tests=[_kept_test(test) for test in stage.tests])
        for position, stage in enumerate(stages)
    ]  # fmt: skip


def planned(stages: Iterable[Stage]) -> tuple[rules.PlannedStage, ...]:
    """The stages of an order as plain values."""
    return tuple(
        rules.PlannedStage(
            kind=MeasureKind(stage.kind), days=stage.days, starts_at=stage.starts_at, ends_at=stage.ends_at, ends_date=stage.ends_on,
            tests=tests_of(stage),
        )
        for stage in stages
    )  # fmt: skip


def tests_of(stage: Stage) -> tuple[PlannedTest, ...]:
    return tuple(
        PlannedTest(day=kept["day"], due_date=date.fromisoformat(kept["due_on"]), samples=kept["samples"])
        for kept in stage.tests
    )


def test_records(samples: Sequence[Any], *, stage: Stage) -> list[rules.TestRecord]:
    """The person's own samples that count for this stage: those due in it, and any taken since it began."""
    first, last = city_date(stage.starts_at), stage.ends_on
    return [
        rules.TestRecord(
            due_date=sample.due_on or city_date(sample.taken_at), sampled_at=sample.taken_at,
            result=SampleResult(sample.result) if sample.taken_at else None, reagent=sample.reagent,
        )
        for sample in samples
        if not sample.surface and _counts(sample, first, last)
    ]  # fmt: skip


def environment_records(samples: Sequence[Any]) -> list[rules.EnvironmentRecord]:
    """What was found on the surfaces of the room."""
    return [
        rules.EnvironmentRecord(sample=EnvironmentSample(sample.surface), result=SampleResult(sample.result))
        for sample in samples
        if sample.surface
    ]


def contact_kind(order: Order) -> ContactKind | None:
    return ContactKind(order.contact_kind) if order.contact_kind else None


def _counts(sample: Any, first: date, last: date) -> bool:
    if sample.due_on is not None:
        return bool(first <= sample.due_on <= last)
    return sample.taken_at is not None and city_date(sample.taken_at) >= first


def _kept_test(test: PlannedTest) -> dict[str, Any]:
    return {"day": test.day, "due_on": test.due_date.isoformat(), "samples": test.samples}
