"""What may be told to everybody: counts in which nobody can be found."""

from __future__ import annotations

from collections.abc import Mapping

# Cells of fewer than five people are not told: a usual bound of official statistics (house decision, after domain 9.3).
FEWEST_TOLD = 5


def told(count: int) -> int | None:
    """The count, or None where it is a small cell: one to four people. Nobody at all is told."""
    return count if count == 0 or count >= FEWEST_TOLD else None


def told_with_sum(*, total: int, parts: Mapping[str, int]) -> tuple[int | None, dict[str, int | None]]:
    """A sum and its parts. One hidden part hides the sum, so that nobody can subtract."""
    shown = {name: told(count) for name, count in parts.items()}
    return (None if None in shown.values() else told(total)), shown
