"""In which order a column writes its dates: told from all its cells, with the counts for and against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from ringfence.kernel import Reason, reason

from .forms import Shape, form_of
from .orders import DateRules, Order, day_of

_UNDECIDED_SHAPES = {Shape.TWO_AND_YEAR, Shape.THREE_SHORT, Shape.TWO_NUMBERS}
_CLUSTER = 3  # an outbreak's dates lie close together; three times the span tells the wrong order
_MIXED = 20  # from one cell in twenty on, cells of another order are no slips but a second hand


class Certainty(StrEnum):
    CERTAIN = "CERTAIN"  # no other order fits, or no cell needs an order
    LIKELY = "LIKELY"  # several fit; one is the better explanation, which is stated
    AMBIGUOUS = "AMBIGUOUS"  # several fit equally; a person must say


@dataclass(frozen=True, slots=True)
class Vote:
    """How many cells an order explains, how many it cannot, how many it alone can, and how far the days lie apart."""

    order: Order
    fits: int
    against: int
    only: int
    first: date | None
    last: date | None

    @property
    def span_days(self) -> int:
        return (self.last - self.first).days if self.first and self.last else 0


@dataclass(frozen=True, slots=True)
class DateFinding:
    """What was found about one date column, to be shown before it is believed."""

    field: str
    column: str
    header: str
    filled: int
    shapes: tuple[tuple[str, int], ...]
    rules: DateRules
    certainty: Certainty
    why: Reason
    votes: tuple[Vote, ...]
    samples: tuple[tuple[str, date | Reason], ...]
    refused: int  # cells that these rules cannot read
    warnings: tuple[Reason, ...] = ()

    @property
    def order(self) -> Order:
        return self.rules.order

    @property
    def ambiguous(self) -> bool:
        return self.certainty is Certainty.AMBIGUOUS

    def as_json(self) -> dict[str, Any]:
        return {
            "field": self.field, "column": self.column, "header": self.header, "filled": self.filled,
            "shapes": dict(self.shapes), "order": self.order, "from_1904": self.rules.from_1904,
            "certainty": self.certainty, "why": self.why.as_json(), "refused": self.refused,
            "votes": [{"order": v.order, "fits": v.fits, "against": v.against} for v in self.votes],
            "samples": [{"cell": cell, "day": d.isoformat() if isinstance(d, date) else None,
                         "refused": None if isinstance(d, date) else d.as_json()} for cell, d in self.samples],
            "warnings": [one.as_json() for one in self.warnings],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class DateColumn:
    """All cells of a date column: each different text with how often it stands there."""

    field: str
    column: str
    header: str
    cells: Mapping[str, int]
    rules: DateRules


def find_order(*, column: DateColumn) -> DateFinding:
    """The order that explains the most cells of this column, looked at alone."""
    undecided = {cell: count for cell, count in column.cells.items() if form_of(cell).shape in _UNDECIDED_SHAPES}
    votes = _votes(undecided, column.rules) if undecided else ()
    certainty, why = _judged(votes)
    order = votes[0].order if votes else column.rules.order
    return with_order(column=column, order=order, certainty=certainty, why=why, votes=votes)


def with_order(
    *, column: DateColumn, order: Order, certainty: Certainty, why: Reason, votes: tuple[Vote, ...], from_1904: bool | None = None
) -> DateFinding:
    """The finding for a given order, with its samples and what it cannot read."""
    rules = replace(column.rules, order=order, from_1904=column.rules.from_1904 if from_1904 is None else from_1904)
    shapes: dict[str, int] = {}
    for cell, count in column.cells.items():
        shapes[form_of(cell).shape] = shapes.get(form_of(cell).shape, 0) + count
    return DateFinding(
        field=column.field, column=column.column, header=column.header, filled=sum(column.cells.values()),
        shapes=tuple(sorted(shapes.items(), key=lambda item: -item[1])), rules=rules, certainty=certainty, why=why, votes=votes,
        samples=_samples(column, rules), refused=sum(n for cell, n in column.cells.items() if isinstance(rules.read(cell), Reason)),
        warnings=_warnings(column),
    )  # fmt: skip


def _votes(cells: Mapping[str, int], rules: DateRules) -> tuple[Vote, ...]:
    """One vote an order, the best first."""
    possible = {cell: [order for order in Order if _possible(cell, replace(rules, order=order))] for cell in cells}
    votes = []
    for order in Order:
        mine = replace(rules, order=order)
        days = {cell: day for cell in cells if order in possible[cell] and isinstance(day := mine.read(cell), date)}
        fits = sum(cells[cell] for cell in days)
        only = sum(count for cell, count in cells.items() if possible[cell] == [order])
        first, last = min(days.values(), default=None), max(days.values(), default=None)
        votes.append(Vote(order, fits, sum(cells.values()) - fits, only, first, last))
    return tuple(sorted(votes, key=lambda vote: (-vote.fits, vote.span_days)))


def _possible(cell: str, rules: DateRules) -> bool:
    """True when the calendar has such a day in this order, be it past or to come."""
    form = form_of(cell)
    if rules.order is Order.YEAR_FIRST and form.shape is not Shape.THREE_SHORT:
        return False
    try:
        day_of(form, rules)
    except (ValueError, OverflowError):
        return False
    return True


def _judged(votes: tuple[Vote, ...]) -> tuple[Certainty, Reason]:
    if not votes:
        return Certainty.CERTAIN, reason("Every date of this column says by itself which number is the day.")
    best, rival = votes[0], max(votes[1:], key=lambda vote: (vote.only, vote.fits, -vote.span_days))
    if not best.fits:
        return Certainty.CERTAIN, reason("No order of day and month explains the dates of this column; they are refused row by row.")
    if rival.only and rival.only * _MIXED >= best.only:
        return Certainty.AMBIGUOUS, reason(
            "This column mixes orders: {only} cells can only be {order} and {rival_only} only {rival}. Say which one it is; the others are refused.",
            only=best.only, order=str(best.order), rival_only=rival.only, rival=str(rival.order),
        )  # fmt: skip
    if best.only:
        return Certainty.CERTAIN, reason(
            "{fits} of {total} cells fit {order}, and {only} of them fit nothing else.",
            fits=best.fits, total=best.fits + best.against, order=str(best.order), only=best.only,
        )  # fmt: skip
    return _undecided(best, votes[1])


def _undecided(best: Vote, rival: Vote) -> tuple[Certainty, Reason]:
    """Every cell is possible in both orders: what would lie in the future, or far apart, tells."""
    if rival.fits < best.fits:
        return Certainty.LIKELY, reason(
            "Both {order} and {rival} are possible; as {rival} {later} dates would lie in the future.",
            order=str(best.order), rival=str(rival.order), later=best.fits - rival.fits,
        )  # fmt: skip
    if rival.span_days > _CLUSTER * max(best.span_days, 7):
        return Certainty.LIKELY, reason(
            "Both {order} and {rival} are possible. As {order} the dates lie within {days} days, as {rival} within {rival_days}.",
            order=str(best.order), rival=str(rival.order), days=best.span_days, rival_days=rival.span_days,
        )  # fmt: skip
    return Certainty.AMBIGUOUS, reason(
        "Both {order} and {rival} fit all {fits} cells. Say which one it is.", order=str(best.order), rival=str(rival.order), fits=best.fits
    )


def _samples(column: DateColumn, rules: DateRules) -> tuple[tuple[str, date | Reason], ...]:
    """A few different cells with the day they mean: of each shape one, and the first that are refused."""
    chosen: dict[str, date | Reason] = {}
    seen: dict[tuple[str, bool], int] = {}
    for cell in column.cells:
        day = rules.read(cell)
        kind = (form_of(cell).shape, isinstance(day, date))
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] <= 3 and len(chosen) < 8:
            chosen[cell] = day
    return tuple(chosen.items())


def _warnings(column: DateColumn) -> tuple[Reason, ...]:
    """A column half text, half true dates with no day above the 12th was turned round by a spreadsheet."""
    forms = [form_of(cell) for cell in column.cells]
    turned = [form for form in forms if form.shape is Shape.YEAR_FIRST]
    left = [form for form in forms if form.shape is Shape.TWO_AND_YEAR]
    if len(turned) >= 3 and len(left) >= 3 and all(form.numbers[2] <= 12 for form in turned) and all(form.numbers[0] > 12 for form in left):
        return (reason("A spreadsheet seems to have swapped day and month in part of this column: every true date lies before the 13th. Import the file as it was before it was opened there."),)
    return ()
