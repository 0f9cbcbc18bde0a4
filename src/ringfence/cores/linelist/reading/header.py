"""Which row of a sheet is the heading: titles stand above it, second headings and totals below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ringfence.cores.linelist.fields.naming import WEAK, guesses, named_exactly
from ringfence.cores.linelist.texts import compact

from .table import RawRow

_LONGEST_NAME = 80  # characters
LOOK_AT = 40  # rows among which the heading is sought
_LIKE_DATA = re.compile(r"\d{4}[-/.年]\d|^\d+([.,]\d+)?$|\d{11}")


@dataclass(frozen=True, slots=True)
class Heading:
    """The names of the columns, the rows they were taken from, and the titles above."""

    names: tuple[str, ...]
    rows: tuple[int, ...]
    title: tuple[str, ...]

    @property
    def last_row(self) -> int:
        return max(self.rows, default=0)


def find(rows: Sequence[RawRow], schema_key: str, chosen: int | None = None) -> Heading:
    """The heading among the first rows. `chosen` is the row number a person has pointed at."""
    filled = [row for row in rows if any(row.cells)]
    best = _chosen_or_best(filled, schema_key, chosen)
    names, used = _with_neighbour(filled, best, schema_key)
    title = tuple(
        " ".join(cell for cell in dict.fromkeys(row.cells) if cell)
        for row in filled
        if row.number < min(used)
    )
    used += tuple(
        row.number for row in filled if 0 < row.number - max(used) <= 2 and _is_caption(row.cells, schema_key)
    )
    return Heading(_trimmed(names, filled, max(used)), used, title)


def _is_caption(cells: Sequence[str], schema_key: str) -> bool:
    """A second heading below the first: captions in another language, or tags like #date+onset."""
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or any(_LIKE_DATA.search(cell) for cell in filled):
        return False
    if all(cell.startswith("#") for cell in filled):
        return True
    known = known_columns(filled, schema_key)
    return known > 1 and known * 2 >= len(filled)


def is_heading_again(cells: Sequence[str], heading: Heading) -> bool:
    """True for the heading repeated on a later page."""
    names = heading.names
    return bool(names) and cells[0] == names[0] and len(names) > 1 and tuple(cells[: len(names)]) == names


def known_columns(cells: Sequence[str], schema_key: str) -> int:
    """How many different fields these cells name without doubt."""
    found = {named_exactly(cell, schema_key) for cell in cells if cell and len(cell) < _LONGEST_NAME}
    return len(found - {None})


def _chosen_or_best(filled: Sequence[RawRow], schema_key: str, chosen: int | None) -> int:
    for at, row in enumerate(filled):
        if row.number == chosen:
            return at
    widest = max(sum(map(bool, row.cells)) for row in filled)
    wide = [at for at, row in enumerate(filled) if sum(map(bool, row.cells)) > 1 or widest == 1]
    known = {at: known_columns(filled[at].cells, schema_key) for at in wide}
    if max(known.values()) > 0:
        return max(wide, key=lambda at: (known[at], -at))
    weak = (at for at in wide[:10] if any(guesses(cell, schema_key) for cell in filled[at].cells if cell))
    return next(weak, wide[0])


def _with_neighbour(
    filled: Sequence[RawRow], best: int, schema_key: str
) -> tuple[list[str], tuple[int, ...]]:
    """Headings of two rows (a group above its columns) name more columns together than either alone."""
    alone = filled[best].cells
    known = known_columns(alone, schema_key)
    for upper, lower in ((best - 1, best), (best, best + 1)):
        if upper < 0 or lower >= len(filled) or filled[lower].number - filled[upper].number > 1:
            continue
        if (
            any(_LIKE_DATA.search(cell) for cell in filled[lower].cells)
            or len({c for c in filled[upper].cells if c}) < 2
        ):
            continue
        both = _joined(filled[upper].cells, filled[lower].cells, schema_key)
        if known_columns(both, schema_key) > known:
            return both, (filled[upper].number, filled[lower].number)
    return alone, (filled[best].number,)


def _joined(upper: Sequence[str], lower: Sequence[str], schema_key: str) -> list[str]:
    """Column by column the lower name, else the upper one; a lower name alone unknown gets its group before it."""
    names, group = [], ""
    for at in range(max(len(upper), len(lower))):
        above = upper[at] if at < len(upper) else ""
        below = lower[at] if at < len(lower) else ""
        group = above or (group if below else "")
        known = any(guess.score > WEAK for guess in guesses(below, schema_key)) if below else False
        names.append(
            above
            if not below
            else below
            if known or not group or compact(group) == compact(below)
            else f"{group} {below}"
        )
    return names


def _trimmed(names: Sequence[str], filled: Sequence[RawRow], last: int) -> tuple[str, ...]:
    """The names without the trailing blank ones that have nothing beneath them in the rows looked at."""
    below = [row.cells for row in filled if row.number > last]
    width = len(names)
    while (
        width
        and not names[width - 1]
        and not any(len(cells) >= width and cells[width - 1] for cells in below)
    ):
        width -= 1
    return tuple(names[:width])
