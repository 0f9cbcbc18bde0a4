"""May a drafted order be put in force, and is it no stricter than the rule set?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ringfence.ground.rulesets.parameters import RuleSet
from ringfence.ground.rulesets.words import ContactKind, MeasureKind
from ringfence.kernel import Decision, Reason, allow, city_date, reason, refuse

from .plan import STRICTNESS, Plan, plan_measures


@dataclass(frozen=True, slots=True)
class Draft:
    """An order as drafted. `contact_kind` is None for the isolation of a case; `evidence` counts its records."""

    drafted_by: UUID | int | str
    organisation: UUID | int | str
    kind: MeasureKind
    contact_kind: ContactKind | None
    last_exposure_at: datetime | None
    ends_at: datetime | None
    evidence: int
    expires_at: datetime | None = None  # a draft that nobody approved in time lapses
    appeals_decided_by: frozenset[UUID] = frozenset()  # who answered an appeal against the draft


def may_approve(
    *,
    ruleset: RuleSet,
    draft: Draft,
    approver: UUID | int | str,
    organisation: UUID | int | str,
    now: datetime,
) -> Decision:
    """A second person of another organisation, evidence, time left, and nothing beyond the rule set."""
    against: list[Reason] = []
    if approver == draft.drafted_by:
        against.append(reason("Who drafted an order cannot approve it."))
    if approver in draft.appeals_decided_by:
        against.append(reason("Who answered an appeal against an order cannot sign it afterwards."))
    if ruleset.approval.another_organisation and organisation == draft.organisation:
        against.append(reason("Somebody of another organisation than the drafter's must approve it."))
    if draft.expires_at is not None and draft.expires_at <= now:
        against.append(
            reason("The draft lapsed on {at}: draft it again with today's facts.", at=draft.expires_at)
        )
    if draft.evidence < 1:
        against.append(
            reason("The order has no evidence: link the exposure or the laboratory result it rests on.")
        )
    if draft.ends_at is not None and draft.ends_at <= now:
        against.append(
            reason(
                "The order would have ended on {ends}: there is nothing left to put in force.",
                ends=city_date(draft.ends_at),
            )
        )
    strict = _within(ruleset, draft)
    if not strict.allowed:
        against.extend(strict.reasons)
    if against:
        return refuse(*against)
    return allow(
        reason("Drafted and approved by different people of different organisations, with evidence."),
        *strict.reasons,
    )


def not_stricter_than(
    *,
    ruleset: RuleSet,
    contact_kind: ContactKind,
    kind: MeasureKind,
    last_exposure_at: datetime,
    ends_at: datetime,
) -> Decision:
    """No category, no degree and no day beyond the rule set (nine don'ts 4 and 5). Milder is always allowed."""
    if kind is MeasureKind.ISOLATION:
        return refuse(reason("Isolation is for cases; a contact is quarantined."))
    plan = plan_measures(
        ruleset=ruleset, kind=contact_kind, last_exposure_at=last_exposure_at, starts_at=last_exposure_at
    )
    if not plan.stages:
        return refuse(
            reason(
                "Rule set {ruleset} has no measure for this kind of contact: categories may not be widened (nine don'ts, no. 4).",
                ruleset=ruleset.id,
            )
        )
    longest = latest_day_of(plan, at_least=kind)
    if longest is None:
        return refuse(
            reason(
                "Rule set {ruleset} has nothing as strict as this for this kind of contact (nine don'ts, no. 4).",
                ruleset=ruleset.id,
            )
        )
    if city_date(ends_at) > longest:
        return refuse(
            reason(
                "The order lasts until {ends}, rule set {ruleset} allows at most until {longest}: "
                "times may not be extended (nine don'ts, no. 5).",
                ends=city_date(ends_at),
                ruleset=ruleset.id,
                longest=longest,
            )
        )
    return allow(reason("Not stricter than rule set {ruleset}.", ruleset=ruleset.id))


def latest_day_of(plan: Plan, *, at_least: MeasureKind) -> date | None:
    """The last day on which the plan asks for this measure or a stricter one."""
    days = [
        stage.ends_date for stage in plan.stages if STRICTNESS.index(stage.kind) >= STRICTNESS.index(at_least)
    ]
    return max(days, default=None)


def _within(ruleset: RuleSet, draft: Draft) -> Decision:
    if draft.contact_kind is None:
        if draft.kind is MeasureKind.ISOLATION:
            return allow(
                reason("Isolation lasts until the discharge rule of {ruleset} is met.", ruleset=ruleset.id)
            )
        return refuse(reason("A case is isolated, not quarantined: correct the kind of the order."))
    if draft.last_exposure_at is None or draft.ends_at is None:
        return refuse(reason("Last exposure and end must be written down before the order can be judged."))
    return not_stricter_than(
        ruleset=ruleset,
        contact_kind=draft.contact_kind,
        kind=draft.kind,
        last_exposure_at=draft.last_exposure_at,
        ends_at=draft.ends_at,
    )
