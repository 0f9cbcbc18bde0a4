"""Between when and when somebody came to a stop whose hour the text leaves open: as wide as the words, never narrower."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from .model import Order, Stop

# [D] hours of a part of the day, wide on purpose: too narrow would call a possible meeting impossible
PARTS = {
    "凌晨": (0, 6), "清晨": (4, 9), "早晨": (5, 10), "早上": (5, 10), "早": (5, 10), "上午": (6, 12), "中午": (11, 14),
    "正午": (11, 14), "下午": (12, 18), "傍晚": (16, 20), "晚上": (17, 24), "晚": (17, 24), "当晚": (17, 24), "夜间": (18, 24),
    "夜": (18, 24), "深夜": (21, 24),
}  # fmt: skip


def came_between(stops: Sequence[Stop], nth: int) -> tuple[datetime, datetime] | None:
    """The earliest and the latest moment at which the nth stop can have begun, in the city's clock; twice the same when told.

    `None` when the text gives no day. A stop told as after another did not begin before it.
    """
    stop = stops[nth]
    if stop.from_date is None:
        return None
    if stop.from_time is not None:
        told = datetime.combine(stop.from_date, stop.from_time)
        return told, told
    first, behind = PARTS.get(stop.part_of_day, (0, 24))
    last_day = stop.from_date if stop.part_of_day else stop.to_date or stop.from_date
    earliest, latest = _at(stop.from_date, first), _at(max(last_day, stop.from_date), behind)
    before = came_between(stops, nth - 1) if stop.order is Order.AFTER and nth else None
    if before is not None and earliest < before[0] < latest:
        earliest = before[0]
    return earliest, latest


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(hours=hour)
