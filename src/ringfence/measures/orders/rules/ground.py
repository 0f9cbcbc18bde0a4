"""What is left of an order when one of its grounds falls away, because a case turned out to be none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ringfence.ground.rulesets.parameters import RuleSet
from ringfence.ground.rulesets.words import ContactKind
from ringfence.kernel import Reason, city_date, reason

from .migrate import Change, milder_of_both
from .plan import Plan, PlannedStage, plan_measures


@dataclass(frozen=True, slots=True)
class Ground:
    """An exposure to another case that still stands: which contact, of what kind, when last."""

    contact_id: UUID
    kind: ContactKind
    last_exposure_at: datetime


@dataclass(frozen=True, slots=True)
class Regrounded:
    """What remains. Without `ground` or without `stages` the person is free at once."""

    change: Change
    ground: Ground | None
    stages: tuple[PlannedStage, ...]
    reasons: tuple[Reason, ...]
    last_exposure_at: datetime | None = None


def without_case(
    *, ruleset: RuleSet, case_number: str, running: Sequence[PlannedStage], grounds: Sequence[Ground],
    later: Sequence[datetime], starts_at: datetime, now: datetime,
) -> Regrounded:  # fmt: skip
    """Count an order again without the exposures to one case. It never becomes longer or stricter by it.

    `grounds` are the person's exposures to other cases, `later` those inside quarantine (a room-mate, for example).
    Of several grounds the one that lasts longest counts.
    """
    if not grounds:
        why = reason(
            "Case {number} turned out not to be one, and it was the only ground of this order: you are free at once.",
            number=case_number,
        )
        return Regrounded(Change.ENDS_NOW, None, (), (why,))
    plans = [(ground, *_plan(ruleset, ground, later, starts_at)) for ground in grounds]
    lasting = [one for one in plans if one[2].ends_at is not None and one[2].ends_at > now]
    best = max(lasting, key=lambda one: one[2].ends_at or now, default=None)
    left = milder_of_both(running, best[2].stages, now) if best else ()
    if best is None or not left:
        why = reason(
            "Case {number} turned out not to be one; counted from the exposures that remain the time is over: you are free at once.",
            number=case_number,
        )
        return Regrounded(Change.ENDS_NOW, None, (), (why,))
    return _compared(case_number, running, best[0], best[1], left, now)


def _plan(
    ruleset: RuleSet, ground: Ground, later: Sequence[datetime], starts_at: datetime
) -> tuple[datetime, Plan]:
    last = max((ground.last_exposure_at, *later))
    return last, plan_measures(ruleset=ruleset, kind=ground.kind, last_exposure_at=last, starts_at=starts_at)


def _compared(
    number: str, running: Sequence[PlannedStage], ground: Ground, last: datetime, left: tuple[PlannedStage, ...],
    now: datetime,
) -> Regrounded:  # fmt: skip
    before, after = running[-1].ends_at, left[-1].ends_at
    if after < before:
        why = reason(
            "Case {number} turned out not to be one. Counted from the exposures that remain (the last on {exposure}) "
            "the order ends on {after} instead of {before}.",
            number=number, exposure=city_date(last), after=city_date(after), before=city_date(before),
        )  # fmt: skip
        return Regrounded(Change.SHORTER, ground, left, (why,), last)
    rest = [stage.kind for stage in running if stage.ends_at > now]
    if [stage.kind for stage in left] != rest:
        why = reason(
            "Case {number} turned out not to be one. By the exposures that remain a milder measure is enough; "
            "the end on {before} stays.",
            number=number, before=city_date(before),
        )  # fmt: skip
        return Regrounded(Change.MILDER, ground, left, (why,), last)
    why = reason(
        "Case {number} turned out not to be one. Another exposure remains and the end on {before} stays.",
        number=number, before=city_date(before),
    )  # fmt: skip
    return Regrounded(Change.UNCHANGED, ground, left, (why,), last)
