"""When the restrictions of a batch were drafted: one bar for each stretch of time. Pixels only, no judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ringfence.faces import wording

WIDE, NARROW, HIGH = 720, 320, 60  # pixels: desk, phone, height of the tallest bar
BINS = {"is-desk": 24, "is-phone": 12}
SHORTEST = timedelta(minutes=12)  # a batch of one moment is one bar, not a whole axis


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    count: int
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """`ticks` are (x, anchor, text) at both ends."""

    name: str
    width: int
    bars: list[Bar]
    ticks: list[tuple[float, str, str]]
    most: int


def drawn(instants: Sequence[datetime]) -> list[Drawing]:
    """The same bars twice: for the desk and for the phone. Nothing without instants; these are sorted."""
    if not instants:
        return []
    return [_drawing(name, WIDE if name == "is-desk" else NARROW, instants, BINS[name]) for name in BINS]


def _drawing(name: str, width: int, instants: Sequence[datetime], bins: int) -> Drawing:
    first = instants[0]
    span = max(instants[-1] - first, SHORTEST)
    counts = [0] * bins
    for one in instants:
        counts[min(int((one - first) / span * bins), bins - 1)] += 1
    each, most = width / bins, max(counts)
    bars = [
        Bar(round(n * each + 1, 1), round(8 + HIGH * (1 - count / most), 1), round(each - 2, 1), round(HIGH * count / most, 1),
            count, f"{wording.instant(first + span * n / bins)}: {count}")
        for n, count in enumerate(counts) if count
    ]  # fmt: skip
    ticks = [(0.0, "start", wording.instant(first)), (float(width), "end", wording.instant(first + span))]
    return Drawing(name, width, bars, ticks, most)
