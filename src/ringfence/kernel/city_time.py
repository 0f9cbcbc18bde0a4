"""The city's calendar. Instants are UTC; days are days of the city."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CITY_ZONE = ZoneInfo("Asia/Shanghai")  # DOMAIN 3.6: all rules count days in Asia/Shanghai


def city_date(instant: datetime) -> date:
    """The day in the city on which this instant falls."""
    return instant.astimezone(CITY_ZONE).date()


def start_of_day(day: date) -> datetime:
    """The instant (UTC) at which this day begins in the city."""
    return datetime.combine(day, time.min, CITY_ZONE).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The instant (UTC) at which this day is over in the city."""
    return start_of_day(day + timedelta(days=1))
