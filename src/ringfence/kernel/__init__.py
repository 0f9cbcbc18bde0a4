"""The words every floor shares: decisions with reasons, periods, ids, the city's calendar."""

from .city_time import CITY_ZONE, city_date, end_of_day, start_of_day
from .decision import Decision, Expected, NotFound, NotPermitted, Refused, allow, refuse
from .ids import new_id
from .period import Period
from .reasons import Reason, reason

__all__ = [
    "CITY_ZONE",
    "Decision",
    "Expected",
    "NotFound",
    "NotPermitted",
    "Period",
    "Reason",
    "Refused",
    "allow",
    "city_date",
    "end_of_day",
    "new_id",
    "reason",
    "refuse",
    "start_of_day",
]
