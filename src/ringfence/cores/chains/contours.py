"""The outline of a drawn branch: for every day from its first to its last, the topmost and lowest row in use.

Lists run backwards in time, so that a branch grows towards its source at the end of the list. `shift` moves
a whole outline without touching its lists. Merging costs the length of the shorter outline.
"""

from __future__ import annotations

from dataclasses import dataclass

Row = int


@dataclass(slots=True)
class Contour:
    last: int  # the day of index 0
    top: list[Row]
    bottom: list[Row]
    shift: Row = 0

    @classmethod
    def dot(cls, day: int) -> Contour:
        return cls(day, [0], [0])

    @property
    def first(self) -> int:
        return self.last - len(self.top) + 1

    def top_at(self, day: int) -> Row:
        return self.top[self.last - day] + self.shift

    def bottom_at(self, day: int) -> Row:
        return self.bottom[self.last - day] + self.shift

    def occupy(self, first: int, last: int, row: Row) -> None:
        """Draw a line along a row, at least one of whose days lies on or beside the outline."""
        self._reach(first, last, row)
        value = row - self.shift
        for i in range(self.last - last, self.last - first + 1):
            if value < self.top[i]:
                self.top[i] = value
            elif value > self.bottom[i]:
                self.bottom[i] = value

    def _reach(self, first: int, last: int, row: Row) -> None:
        value = row - self.shift
        before, after = self.first - first, last - self.last
        if before > 0:
            self.top.extend([value] * before)
            self.bottom.extend([value] * before)
        if after > 0:
            self.top[:0] = [value] * after
            self.bottom[:0] = [value] * after
            self.last = last


def room_below(upper: Contour, lower: Contour) -> Row:
    """How far `lower` must move down so that it lies below `upper` on every day both use, one row apart."""
    start, end = max(upper.first, lower.first), min(upper.last, lower.last)
    if end < start:
        return 0
    above = upper.bottom[upper.last - end : upper.last - start + 1]
    below = lower.top[lower.last - end : lower.last - start + 1]
    gap = max(a - b for a, b in zip(above, below, strict=True))
    return gap + upper.shift - lower.shift + 1


def merged(upper: Contour, lower: Contour) -> Contour:
    """One outline around both, where `upper` lies above on every day both use. Either may be consumed."""
    if len(upper.top) >= len(lower.top):
        _take_over(upper, lower, of_upper=False)
        return upper
    _take_over(lower, upper, of_upper=True)
    return lower


def _take_over(kept: Contour, other: Contour, *, of_upper: bool) -> None:
    """Write the other's rows into the longer outline: its tops if it is the upper one, else its bottoms."""
    start, end = max(kept.first, other.first), min(kept.last, other.last)
    moved = other.shift - kept.shift
    target, source = (kept.top, other.top) if of_upper else (kept.bottom, other.bottom)
    to, at = kept.last - end, other.last - end
    length = end - start + 1
    if length > 0:
        target[to : to + length] = [row + moved for row in source[at : at + length]]
    tail = kept.first - other.first  # days of the other before the kept one's first
    if tail > 0:
        kept.top.extend([row + moved for row in other.top[-tail:]])
        kept.bottom.extend([row + moved for row in other.bottom[-tail:]])
    head = other.last - kept.last
    if head > 0:
        kept.top[:0] = [row + moved for row in other.top[:head]]
        kept.bottom[:0] = [row + moved for row in other.bottom[:head]]
        kept.last = other.last
