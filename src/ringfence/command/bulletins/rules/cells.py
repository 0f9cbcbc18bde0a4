"""Counts of groups in which nobody can be found, also not by subtracting from the sum or from the last bulletin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# House decisions, after the usual bound of official statistics and DOMAIN 9.3.
FEWEST_TOLD = 5  # people in a group whose size is told
FEWEST_WAYS = 4  # different sizes that a hidden group may have, as far as a reader can work out


@dataclass(frozen=True, slots=True)
class Cell:
    """What is told of a group: its count, or only that it is at least so many."""

    count: int | None
    at_least: int = 1

    def as_json(self) -> dict[str, int | None]:
        return {"count": self.count, "at_least": self.at_least}


def told(*, parts: Mapping[str, int], before: Mapping[str, int] | None = None) -> dict[str, Cell] | None:
    """The groups of a sum that is told itself; empty groups are told as 0. None: the groups cannot be told at all.

    Hidden are groups of one to four people, groups that grew or shrank by one to four since the last bulletin
    (`before`: counts told there), and as many more, the smallest first, until no hidden one can be worked out.
    """
    earlier = before or {}
    hidden = {
        name for name, count in parts.items() if _small(count) or _moved_little(count, earlier.get(name))
    }
    if not hidden:
        return {name: Cell(count) for name, count in parts.items()}
    others = sorted((name for name, count in parts.items() if count and name not in hidden), key=lambda one: (parts[one], one))  # fmt: skip
    while len(hidden) < 2 or _ways({name: parts[name] for name in hidden}, earlier) < FEWEST_WAYS:
        if not others:
            return None
        hidden.add(others.pop(0))
    return {
        name: Cell(None, _least(count, earlier.get(name))) if name in hidden else Cell(count)
        for name, count in parts.items()
    }


def alone(count: int) -> Cell:
    """A count that is told without its groups."""
    return Cell(None) if _small(count) else Cell(count)


def _small(count: int) -> bool:
    return 0 < count < FEWEST_TOLD


def _moved_little(count: int, before: int | None) -> bool:
    return before is not None and _small(abs(count - before))


def _least(count: int, before: int | None) -> int:
    """A group that grew a little is still at least as large as it was told to be."""
    return before if before is not None and FEWEST_TOLD <= before <= count else min(1, count)


def _ways(hidden: Mapping[str, int], earlier: Mapping[str, int]) -> int:
    """How many sizes each hidden group may have, given the sum of all hidden ones and the least of each."""
    return sum(hidden.values()) - sum(_least(count, earlier.get(name)) for name, count in hidden.items()) + 1
