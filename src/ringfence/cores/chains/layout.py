"""Where each case stands on the page: days to the right, rows downwards, no two on one spot.

Every node lies at the end of a horizontal branch that starts on its source's day, on its own row; a vertical line
on the source's day joins the branches of one source. Outlines (Reingold and Tilford 1981) of whole branches are
moved as close as they go, so different chains share a row when their days do not meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .contours import Contour, merged, room_below
from .forest import NOBODY, Forest

CHAIN_GAP_DAYS = 1  # between different chains on one row


@dataclass(frozen=True, slots=True)
class Layout:
    """Arrays of equal length, ordered by row then day, ready for a canvas. `parent` is an index or -1."""

    ids: list[str]
    x: list[int]  # days since `starts_on`
    y: list[int]  # rows, 0 at the top
    parent: list[int]
    kind: list[int]  # index into `kinds`
    kinds: list[str]
    size: list[int]
    depth: list[int]
    undated: list[int]
    rows: int
    days: int
    starts_on: str | None

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def lay_out(*, forest: Forest) -> Layout:
    """Rows for every node. 25,000 nodes take a fraction of a second (bench/bench_chain_layout.py)."""
    rows = rows_of(forest=forest)
    order = sorted(range(len(rows)), key=lambda node: (rows[node], forest.days[node]))
    place = [0] * len(order)
    for position, node in enumerate(order):
        place[node] = position
    legend = sorted(set(forest.kinds))
    number = {kind: i for i, kind in enumerate(legend)}
    return Layout(
        ids=[forest.ids[n] for n in order],
        x=[forest.days[n] for n in order],
        y=[rows[n] for n in order],
        parent=[NOBODY if forest.parents[n] == NOBODY else place[forest.parents[n]] for n in order],
        kind=[number[forest.kinds[n]] for n in order],
        kinds=legend,
        size=[forest.size[n] for n in order],
        depth=[forest.depth[n] for n in order],
        undated=sorted(place[n] for n in forest.undated),
        rows=max(rows, default=-1) + 1,
        days=max(forest.days, default=-1) + 1,
        starts_on=forest.starts_on.isoformat() if forest.starts_on else None,
    )


def rows_of(*, forest: Forest) -> list[int]:
    """The row of every node."""
    below = [0] * len(forest.ids)  # rows under the parent
    outlines: list[Contour | None] = [None] * len(forest.ids)
    earliest = list(forest.begins)  # of the node and everybody behind it
    children = forest.children()
    for node in reversed(forest.order):
        outlines[node] = _branch(forest, node, children[node], outlines, below, earliest)
    _stack(forest, outlines, below)
    for node in forest.order:
        if forest.parents[node] != NOBODY:
            below[node] += below[forest.parents[node]]
    highest = min(below, default=0)
    return [row - highest for row in below]


def _branch(
    forest: Forest,
    node: int,
    children: Sequence[int],
    outlines: list[Contour | None],
    below: list[int],
    earliest: list[int],
) -> Contour:
    """The outline of a node with all behind it and the branch from its source, its own row being 0."""
    day = forest.days[node]
    source_day = day if forest.parents[node] == NOBODY else forest.days[forest.parents[node]]
    first, last = min(day, source_day, forest.begins[node]), max(day, source_day)
    if not children:
        outline = Contour.dot(day)
        outline.occupy(first, last, 0)
        return outline
    outline = _beside_each_other(children, outlines, below)
    earliest_behind = min(earliest[child] for child in children)
    if earliest_behind > day and last == day:
        row = (below[children[0]] + below[children[-1]]) // 2
    else:  # somebody behind stands on the way of the node's own branch
        start, end = max(first, outline.first), min(last, outline.last)
        row = min(outline.top_at(d) for d in range(start, end + 1)) - 1
    earliest[node] = min(earliest[node], earliest_behind)
    outline.occupy(first, last, row)
    outline.shift -= row
    for child in children:
        below[child] -= row
        outlines[child] = None
    return outline


def _beside_each_other(children: Sequence[int], outlines: list[Contour | None], below: list[int]) -> Contour:
    """Siblings from top to bottom, each as high as it goes; rows count from the first one's."""
    together = outlines[children[0]]
    assert together is not None
    for child in children[1:]:
        outline = outlines[child]
        assert outline is not None
        below[child] = room_below(together, outline)
        outline.shift += below[child]
        together = merged(together, outline)
    return together


def _stack(forest: Forest, outlines: list[Contour | None], below: list[int]) -> None:
    """Chains from top to bottom by their first day, larger ones first; short ones slip in beside others."""
    roots = [node for node, parent in enumerate(forest.parents) if parent == NOBODY]
    roots.sort(key=lambda n: (forest.days[n], -forest.size[n], forest.ids[n]))
    start = min(forest.begins, default=0) - CHAIN_GAP_DAYS
    skyline = [-1] * (max(forest.days, default=0) + CHAIN_GAP_DAYS - start + 1)  # lowest row in use, by day
    for root in roots:
        outline = outlines[root]
        assert outline is not None
        at = outline.first - start
        tops = [row + outline.shift for row in reversed(outline.top)]
        row = max(s - t for s, t in zip(skyline[at : at + len(tops)], tops, strict=True)) + 1
        below[root] = row
        for i, lowest in enumerate(reversed(outline.bottom), start=at):
            skyline[i] = lowest + outline.shift + row
        skyline[at - CHAIN_GAP_DAYS] = max(skyline[at - CHAIN_GAP_DAYS], skyline[at])
        end = at + len(tops) - 1
        skyline[end + CHAIN_GAP_DAYS] = max(skyline[end + CHAIN_GAP_DAYS], skyline[end])
