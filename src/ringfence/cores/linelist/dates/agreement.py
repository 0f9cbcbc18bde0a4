"""Date columns looked at together: one file is usually written by one hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ringfence.kernel import Refused, reason

from .finding import DateColumn, DateFinding, find_order, with_order
from .forms import Shape, form_of
from .orders import Order
from .votes import Certainty

_FOUR_YEARS = 1461  # days between Excel's two ways of counting


def find_orders(*, columns: Sequence[DateColumn]) -> tuple[DateFinding, ...]:
    """The order of each column; a column that fits two orders follows the certain ones of the same file."""
    alone = [find_order(column=column) for column in columns]
    certain = {finding.order for finding in alone if finding.votes and finding.certainty is Certainty.CERTAIN}
    agreed = [_following(finding, column, certain) for finding, column in zip(alone, columns, strict=True)]
    return tuple(
        _serial_base(finding, column, agreed) for finding, column in zip(agreed, columns, strict=True)
    )


def _following(finding: DateFinding, column: DateColumn, certain: set[Order]) -> DateFinding:
    if finding.certainty is Certainty.CERTAIN or not finding.votes or len(certain) != 1:
        return finding
    (order,) = certain
    fits = {vote.order: vote.fits for vote in finding.votes}
    if not fits[order] or fits[order] < max(fits.values()):
        return finding
    why = reason(
        "More than one order fits every date; taken as {order}, like the other date columns of this file.",
        order=str(order),
    )
    return with_order(column=column, order=order, certainty=Certainty.LIKELY, why=why, votes=finding.votes)


def _serial_base(
    finding: DateFinding, column: DateColumn, all_findings: Sequence[DateFinding]
) -> DateFinding:
    """Excel serials that lie four years before the other dates of the file were counted from 1904."""
    serials = [cell for cell in column.cells if form_of(cell).shape is Shape.SERIAL]
    if not serials or finding.rules.from_1904 or column.rules.birth:
        return finding
    others = [
        day
        for other in all_findings
        if other.field != finding.field and not other.rules.birth
        for _, day in other.samples
        if isinstance(day, date)
    ]
    mine = [day for cell in serials if isinstance(day := finding.rules.read(cell), date)]
    if not others or not mine:
        return finding
    apart = _middle(others) - _middle(mine)
    if abs(apart - _FOUR_YEARS) > _FOUR_YEARS // 4:
        return finding
    why = reason("The Excel date numbers lie four years before the other dates; they are counted from 1904.")
    return with_order(
        column=column,
        order=finding.order,
        certainty=Certainty.LIKELY,
        why=why,
        votes=finding.votes,
        from_1904=True,
    )


def _middle(days: Sequence[date]) -> int:
    return sorted(day.toordinal() for day in days)[len(days) // 2]


def refuse_ambiguous(*, findings: Sequence[DateFinding]) -> None:
    """Refuse to go on while a column may be read in two ways; name the columns."""
    open_ones = [finding for finding in findings if finding.ambiguous]
    if open_ones:
        raise Refused(*(
            reason("Column {column} ({header}): say whether the dates are d/m/y or m/d/y.", column=one.column, header=one.header)
            for one in open_ones
        ))  # fmt: skip
