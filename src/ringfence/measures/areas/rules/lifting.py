"""Declared areas: when the rule set says that one may be lifted, and that nobody may keep it longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ringfence.field.testing.rules import PlannedTest, test_dates
from ringfence.ground.rulesets.parameters import Lift, RuleSet
from ringfence.ground.rulesets.words import AreaLevel
from ringfence.kernel import Decision, Reason, allow, city_date, reason, refuse, start_of_day


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """What is known about a declared area. `level_since` is the day on which it got this level.

    `contacts_inside` are close contacts of its cases who still stay in the area, `contacts_without_negative` those of
    all its close contacts whose last test is not negative.
    """

    level: AreaLevel
    level_since: date
    was_higher_before: bool = False
    last_infection_on: date | None = None
    contacts_inside: int = 0
    last_contact_exposure_on: date | None = None
    contacts_without_negative: int = 0
    full_round_on: date | None = None
    full_round_negative: bool = False


@dataclass(frozen=True, slots=True)
class LiftProposal:
    """`decision` allows: propose to lower the area to `then` (None: lift it). `alarm`: met too long ago, not done."""

    decision: Decision
    then: AreaLevel | None = None
    met_at: datetime | None = None
    alarm: bool = False


def propose_lift(*, ruleset: RuleSet, area: AreaFacts, now: datetime) -> LiftProposal:
    """Compare an area with the conditions of its level. Said by itself, without anybody asking for it."""
    rule = ruleset.areas.get(area.level)
    if rule is None:
        return LiftProposal(
            allow(
                reason("Rule set {ruleset} does not know this level of area: lift it.", ruleset=ruleset.id)
            ),
            None,
            now,
        )
    if rule.lift is None:
        return LiftProposal(refuse(reason("This is the lowest level: there is nothing to lift.")))
    today = city_date(now)
    against = (
        *_too_early(rule.lift, area, today),
        *_contacts(rule.lift, area, today),
        *_round(rule.lift, area, today),
    )
    if against:
        return LiftProposal(refuse(*against))
    met_at = start_of_day(_met_on(rule.lift, area))
    decision = allow(
        reason(
            "All conditions of rule set {ruleset} have been met since {met_at}: lift the area.",
            ruleset=ruleset.id,
            met_at=met_at,
        )
    )
    hours = rule.lift.alarm_after_hours
    return LiftProposal(
        decision, rule.lift.then, met_at, hours is not None and now >= met_at + timedelta(hours=hours)
    )


def may_keep(*, ruleset: RuleSet, area: AreaFacts, now: datetime) -> Decision:
    """Nine don'ts, no. 3: an area whose conditions are met is not kept any longer."""
    proposal = propose_lift(ruleset=ruleset, area=area, now=now)
    if proposal.decision.allowed:
        return refuse(
            reason(
                "The conditions for lifting are met: the area may not be kept longer (nine don'ts, no. 3)."
            ),
            *proposal.decision.reasons,
        )
    return allow(*proposal.decision.reasons)


def area_test_dates(*, ruleset: RuleSet, level: AreaLevel, declared_on: date) -> tuple[PlannedTest, ...]:
    """The days on which everybody in the area is tested; the day of the declaration is day 1."""
    rule = ruleset.areas.get(level)
    if rule is None or not rule.test_days:
        return ()
    last = declared_on + timedelta(days=max(rule.test_days) - 1)
    return test_dates(test_days=rule.test_days, day_one=declared_on, ends_date=last)


def _counted_from(area: AreaFacts) -> date:
    """The last infection; after a lowering, or without any infection, the day on which the level began."""
    if area.last_infection_on is None or (
        area.was_higher_before and area.last_infection_on < area.level_since
    ):
        return area.level_since
    return area.last_infection_on


def _needed_days(lift: Lift, area: AreaFacts) -> int:
    if area.was_higher_before and lift.days_without_new_after_higher is not None:
        return lift.days_without_new_after_higher
    return lift.days_without_new


def _too_early(lift: Lift, area: AreaFacts, today: date) -> list[Reason]:
    needed, passed = _needed_days(lift, area), (today - _counted_from(area)).days
    if passed >= needed:
        return []
    return [
        reason(
            "{passed} of {needed} days without a new infection have passed.",
            passed=max(passed, 0),
            needed=needed,
        )
    ]


def _contacts(lift: Lift, area: AreaFacts, today: date) -> list[Reason]:
    days = lift.contacts_clear_days
    if days is None:
        return []
    against = []
    if area.contacts_inside and not _exposure_is_past(area, days, today):
        against.append(
            reason(
                "{count} close contact(s) in the area are not yet more than {days} days past their last exposure.",
                count=area.contacts_inside,
                days=days,
            )
        )
    if area.contacts_without_negative:
        against.append(
            reason(
                "{count} close contact(s) have no negative last test.", count=area.contacts_without_negative
            )
        )
    return against


def _exposure_is_past(area: AreaFacts, days: int, today: date) -> bool:
    return area.last_contact_exposure_on is not None and (today - area.last_contact_exposure_on).days > days


def _round(lift: Lift, area: AreaFacts, today: date) -> list[Reason]:
    within, on_day = lift.round_negative_within_days, lift.round_negative_on_day
    if within is None and on_day is None:
        return []
    if area.full_round_on is None or not area.full_round_negative:
        return [reason("A full round of tests, all negative, is missing.")]
    if within is not None and (today - area.full_round_on).days > within:
        return [
            reason(
                "The last full round was on {day}; it must lie in the {days} days before lifting.",
                day=area.full_round_on,
                days=within,
            )
        ]
    if on_day is not None and area.full_round_on < _counted_from(area) + timedelta(days=on_day):
        return [
            reason(
                "The last full round was on {day}, before day {days} without a new infection.",
                day=area.full_round_on,
                days=on_day,
            )
        ]
    return []


def _met_on(lift: Lift, area: AreaFacts) -> date:
    """The first day on which all conditions were true together."""
    days = [_counted_from(area) + timedelta(days=_needed_days(lift, area))]
    if (lift.round_negative_within_days or lift.round_negative_on_day) and area.full_round_on is not None:
        days.append(area.full_round_on)
    if (
        lift.contacts_clear_days is not None
        and area.contacts_inside
        and area.last_contact_exposure_on is not None
    ):
        days.append(area.last_contact_exposure_on + timedelta(days=lift.contacts_clear_days + 1))
    return max(days)
