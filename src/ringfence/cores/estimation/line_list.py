"""The line list as the estimates need it, and the curve made from it."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ringfence.kernel import Refused, reason

from .delays import Span, summarise
from .reproduction import Curve

COLUMNS = ("case_id", "onset_date", "report_date", "isolation_date", "imported", "team", "source_id")
YES, NO = {"1", "true", "yes", "y"}, {"", "0", "false", "no", "n"}


class Basis(StrEnum):
    """Which date a case is counted on."""

    ONSET = "ONSET"
    REPORT = "REPORT"


@dataclass(frozen=True, slots=True)
class LineListRow:
    case_id: str
    onset_date: date | None = None
    report_date: date | None = None
    isolation_date: date | None = None
    imported: bool = False
    team: str = ""
    source_id: str | None = None  # the resolved source; None: unknown


@dataclass(frozen=True, slots=True)
class Counted:
    """A curve, and what had to be done to get it."""

    curve: Curve
    days: Mapping[str, date]  # the day on which each case is counted
    onsets_filled_in: int  # onset unknown: report day less the median delay
    left_out: int  # no usable date


def read_line_list(*, text: str) -> tuple[LineListRow, ...]:
    """Rows of a CSV file with the columns of `COLUMNS` (only case_id is required), days as YYYY-MM-DD."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    if "case_id" not in (reader.fieldnames or ()):
        raise Refused(reason("The line list needs a column case_id."))
    return tuple(_row(cells, line) for line, cells in enumerate(reader, start=2))


def count_cases(
    *, rows: Sequence[LineListRow], basis: Basis = Basis.ONSET, as_of: date | None = None
) -> Counted:
    """Cases by day up to `as_of` (by default the last day in the list). Refuses a list without a usable date."""
    delay = summarise(spans=(Span("", row.onset_date, row.report_date) for row in rows))
    usual = timedelta(days=round(delay.median_days or 0.0))
    days = {row.case_id: day for row in rows if (day := _counting_day(row, basis, usual))}
    if not days:
        raise Refused(reason("No case has a date to count it on."))
    ends_on = as_of or max(d for row in rows for d in (row.onset_date, row.report_date) if d)
    late = timedelta(days=math.ceil(max(delay.p90_days or 0.0, 0.0)))
    counted = {case: day for case, day in days.items() if day <= ends_on}
    incomplete = ends_on - late + timedelta(days=1) if basis is Basis.ONSET and late else None
    return Counted(
        curve=_curve(rows, counted, ends_on, incomplete),
        days=counted,
        onsets_filled_in=sum(
            basis is Basis.ONSET and not r.onset_date and r.case_id in counted for r in rows
        ),
        left_out=len(rows) - len(counted),
    )


def _counting_day(row: LineListRow, basis: Basis, usual_delay: timedelta) -> date | None:
    if basis is Basis.REPORT:
        return row.report_date
    if row.onset_date is None and row.report_date is not None:
        return row.report_date - usual_delay
    return row.onset_date


def _curve(
    rows: Iterable[LineListRow], days: Mapping[str, date], ends_on: date, incomplete: date | None
) -> Curve:
    starts_on = min(days.values(), default=ends_on)
    length = (ends_on - starts_on).days + 1
    tally = Counter(
        (row.imported, (days[row.case_id] - starts_on).days) for row in rows if row.case_id in days
    )
    local, imported = (tuple(tally[kind, i] for i in range(length)) for kind in (False, True))
    return Curve(starts_on, local, imported, incomplete)


def _row(cells: Mapping[str, str | None], line: int) -> LineListRow:
    value = {name: (cells.get(name) or "").strip() for name in COLUMNS}
    if not value["case_id"]:
        raise Refused(reason("Line {line}: case_id is empty.", line=line))
    return LineListRow(
        case_id=value["case_id"],
        onset_date=_day(value["onset_date"], "onset_date", line),
        report_date=_day(value["report_date"], "report_date", line),
        isolation_date=_day(value["isolation_date"], "isolation_date", line),
        imported=_flag(value["imported"], line),
        team=value["team"],
        source_id=value["source_id"] or None,
    )


def _day(text: str, column: str, line: int) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(
            reason(
                "Line {line}, {column}: {value} is not a day; write YYYY-MM-DD.",
                line=line,
                column=column,
                value=text,
            )
        ) from None


def _flag(text: str, line: int) -> bool:
    if text.lower() not in YES | NO:
        raise Refused(
            reason("Line {line}, imported: {value} is neither true nor false.", line=line, value=text)
        )
    return text.lower() in YES
