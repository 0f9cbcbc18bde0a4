"""A map of columns and the order of dates, as told on the command line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from ringfence.cores.linelist.dates import Order
from ringfence.cores.linelist.mapping import ColumnMap

from .inside import readable
from .printing import CannotRun

ORDERS = {"DMY": Order.DAY_FIRST, "MDY": Order.MONTH_FIRST, "YMD": Order.YEAR_FIRST}
LEAVE_OUT = "-"


def decided(found: ColumnMap, *, file: Path | None, date_orders: Sequence[str]) -> ColumnMap:
    """The proposed map with what a person said: a JSON file {"heading": "field"} and FIELD=DMY for dates."""
    for header, field in _told(file).items():
        at = next((one.index for one in found.choices if one.header == header), None)
        if at is None:
            headers = ", ".join(one.header for one in found.choices)
            raise CannotRun(f"The file has no column {header!r}. Its columns: {headers}")
        left_out = field == LEAVE_OUT
        found = found.choose(index=at, field=None if left_out else field or None, ignored=left_out)
    for told in date_orders:
        field, _, order = told.partition("=")
        if order.upper() not in ORDERS:
            raise CannotRun(f"Write the order of dates as FIELD=DMY, FIELD=MDY or FIELD=YMD, not {told!r}.")
        found = found.with_date_order(field=field, order=ORDERS[order.upper()])
    return found


def _told(file: Path | None) -> dict[str, str]:
    if file is None:
        return {}
    try:
        told = json.loads(readable(file).read_text(encoding="utf-8"))
    except ValueError as fault:
        raise CannotRun(f"{file} is no JSON: {fault}") from fault
    if not isinstance(told, dict) or not all(isinstance(one, str | None) for one in told.values()):
        raise CannotRun(f'{file} should hold {{"heading": "field", ...}}; "-" leaves a column out.')
    return {header: field or "" for header, field in told.items()}
