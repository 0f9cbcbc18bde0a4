"""From days and times as people tell them to the instants that the rules count with."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from ringfence.kernel import CITY_ZONE, city_date, end_of_day, start_of_day


def exposure_times(
    *, first_on: date | None, last_on: date, now: datetime, first_time: time | None = None,
    last_time: time | None = None, minutes: int | None = None,
) -> tuple[datetime, datetime]:  # fmt: skip
    """From when until when an exposure lasted. A day without a time is the whole day, today until now.

    A day that has not come stays as it was told; whoever records it refuses it.
    """
    last_at = _at(last_on, last_time) if last_time else end_of_day(last_on) - timedelta(minutes=1)
    if last_time is None and last_on == city_date(now):
        last_at = now
    if first_time is not None:
        return _at(first_on or last_on, first_time), last_at
    if last_time is not None and first_on in (None, last_on):
        return last_at - timedelta(minutes=minutes or 0), last_at
    return min(start_of_day(first_on or last_on), last_at), last_at


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, CITY_ZONE)
