"""What became of a file: rows in = kept + merged + refused, always."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from ringfence.kernel import Reason


@dataclass(frozen=True)
class Refusal:
    """A row that was not taken. `line` as in the file; the heading is line 1."""

    line: int
    why: Reason


@dataclass(frozen=True)
class Remark:
    """A row that was taken although something about it is odd; somebody should look."""

    line: int
    what: Reason


@dataclass(frozen=True)
class Account:
    """`kept` rows stand as stays of their own, `merged` rows are part of a kept one, `refused` are listed."""

    batch: str
    rows_in: int
    kept: int
    merged: int
    refusals: tuple[Refusal, ...]
    remarks: tuple[Remark, ...]
    imputed: int = 0  # kept rows whose end is a guess
    doubled: int = 0  # kept rows that another source tells, too; their time counts once
    stored: int = 0  # stays written: a stay over midnight is two
    new_places: int = 0
    already_in: bool = False

    @property
    def refused(self) -> int:
        return len(self.refusals)

    def counts(self) -> dict[str, Any]:
        """The numbers alone."""
        told = {name: value for name, value in asdict(self).items() if name not in ("refusals", "remarks")}
        return told | {"refused": self.refused, "remarks": len(self.remarks)}
