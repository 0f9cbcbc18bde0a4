"""The circuit breaker: restrictions that no case explains wait for an independent review, and who may review them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from ringfence.ground.rulesets.parameters import RuleSet
from ringfence.kernel import Decision, Reason, allow, reason, refuse


class Cause(StrEnum):
    """What was too much."""

    NO_CASE = "NO_CASE"
    PROPOSER = "PROPOSER"
    ORGANISATION = "ORGANISATION"
    AREA = "AREA"
    OUTBREAK = "OUTBREAK"


@dataclass(frozen=True, slots=True)
class Rate:
    """Restrictions of the last hour on one count, those asked for now included, and the cases behind them."""

    cause: Cause
    counted: int
    cases: int


@dataclass(frozen=True, slots=True)
class Tripped:
    """Why a batch is held. `most` is what would have passed."""

    cause: Cause
    counted: int
    cases: int
    most: int
    why: Reason


def tripped(*, ruleset: RuleSet, without_case: int, rates: Sequence[Rate]) -> Tripped | None:
    """Must these restrictions wait for a review? None: they may go on.

    `without_case` counts those asked for now behind which stands no case that a laboratory found. A rate passes up to
    its fixed number, or as many as its cases explain. Source: domain 9.2 (N = 20), numbers in the rule set, `approval`.
    """
    if without_case:
        why = reason(
            "{count} restriction(s) without a case that a laboratory found: held for an independent review.",
            count=without_case,
        )
        return Tripped(Cause.NO_CASE, without_case, 0, 0, why)
    for rate in rates:
        most = most_in_an_hour(ruleset=ruleset, cause=rate.cause, cases=rate.cases)
        if rate.counted > most:
            return Tripped(rate.cause, rate.counted, rate.cases, most, _SAID[rate.cause](rate, most))
    return None


def most_in_an_hour(*, ruleset: RuleSet, cause: Cause, cases: int) -> int:
    """How many restrictions pass without review on one count, with so many cases behind them."""
    limits = ruleset.approval
    fixed = {
        Cause.NO_CASE: 0, Cause.PROPOSER: limits.review_batch_above, Cause.ORGANISATION: limits.review_organisation_above,
        Cause.AREA: limits.review_area_above, Cause.OUTBREAK: limits.review_outbreak_above,
    }[cause]  # fmt: skip
    return max(fixed, limits.review_orders_per_case * cases)


def may_review(
    *,
    reviewer: UUID,
    organisation: UUID,
    in_command: bool,
    persons: Collection[UUID],
    organisations: Collection[UUID],
) -> Decision:
    """May this person open or break a held batch in which these had a part? Source: domain 9.2, independent review."""
    if reviewer in persons:
        return refuse(reason("You had a part in these restrictions: somebody independent must review them."))
    if organisation in organisations:
        return refuse(
            reason(
                "Your organisation had a part in these restrictions: somebody of another one must review them."
            )
        )
    if in_command:
        return refuse(reason("Your organisation belongs to the command: the review is outside its line."))
    return allow(reason("You and your organisation had no part in these restrictions."))


_SAID = {
    Cause.PROPOSER: lambda rate, most: reason(
        "{count} restrictions by one person in an hour; {cases} case(s) explain at most {most}: held for an independent review.",
        count=rate.counted, cases=rate.cases, most=most,
    ),
    Cause.ORGANISATION: lambda rate, most: reason(
        "{count} restrictions by one organisation in an hour; {cases} case(s) explain at most {most}: held for an independent review.",
        count=rate.counted, cases=rate.cases, most=most,
    ),
    Cause.AREA: lambda rate, most: reason(
        "{count} restrictions in one county in an hour; {cases} case(s) explain at most {most}: held for an independent review.",
        count=rate.counted, cases=rate.cases, most=most,
    ),
    Cause.OUTBREAK: lambda rate, most: reason(
        "{count} restrictions in the outbreak in an hour; {cases} case(s) explain at most {most}: held for an independent review.",
        count=rate.counted, cases=rate.cases, most=most,
    ),
}  # fmt: skip
