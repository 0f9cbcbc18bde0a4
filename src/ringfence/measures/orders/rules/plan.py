"""From a classification and a last exposure to dated stages with their tests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ringfence.field.testing.rules import PlannedTest, test_dates
from ringfence.ground.rulesets.parameters import Counting, RuleSet, Stage
from ringfence.ground.rulesets.words import Anchor, ContactKind, DayOne, MeasureKind
from ringfence.kernel import Reason, city_date, reason, start_of_day

# From mildest to strictest. Rules compare measures by this order.
STRICTNESS = (
    MeasureKind.SELF_MONITORING,
    MeasureKind.HOME_HEALTH_MONITORING,
    MeasureKind.HOME_QUARANTINE,
    MeasureKind.FACILITY_QUARANTINE,
    MeasureKind.ISOLATION,
)
QUARANTINE = (MeasureKind.HOME_QUARANTINE, MeasureKind.FACILITY_QUARANTINE)


@dataclass(frozen=True, slots=True)
class PlannedStage:
    """One measure `[starts_at, ends_at)`: `days` by the rule set, `ends_date` its last day, `tests` by due date."""

    kind: MeasureKind
    days: int
    starts_at: datetime
    ends_at: datetime
    ends_date: date
    tests: tuple[PlannedTest, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person is asked to do. Without stages there is no measure, only the reasons why not."""

    ruleset_id: str
    stages: tuple[PlannedStage, ...]
    reasons: tuple[Reason, ...]

    @property
    def ends_at(self) -> datetime | None:
        return self.stages[-1].ends_at if self.stages else None

    @property
    def first(self) -> PlannedStage | None:
        return self.stages[0] if self.stages else None


def stages_for(*, ruleset: RuleSet, kind: ContactKind) -> tuple[Stage, ...]:
    """The row of measures that the rule set has for this kind of contact; empty: none."""
    return {
        ContactKind.CLOSE: ruleset.measures.close_contact,
        ContactKind.SECONDARY: ruleset.measures.secondary_contact,
        ContactKind.CASUAL: ruleset.measures.casual_contact,
        ContactKind.NONE: (),
    }[kind]


def plan_measures(
    *, ruleset: RuleSet, kind: ContactKind, last_exposure_at: datetime, starts_at: datetime
) -> Plan:
    """The stages of a contact. Days count from the day of the last exposure, tests from `starts_at`.

    `starts_at` is the start of the stay: while the order is drafted the planned start, after arrival the arrival.
    """
    return plan_stages(
        ruleset=ruleset,
        stages=stages_for(ruleset=ruleset, kind=kind),
        anchored_on=city_date(last_exposure_at),
        starts_at=starts_at,
    )


def plan_stages(
    *, ruleset: RuleSet, stages: tuple[Stage, ...], anchored_on: date, starts_at: datetime
) -> Plan:
    """Date a row of stages whose first one is anchored on a day (last exposure, arrival, leaving an area)."""
    if not stages:
        return Plan(
            ruleset.id, (), (reason("Rule set {ruleset} asks nothing of this person.", ruleset=ruleset.id),)
        )
    planned: list[PlannedStage] = []
    reasons: list[Reason] = []
    anchor, begins = anchored_on, starts_at
    for stage in stages:
        ends_date = anchor + timedelta(days=stage.days)
        ends_at = release_instant(counting=ruleset.counting, day=ends_date)
        if ends_at <= begins:
            reasons.append(
                reason(
                    "A stage of {days} days was already over on {ends}: it is left out.",
                    days=stage.days,
                    ends=ends_date,
                )
            )
        else:
            tests = _tests(ruleset, stage, anchor, begins, ends_date)
            planned.append(PlannedStage(stage.kind, stage.days, begins, ends_at, ends_date, tests))
            reasons.append(_sentence(ruleset, stage, anchor, ends_date))
            begins = ends_at
        anchor = ends_date
    return Plan(ruleset.id, tuple(planned), tuple(reasons))


def release_instant(*, counting: Counting, day: date) -> datetime:
    """The instant of the last day from which people go home."""
    return start_of_day(day) + timedelta(hours=counting.release_hour)


