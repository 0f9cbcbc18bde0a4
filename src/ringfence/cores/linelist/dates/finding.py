"""In which order a column writes its dates: told from all its cells, with the counts for and against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ringfence.kernel import Reason, reason

from .forms import Shape, form_of
from .orders import DateRules, Order
from .votes import UNDECIDED_SHAPES, Certainty, Vote, judged, votes_for


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
    undecided = {
        cell: count for cell, count in column.cells.items() if form_of(cell).shape in UNDECIDED_SHAPES
    }
    plain = [cell for cell in column.cells if cell not in undecided]
    votes = votes_for(undecided, plain, column.rules) if undecided else ()
    certainty, why = judged(votes)
    order = votes[0].order if votes else column.rules.order
    return with_order(column=column, order=order, certainty=certainty, why=why, votes=votes)


def with_order(
    *,
    column: DateColumn,
    order: Order,
    certainty: Certainty,
    why: Reason,
    votes: tuple[Vote, ...],
    from_1904: bool | None = None,
) -> DateFinding:
    """The finding for a given order, with its samples and what it cannot read."""
    rules = replace(
        column.rules, order=order, from_1904=column.rules.from_1904 if from_1904 is None else from_1904
    )
    shapes: dict[str, int] = {}
    for cell, count in column.cells.items():
        shapes[form_of(cell).shape] = shapes.get(form_of(cell).shape, 0) + count
    return DateFinding(
        field=column.field, column=column.column, header=column.header, filled=sum(column.cells.values()),
        shapes=tuple(sorted(shapes.items(), key=lambda item: -item[1])), rules=rules, certainty=certainty, why=why, votes=votes,
        samples=_samples(column, rules), refused=sum(n for cell, n in column.cells.items() if isinstance(rules.read(cell), Reason)),
        warnings=_warnings(column),
    )  # fmt: skip


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
    if (
        len(turned) >= 3
        and len(left) >= 3
        and all(form.numbers[2] <= 12 for form in turned)
        and all(form.numbers[0] > 12 for form in left)
    ):
        return (
            reason(
                "A spreadsheet seems to have swapped day and month in part of this column: every true date lies before the 13th. Import the file as it was before it was opened there."
            ),
        )
    return ()
