"""The strip of every approver: how long after the proposal they signed. Pixels only, no judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from uuid import UUID

from ringfence.faces.web.durations import span
from ringfence.measures.orders.watching import BOUNDS, QUICK, Approver

MOST_DRAWN = 30  # approvers; the table below has all of them
LARGEST, SMALLEST = 12.0, 3.0  # radius of a point in pixels
# name, width, where the strip begins, height of a row, where the point stands in it
SHAPES = (("is-desk", 960, 190, 30, 15), ("is-phone", 340, 14, 46, 30))
RIGHT, BELOW = 14, 24


@dataclass(frozen=True, slots=True)
class Dot:
    """So many signatures in one step of time; leads to their list."""

    x: float
    radius: float
    count: int
    took: int
    label: str
    is_quick: bool


@dataclass(frozen=True, slots=True)
class Strip:
    id: UUID
    name: str
    name_y: float
    y: float
    dots: list[Dot]
    median_x: float | None
    median: str


@dataclass(frozen=True, slots=True)
class Drawing:
    name: str
    width: int
    height: int
    left: int
    quick_width: float
    strips: list[Strip]
    ticks: list[tuple[float, str]]
    foot: int


def drawn(approvers: Sequence[Approver]) -> list[Drawing]:
    """The same strips twice: for the desk and for the phone. Nothing when nobody signed."""
    shown = [one for one in approvers if one.signed][:MOST_DRAWN]
    return [_drawing(shown, *shape) for shape in SHAPES] if shown else []


def _drawing(
    approvers: Sequence[Approver], name: str, width: int, left: int, row: int, middle: int
) -> Drawing:
    step = (width - left - RIGHT) / (len(BOUNDS) + 1)
    most = max(times for one in approvers for times in one.bins)
    strips = [
        Strip(
            one.id, one.name, name_y=n * row + (middle + 4 if left > 100 else 12), y=n * row + middle,
            dots=[_dot(took, times, most, left + (took + 0.5) * step) for took, times in enumerate(one.bins) if times],
            median_x=_x(one.median, left, step), median=span(one.median),
        )
        for n, one in enumerate(approvers)
    ]  # fmt: skip
    every = 1 if left > 100 else 2  # on a phone every second bound is written
    ticks = [
        (round(left + (n + 1) * step, 1), span(bound)) for n, bound in enumerate(BOUNDS) if n % every == 0
    ]
    height = len(approvers) * row + BELOW
    return Drawing(
        name,
        width,
        height,
        left,
        round((_x(QUICK, left, step) or left) - left, 1),
        strips,
        ticks,
        foot=height - BELOW,
    )


def _dot(took: int, times: int, most: int, x: float) -> Dot:
    edges = (timedelta(0), *BOUNDS)
    return Dot(
        round(x, 1), round(max(SMALLEST, LARGEST * sqrt(times / most)), 1), times, took, span(edges[took]),
        is_quick=edges[took] < QUICK,
    )  # fmt: skip


def _x(value: timedelta | None, left: int, step: float) -> float | None:
    """Where a time stands: evenly between the two bounds around it."""
    if value is None:
        return None
    edges = (timedelta(0), *BOUNDS)
    place = max(n for n, edge in enumerate(edges) if edge <= max(value, timedelta(0)))
    if place == len(BOUNDS):
        return round(left + (place + 0.5) * step, 1)
    inside = (max(value, timedelta(0)) - edges[place]) / (edges[place + 1] - edges[place])
    return round(left + (place + inside) * step, 1)
