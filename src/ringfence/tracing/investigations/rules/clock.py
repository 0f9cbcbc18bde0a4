"""The investigation clock: milestones, stopped time, escalation, and how long things took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ringfence.ground.rulesets.parameters import Clock
from ringfence.ground.rulesets.words import Milestone, StopReason
from ringfence.kernel import Decision, Reason, allow, reason, refuse


class Level(StrEnum):
    """How urgent a milestone is."""

    ON_TIME = "ON_TIME"
    WARNED = "WARNED"  # 75 % of the limit is used
    BREACHED = "BREACHED"  # the limit is over
    MET = "MET"
    MET_LATE = "MET_LATE"


@dataclass(frozen=True, slots=True)
class Stop:
    """A stretch in which the clock stood still. Without an end it is still standing."""

    reason: StopReason
    starts_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """One milestone of the clock; `due_at` already contains the stopped time."""

    milestone: Milestone
    limit: timedelta
    due_at: datetime
    warn_at: datetime


@dataclass(frozen=True, slots=True)
class StoppedTime:
    """How often and how long the clock stood still, by reason. `total` counts overlapping stops once."""

    total: timedelta
    by_reason: dict[StopReason, tuple[int, timedelta]]


# Milestones of cross-area notices run from the notice, not from the positive result.
FROM_NOTICE = (Milestone.NOTICE_LOCATE, Milestone.NOTICE_CONTROL, Milestone.NOTICE_FEEDBACK)


def milestones(
    *, clock: Clock, t0: datetime, stops: Sequence[Stop] = (), now: datetime
) -> tuple[Deadline, ...]:
    """The deadlines of a case that became known at `t0`, earliest first. `t0` is never edited."""
    listed = [milestone for milestone in clock.hours if milestone not in FROM_NOTICE]
    return _deadlines(clock, listed, t0, stops, now)


def notice_milestones(
    *, clock: Clock, noticed_at: datetime, stops: Sequence[Stop] = (), now: datetime
) -> tuple[Deadline, ...]:
    """The deadlines of a cross-area notice that came in at `noticed_at`."""
    listed = [milestone for milestone in clock.hours if milestone in FROM_NOTICE]
    return _deadlines(clock, listed, noticed_at, stops, now)


def moved_deadline(*, t0: datetime, limit: timedelta, stops: Sequence[Stop], now: datetime) -> datetime:
    """`t0 + limit`, moved by the time the clock stood still before it. A stop still running counts until `now`."""
    left, cursor = limit, t0
    for starts_at, ends_at in _joined(stops, t0, now):
        if cursor + left <= starts_at:
            break
        left -= starts_at - cursor
        cursor = ends_at
    return cursor + left


def stopped_time(*, stops: Sequence[Stop], t0: datetime, now: datetime) -> StoppedTime:
    """List and count the stops."""
    by_reason: dict[StopReason, tuple[int, timedelta]] = {}
    for stop in stops:
        count, length = by_reason.get(stop.reason, (0, timedelta()))
        joined = _joined([stop], t0, now)
        by_reason[stop.reason] = (
            count + 1,
            length + sum((end - start for start, end in joined), timedelta()),
        )
    total = sum((end - start for start, end in _joined(stops, t0, now)), timedelta())
    return StoppedTime(total, by_reason)


def level(*, deadline: Deadline, met_at: datetime | None, now: datetime) -> Level:
    """MET or MET_LATE once it is met; before that ON_TIME, WARNED from 75 %, BREACHED from 100 %."""
    if met_at is not None:
        return Level.MET if met_at <= deadline.due_at else Level.MET_LATE
    if now >= deadline.due_at:
        return Level.BREACHED
    return Level.WARNED if now >= deadline.warn_at else Level.ON_TIME


def may_stop(*, clock: Clock, why: StopReason, stops: Sequence[Stop]) -> Decision:
    """The clock stops only for a listed reason, and not twice for the same one at once."""
    if why not in clock.stop_reasons:
        return refuse(reason("This reason does not stop the clock in the chosen rule set."))
    if any(stop.reason is why and stop.ends_at is None for stop in stops):
        return refuse(reason("The clock already stands still for this reason."))
    return allow(reason("The clock stands still; the stopped time is listed and counted."))


def level_sentence(*, deadline: Deadline, level: Level) -> Reason:
    """What to tell the team about a milestone."""
    return {
        Level.ON_TIME: reason("Due {due_at}.", due_at=deadline.due_at),
        Level.WARNED: reason("Three quarters of the time are used: due {due_at}.", due_at=deadline.due_at),
        Level.BREACHED: reason("Overdue since {due_at}.", due_at=deadline.due_at),
        Level.MET: reason("Done in time."),
        Level.MET_LATE: reason("Done, but after {due_at}.", due_at=deadline.due_at),
    }[level]


def median_and_90th(durations: Sequence[timedelta]) -> tuple[timedelta, timedelta] | None:
    """Median and 90th percentile (nearest rank: a duration that really occurred); None for an empty list."""
    if not durations:
        return None
    ordered = sorted(durations)
    rank = -(-9 * len(ordered) // 10)  # ceil(0.9 n) without floating point
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return median, ordered[rank - 1]


def _deadlines(
    clock: Clock, listed: Sequence[Milestone], t0: datetime, stops: Sequence[Stop], now: datetime
) -> tuple[Deadline, ...]:
    found = []
    for milestone in listed:
        limit = timedelta(hours=clock.hours[milestone])
        due_at = moved_deadline(t0=t0, limit=limit, stops=stops, now=now)
        warn_at = moved_deadline(t0=t0, limit=limit * clock.warn_percent / 100, stops=stops, now=now)
        found.append(Deadline(milestone, limit, due_at, warn_at))
    return tuple(sorted(found, key=lambda deadline: deadline.due_at))


def _joined(stops: Sequence[Stop], t0: datetime, now: datetime) -> list[tuple[datetime, datetime]]:
    """Stops as disjoint stretches after `t0`, in order; overlapping and touching ones become one."""
    stretches: list[tuple[datetime, datetime]] = []
    for stop in sorted(stops, key=lambda each: each.starts_at):
        starts_at, ends_at = max(stop.starts_at, t0), stop.ends_at or max(now, stop.starts_at)
        if ends_at <= starts_at:
            continue
        if stretches and starts_at <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], ends_at))
        else:
            stretches.append((starts_at, ends_at))
    return stretches