def tests_until(tests: tuple[PlannedTest, ...], *, ends_date: date) -> tuple[PlannedTest, ...]:
    """The tests of a stage that ends earlier than planned: those that fall into what is left of it."""
    return tuple(test for test in tests if test.due_date <= ends_date)


def as_drafted(*, plan: Plan, drafted: tuple[PlannedStage, ...]) -> tuple[PlannedStage, ...]:
    """The stages of a plan, no stricter and no longer than they were drafted: a milder order stays mild.

    Stages that were drafted and have no counterpart in the plan any more stay as drafted.
    """
    if len(drafted) > len(plan.stages):
        return drafted
    kept = []
    for ours, theirs in zip(drafted, plan.stages, strict=False):
        kind = min(ours.kind, theirs.kind, key=STRICTNESS.index)
        ends_at, ends_date = min((ours.ends_at, ours.ends_date), (theirs.ends_at, theirs.ends_date))
        tests = tests_until(theirs.tests, ends_date=ends_date)
        kept.append(replace(theirs, kind=kind, ends_at=ends_at, ends_date=ends_date, tests=tests))
    return tuple(kept) if all(stage.starts_at < stage.ends_at for stage in kept) else drafted


def _tests(
    ruleset: RuleSet, stage: Stage, anchor: date, begins: datetime, ends_date: date
) -> tuple[PlannedTest, ...]:
    first = _day_one(ruleset.counting, stage, anchor, city_date(begins))
    dual = ruleset.release.samples_at_last_test if stage.kind in QUARANTINE else 1
    tests = test_dates(
        test_days=stage.test_days, day_one=first, ends_date=ends_date, samples_at_last_test=dual
    )
    return tuple(test for test in tests if test.due_date >= city_date(begins))


def _day_one(counting: Counting, stage: Stage, anchor: date, start: date) -> date:
    """Day 1 of the test days. A stay that a new exposure prolonged starts its tests again the day after it."""
    if stage.anchor is Anchor.END_OF_STAGE_BEFORE:
        return anchor + timedelta(days=1 if counting.following_stage_day_one is DayOne.NEXT_DAY else 0)
    if start < anchor:
        return anchor + timedelta(days=1)
    return start + timedelta(days=1 if counting.first_stage_day_one is DayOne.NEXT_DAY else 0)


def _sentence(ruleset: RuleSet, stage: Stage, anchor: date, ends: date) -> Reason:
    after: dict[str, date | int | str] = {"ends": ends, "days": stage.days, "ruleset": ruleset.id}
    if stage.anchor is Anchor.END_OF_STAGE_BEFORE:
        return {
            MeasureKind.FACILITY_QUARANTINE: reason(
                "Then {days} days of quarantine in a site, until {ends} (rule set {ruleset}).", **after
            ),
            MeasureKind.HOME_QUARANTINE: reason(
                "Then {days} days of quarantine at home, until {ends} (rule set {ruleset}).", **after
            ),
            MeasureKind.HOME_HEALTH_MONITORING: reason(
                "Then {days} days of health monitoring at home, until {ends} (rule set {ruleset}).", **after
            ),
            MeasureKind.SELF_MONITORING: reason(
                "Then watch your own health for {days} days, until {ends} (rule set {ruleset}).", **after
            ),
        }[stage.kind]
    first: dict[str, date | int | str] = {**after, "anchor": anchor}
    return {
        MeasureKind.FACILITY_QUARANTINE: reason(
            "Quarantine in a site until {ends}: {days} days after {anchor} (rule set {ruleset}).",
            **first,
        ),
        MeasureKind.HOME_QUARANTINE: reason(
            "Quarantine at home until {ends}: {days} days after {anchor} (rule set {ruleset}).",
            **first,
        ),
        MeasureKind.HOME_HEALTH_MONITORING: reason(
            "Health monitoring at home until {ends}: {days} days after {anchor} (rule set {ruleset}).",
            **first,
        ),
        MeasureKind.SELF_MONITORING: reason(
            "Watch your own health until {ends}: {days} days after {anchor} (rule set {ruleset}).",
            **first,
        ),
    }[stage.kind]
