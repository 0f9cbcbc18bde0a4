"""Pools: a positive tube holds its members for a while; it never makes a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from ringfence.ground.rulesets.parameters import Pooling
from ringfence.ground.rulesets.words import SampleResult
from ringfence.kernel import Decision, Reason, allow, reason, refuse


class HoldState(StrEnum):
    HELD = "HELD"  # stays where they are until the single test
    RELEASED = "RELEASED"  # the single test is negative
    PRESUMPTIVE = "PRESUMPTIVE"  # the single test is positive: a case opens
    EXPIRED = "EXPIRED"  # the laboratory stayed silent


@dataclass(frozen=True, slots=True)
class Hold:
    """One member of a positive pool, held from the result on, at the latest until `expires_at`."""

    person_id: UUID
    starts_at: datetime
    expires_at: datetime
    reason: Reason


@dataclass(frozen=True, slots=True)
class SettledHold:
    state: HoldState
    reason: Reason


@dataclass(frozen=True, slots=True)
class PoolDeadlines:
    notify_by: datetime
    resample_by: datetime
    result_by: datetime


def may_pool(*, pooling: Pooling, members: Sequence[UUID]) -> Decision:
    """A tube takes no more swabs than was validated, and nobody twice. A short pool is fine."""
    most = max(pooling.sizes)
    if not members:
        return refuse(reason("The tube is empty: scan the people in the order of sampling."))
    if len(members) > most:
        return refuse(
            reason("A tube takes at most {most} swabs; this one has {count}.", most=most, count=len(members))
        )
    if len(set(members)) < len(members):
        return refuse(reason("The same person stands twice in this tube: remove one of the two."))
    return allow(reason("{count} swabs in one tube.", count=len(members)))


def holds_of_positive_pool(
    *, pooling: Pooling, members: Sequence[UUID], result_at: datetime
) -> tuple[Hold, ...]:
    """A hold for each member of a positive tube. Not a case, and not a restriction that outlives the hold."""
    expires_at = result_at + timedelta(hours=pooling.hold_hours)
    why = reason(
        "The tube with {count} samples was positive. Please stay where you are until the single test; "
        "at the latest {expires_at} this ends by itself.",
        count=len(members),
        expires_at=expires_at,
    )
    return tuple(Hold(person, result_at, expires_at, why) for person in dict.fromkeys(members))


def pool_deadlines(*, pooling: Pooling, result_at: datetime) -> PoolDeadlines:
    """By when the members are told, sampled again, and have their single result."""
    return PoolDeadlines(
        notify_by=result_at + timedelta(minutes=pooling.notify_minutes),
        resample_by=result_at + timedelta(hours=pooling.resample_hours),
        result_by=result_at + timedelta(hours=pooling.result_hours),
    )


def settle_hold(*, hold: Hold, single_result: SampleResult | None, now: datetime) -> SettledHold:
    """What became of a hold: the single result decides; without one it expires by itself."""
    if single_result is SampleResult.POSITIVE:
        return SettledHold(
            HoldState.PRESUMPTIVE, reason("The single test is positive: a case opens as presumptive.")
        )
    if single_result is SampleResult.NEGATIVE:
        return SettledHold(HoldState.RELEASED, reason("The single test is negative: the hold is over."))
    if now >= hold.expires_at:
        return SettledHold(
            HoldState.EXPIRED,
            reason(
                "No result came until {expires_at}: the hold is over. A test remains on offer.",
                expires_at=hold.expires_at,
            ),
        )
    if single_result is SampleResult.INVALID:
        return SettledHold(
            HoldState.HELD,
            reason(
                "The single sample was unusable: take another before {expires_at}.",
                expires_at=hold.expires_at,
            ),
        )
    return SettledHold(
        HoldState.HELD,
        reason(
            "The single test has no result yet; the hold ends at the latest {expires_at}.",
            expires_at=hold.expires_at,
        ),
    )
