"""A change of rule set during an outbreak. It only ever shortens (domain reference 3; nine don'ts, no. 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from ringfence.ground.rulesets.parameters import RuleSet
from ringfence.ground.rulesets.words import ContactKind
from ringfence.kernel import Reason, city_date, reason

from .plan import STRICTNESS, PlannedStage, plan_measures


class Change(StrEnum):
    ENDS_NOW = "ENDS_NOW"
    SHORTER = "SHORTER"
    MILDER = "MILDER"  # same end, but a milder measure
    UNCHANGED = "UNCHANGED"


@dataclass(frozen=True, slots=True)
class Running:
    """What one person is under now: the stages that are running or still to come, in order."""

    order_id: UUID
    contact_kind: ContactKind
    last_exposure_at: datetime
    stages: tuple[PlannedStage, ...]


@dataclass(frozen=True, slots=True)
class Affected:
    """What the change means for one person. `stages` is what remains; empty: they are free at once."""

    order_id: UUID
    change: Change
    ends_before: datetime
    stages: tuple[PlannedStage, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Migration:
    """Who is affected by a change of rule set, shown before it is applied."""

    old_id: str
    new_id: str
    affected: tuple[Affected, ...]
    unchanged: tuple[Affected, ...]
    reasons: tuple[Reason, ...]


def migrate(*, old: RuleSet, new: RuleSet, running: Sequence[Running], now: datetime) -> Migration:
    """Judge every running measure by the new rule set and keep, at every instant, the milder of the two."""
    judged = [_judge(one, old, new, now) for one in running if one.stages and one.stages[-1].ends_at > now]
    affected = tuple(each for each in judged if each.change is not Change.UNCHANGED)
    unchanged = tuple(each for each in judged if each.change is Change.UNCHANGED)
    why = reason(
        "From {old} to {new}: {affected} of {all} running measures become shorter or milder, none becomes longer.",
        old=old.id,
        new=new.id,
        affected=len(affected),
        all=len(judged),
    )
    return Migration(old.id, new.id, affected, unchanged, (why,))


def _judge(one: Running, old: RuleSet, new: RuleSet, now: datetime) -> Affected:
    begun = min(one.stages[0].starts_at, now)
    plan = plan_measures(
        ruleset=new, kind=one.contact_kind, last_exposure_at=one.last_exposure_at, starts_at=begun
    )
    left = milder_of_both(one.stages, plan.stages, now)
    before = one.stages[-1].ends_at
    rest = [(stage.kind, stage.ends_at) for stage in one.stages if stage.ends_at > now]
    if [(stage.kind, stage.ends_at) for stage in left] == rest:
        return Affected(
            one.order_id,
            Change.UNCHANGED,
            before,
            one.stages,
            (reason("Nothing changes until {ends}.", ends=city_date(before)),),
        )
    if not left:
        why = reason(
            "Rule set {new} asks nothing more of this person: the measure ends at once instead of on {ends}.",
            new=new.id,
            ends=city_date(before),
        )
        return Affected(one.order_id, Change.ENDS_NOW, before, (), (why,))
    after = left[-1].ends_at
    if after < before:
        why = reason(
            "By rule set {new} everything ends on {after} instead of {ends}.",
            new=new.id,
            after=city_date(after),
            ends=city_date(before),
        )
        return Affected(one.order_id, Change.SHORTER, before, left, (why,))
    why = reason(
        "By rule set {new} a milder measure follows earlier; the end on {ends} stays.",
        new=new.id,
        ends=city_date(before),
    )
    return Affected(one.order_id, Change.MILDER, before, left, (why,))


def milder_of_both(
    old: Sequence[PlannedStage], new: Sequence[PlannedStage], now: datetime
) -> tuple[PlannedStage, ...]:
    """From `now` on, at every instant the milder of two rows of stages; where one has nothing, nothing."""
    cuts = sorted(
        {now, *(cut for stage in (*old, *new) for cut in (stage.starts_at, stage.ends_at) if cut > now)}
    )
    kept: list[PlannedStage] = []
    for starts, ends in zip(cuts, cuts[1:], strict=False):
        first, second = _at(old, starts), _at(new, starts)
        if first is None or second is None:
            continue
        milder = min(first, second, key=lambda stage: STRICTNESS.index(stage.kind))
        piece = replace(milder, starts_at=starts, ends_at=ends, ends_date=city_date(ends), tests=second.tests)
        if kept and kept[-1].kind is piece.kind and kept[-1].ends_at == starts:
            before = kept.pop()
            piece = replace(piece, starts_at=before.starts_at, tests=(*before.tests, *piece.tests))
        kept.append(piece)
    running = _at(old, now)
    if kept and running is not None and kept[0].kind is running.kind and kept[0].starts_at == now:
        kept[0] = replace(kept[0], starts_at=running.starts_at)  # goes on: it did not begin today
    return tuple(_with_tests_to_come(stage, now) for stage in kept)


def _at(stages: Sequence[PlannedStage], instant: datetime) -> PlannedStage | None:
    return next((stage for stage in stages if stage.starts_at <= instant < stage.ends_at), None)


def _with_tests_to_come(stage: PlannedStage, now: datetime) -> PlannedStage:
    first = city_date(max(stage.starts_at, now))
    tests = {test.due_date: test for test in stage.tests if first <= test.due_date <= stage.ends_date}
    return replace(stage, tests=tuple(tests[due] for due in sorted(tests)))
