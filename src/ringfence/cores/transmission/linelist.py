"""The line list that a forecast starts from: one row a case, days as whole numbers of any one calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ringfence.kernel import Refused, reason

FEWEST_DELAYS = 5  # with fewer cases of known onset the delays of the response stay as given
LONGEST_DELAY_DAYS = 30
SETTLED_AFTER_DAYS = 7


@dataclass(frozen=True)
class Listed:
    """One reported case. `area` is the code of its place; what is not known is `None`."""

    reported: int
    onset: int | None = None
    sampled: int | None = None
    isolated: int | None = None
    area: str = ""
    imported: bool = False
    source_known: bool = False
    in_quarantine: bool | None = None


def listed(rows: Iterable[Mapping[str, Any]]) -> list[Listed]:
    """Cases from a plain table: `reported` (required), `onset`, `sampled`, `isolated` as dates or ISO text; other columns as in `Listed`."""
    return [_listed(number, row) for number, row in enumerate(rows, 1)]


def _listed(number: int, row: Mapping[str, Any]) -> Listed:
    days = {name: _day(number, name, row.get(name)) for name in ("reported", "onset", "sampled", "isolated")}
    if days["reported"] is None:
        raise Refused(
            reason("Row {row} of the line list has no day of report.", row=number), fields={"reported": []}
        )
    held = row.get("in_quarantine")
    return Listed(
        reported=days["reported"], onset=days["onset"], sampled=days["sampled"], isolated=days["isolated"],
        area=str(row.get("area") or ""), imported=bool(row.get("imported")), source_known=bool(row.get("source_known")),
        in_quarantine=None if held is None or held == "" else bool(held),
    )  # fmt: skip


def _day(number: int, name: str, value: Any) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value.toordinal()
    try:
        return date.fromisoformat(str(value)[:10]).toordinal()
    except ValueError:
        raise Refused(
            reason(
                "Row {row} of the line list: {value} is not a day (YYYY-MM-DD).", row=number, value=str(value)
            ),
            fields={name: []},
        ) from None


def counts(
    cases: Sequence[Listed], *, first_day: int, days: int, community: bool = False
) -> NDArray[np.int64]:
    """Cases reported on each day; with `community` only those not known to have been in quarantine."""
    found = np.zeros(days, np.int64)
    for case in cases:
        if 0 <= case.reported - first_day < days and not (community and case.in_quarantine):
            found[case.reported - first_day] += 1
    return found


def delays_to_report(cases: Sequence[Listed], *, today: int) -> tuple[float, ...] | None:
    """Evenly spaced quantiles (days) from onset to report of those found outside quarantine; `None` if too few are known.

    Only onsets of a week ago or earlier count: of later ones only the quick are reported yet.
    """
    known = [
        case.reported - case.onset
        for case in cases
        if case.onset is not None and case.onset <= today - SETTLED_AFTER_DAYS and not case.imported and not case.in_quarantine
        and 0 <= case.reported - case.onset <= LONGEST_DELAY_DAYS
    ]  # fmt: skip
    if len(known) < FEWEST_DELAYS:
        return None
    return tuple(float(q) + 0.5 for q in np.quantile(known, (0.05, 0.25, 0.5, 0.75, 0.95)))


def delay_to_isolation_hours(cases: Sequence[Listed]) -> float | None:
    """Median hours from report to isolation; `None` if it is known of too few."""
    known = [24.0 * max(0, c.isolated - c.reported) for c in cases if c.isolated is not None]
    return float(np.median(known)) if len(known) >= FEWEST_DELAYS else None
