"""Which column of a table is which field: recognised with a score and a reason, decided by a person, saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ringfence.kernel import Reason, reason

from .evidence import by_content_alone, weigh
from .fields import LINE_LIST, Schema
from .fields.naming import Guess, guesses
from .mapping import Choice, ColumnMap
from .reading import Column, Table

SURE = 0.72  # from here on a column is taken without asking
_MAYBE = 0.4  # from here on a person is asked
_LOOK_AT = 400  # lines whose cells are weighed


@dataclass(frozen=True, slots=True)
class Candidate:
    """A field that a column may be: how well it fits, and why."""

    field: str
    score: float
    why: Reason


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """One column: the field proposed for it (None: kept as an extra column), and whether a person should look."""

    column: Column
    field: str | None
    candidates: tuple[Candidate, ...]
    to_decide: bool
    why: Reason
    examples: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "column": self.column.letter, "header": self.column.name, "field": self.field, "to_decide": self.to_decide,
            "why": self.why.as_json(), "examples": list(self.examples),
            "candidates": [{"field": c.field, "score": round(c.score, 2), "why": c.why.as_json()} for c in self.candidates],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the columns of a table seem to be."""

    schema: Schema
    columns: tuple[ColumnGuess, ...]
    missing: tuple[str, ...]  # required fields that no column gives

    @property
    def to_decide(self) -> tuple[ColumnGuess, ...]:
        """The columns that a person should look at."""
        return tuple(one for one in self.columns if one.to_decide)

    @property
    def column_map(self) -> ColumnMap:
        """The proposal as a map, to be used as it stands or changed by hand."""
        return ColumnMap(
            self.schema.key,
            tuple(Choice(one.column.name, one.column.index, one.field) for one in self.columns),
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "schema": self.schema.key,
            "columns": [one.as_json() for one in self.columns],
            "missing": list(self.missing),
        }


def propose(*, table: Table, schema: Schema = LINE_LIST) -> Proposal:
    """Recognise the columns of a table by their names and a sample of their cells."""
    sample = [
        line.cells for line in islice(table.lines(), _LOOK_AT) if line.fault is None and line.no_case is None
    ]
    cells = [tuple(row[column.index] for row in sample) for column in table.columns]
    candidates = [_candidates(column, cells[column.index], schema) for column in table.columns]
    winners = _winners(candidates)
    guessed = tuple(_guess(column, candidates, winners, cells[column.index]) for column in table.columns)
    given = {one.field for one in guessed if one.field}
    missing = tuple(one.key for one in schema.fields if one.required and one.key not in given)
    return Proposal(schema, guessed, missing)


def _candidates(column: Column, cells: Sequence[str], schema: Schema) -> tuple[Candidate, ...]:
    named = (
        [_weighed(guess, cells, schema) for guess in guesses(column.name, schema.key)] if column.name else []
    )
    if not any(one.score >= SURE for one in named):
        named += [Candidate(field, score, why) for field, score, why in by_content_alone(cells, schema)]
    best: dict[str, Candidate] = {}
    for one in named:
        if one.field not in best or one.score > best[one.field].score:
            best[one.field] = one
    return tuple(sorted((one for one in best.values() if one.score >= 0.25), key=lambda one: -one.score))


_BECAUSE = {
    "EXACT": reason("The heading is the name of this field."),
    "SYNONYM": reason("The heading is another name of this field."),
    "PART": reason("The heading contains “{matched}”."),
    "TYPO": reason("The heading looks like “{matched}”."),
    "WEAK": reason("The heading may mean this field, or something else."),
}


def _weighed(guess: Guess, cells: Sequence[str], schema: Schema) -> Candidate:
    share = weigh(schema.by_key[guess.field], cells)
    if share is not None and share < 0.3:
        return Candidate(
            guess.field,
            guess.score * 0.4,
            reason("The heading fits, but only {percent} % of the cells do.", percent=round(100 * share)),
        )
    return Candidate(
        guess.field, guess.score, Reason(_BECAUSE[guess.because].text, {"matched": guess.matched})
    )


def _winners(candidates: Sequence[tuple[Candidate, ...]]) -> dict[int, str]:
    """Each field goes to the column that fits best, each column gets one field; the left one wins a tie."""
    pairs = sorted(
        (
            (-one.score, at, one.field)
            for at, some in enumerate(candidates)
            for one in some
            if one.score >= SURE
        ),
        key=lambda p: (p[0], p[1]),
    )
    winners: dict[int, str] = {}
    for _, at, field in pairs:
        if at not in winners and field not in winners.values():
            winners[at] = field
    return winners


def _guess(
    column: Column, candidates: Sequence[tuple[Candidate, ...]], winners: dict[int, str], cells: Sequence[str]
) -> ColumnGuess:
    mine = candidates[column.index]
    field = winners.get(column.index)
    examples = tuple(dict.fromkeys(cell for cell in cells if cell))[:3]
    rival = _rival(column.index, field, candidates)
    if field is not None:
        why = next(one.why for one in mine if one.field == field)
        if rival is not None:
            why = reason("More than one column looks like this field; the first is taken.")
        return ColumnGuess(column, field, mine, rival is not None, why, examples)
    taken = next((one for one in mine if one.score >= SURE), None)
    if taken is not None:
        why = reason("Another column fits this field better; this one is kept as an extra column.")
        return ColumnGuess(column, None, mine, taken.score >= 0.9, why, examples)
    maybe = (
        bool(mine)
        and mine[0].score >= _MAYBE
        and bool(examples)
        and any(one.field not in winners.values() for one in mine if one.score >= _MAYBE)
    )
    why = (
        reason("The heading may mean a field; say which, or keep it as an extra column.")
        if maybe
        else reason("Not a known column; it is kept as an extra column.")
    )
    return ColumnGuess(column, None, mine, maybe, why, examples)


def _rival(at: int, field: str | None, candidates: Sequence[tuple[Candidate, ...]]) -> int | None:
    """Another column that fits the same field just as well."""
    if field is None:
        return None
    mine = next(one.score for one in candidates[at] if one.field == field)
    return next(
        (
            other
            for other, some in enumerate(candidates)
            if other != at and any(c.field == field and c.score >= mine and c is some[0] for c in some)
        ),
        None,
    )
