"""Rows in = created + updated + unchanged + skipped + failed. An account that does not add up cannot be made."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from enum import StrEnum

from .verdicts import Verdict


class RowOutcome(StrEnum):
    """What became of one row."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"
    SKIPPED = "SKIPPED"
    FAILED = "FAILED"


# What becomes of a row when nobody decides otherwise: a suspected duplicate waits, it is not imported.
USUAL_OUTCOME = {
    Verdict.NEW: RowOutcome.CREATED,
    Verdict.UPDATE: RowOutcome.UPDATED,
    Verdict.SAME: RowOutcome.UNCHANGED,
    Verdict.DUPLICATE_SUSPECTED: RowOutcome.SKIPPED,
    Verdict.NOT_A_CASE: RowOutcome.SKIPPED,
    Verdict.WRONG: RowOutcome.FAILED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportAccount:
    """The account of an import. Raises ValueError when the parts are not the whole."""

    rows_in: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    failed: int = 0

    def __post_init__(self) -> None:
        parts = (self.created, self.updated, self.unchanged, self.skipped, self.failed)
        if min(parts) < 0 or sum(parts) != self.rows_in:
            raise ValueError(f"{self.rows_in} rows came in, but {sum(parts)} are accounted for.")

    def __add__(self, other: ImportAccount) -> ImportAccount:
        """The account of two parts of a file together."""
        mine, theirs = asdict(self), asdict(other)
        return ImportAccount(**{name: mine[name] + theirs[name] for name in mine})

    def as_json(self) -> dict[str, int]:
        return asdict(self)


class Tally:
    """Counts rows as they are dealt with. `close()` refuses to lose one."""

    def __init__(self) -> None:
        self._outcomes: Counter[RowOutcome] = Counter()
        self._rows_in = 0

    def read(self, rows: int = 1) -> None:
        """Rows that came in."""
        self._rows_in += rows

    def became(self, outcome: RowOutcome, rows: int = 1) -> None:
        """Rows that were dealt with."""
        self._outcomes[outcome] += rows

    def close(self) -> ImportAccount:
        """The account; raises ValueError when a row was read and never dealt with, or the other way round."""
        return ImportAccount(
            rows_in=self._rows_in,
            **{outcome.value.lower(): self._outcomes[outcome] for outcome in RowOutcome},
        )
