"""The orders that a column's dates may be in, and how well each explains them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ringfence.kernel import Reason, reason

from .forms import Shape, form_of
from .orders import DateRules, Order, day_of

UNDECIDED_SHAPES = {Shape.TWO_AND_YEAR, Shape.THREE_SHORT, Shape.TWO_NUMBERS}
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


def votes_for(cells: Mapping[str, int], plain: Iterable[str], rules: DateRules) -> tuple[Vote, ...]:
    """One vote an order, the best first. `plain` are the cells that need no order; they show where the dates lie."""
    possible = {
        cell: [order for order in Order if _possible(cell, replace(rules, order=order))] for cell in cells
    }
    certain = [day for cell in plain if isinstance(day := rules.read(cell), date)]
    votes = []
    for order in Order:
        mine = replace(rules, order=order)
        days = {
            cell: day
            for cell in cells
            if order in possible[cell] and isinstance(day := mine.read(cell), date)
        }
        fits = sum(cells[cell] for cell in days)
        only = sum(count for cell, count in cells.items() if possible[cell] == [order])
        first, last = (
            min((*days.values(), *certain), default=None),
            max((*days.values(), *certain), default=None),
        )
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


def judged(votes: tuple[Vote, ...]) -> tuple[Certainty, Reason]:
    if not votes:
        return Certainty.CERTAIN, reason("Every date of this column says by itself which number is the day.")
    best, rival = votes[0], max(votes[1:], key=lambda vote: (vote.only, vote.fits, -vote.span_days))
    if not best.fits:
        return Certainty.CERTAIN, reason(
            "No order of day and month explains the dates of this column; they are refused row by row."
        )
    if rival.only and rival.only * _MIXED >= best.fits + best.against:
        return Certainty.AMBIGUOUS, reason(
            "This column mixes orders: dates that can only be {order}: {only}; only {rival}: {rival_only}. Say which one it is; the others are refused.",
            only=best.only, order=str(best.order), rival_only=rival.only, rival=str(rival.order),
        )  # fmt: skip
    if best.only:
        return Certainty.CERTAIN, reason(
            "{fits} of {total} dates fit {order}; of these, {only} fit nothing else.",
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
        "Both {order} and {rival} fit every date of this column. Say which one it is.",
        order=str(best.order),
        rival=str(rival.order),
    )
