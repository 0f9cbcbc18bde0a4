"""Levels of detail: a large outbreak first as its main chains, with small branches gathered into bundles.

A level keeps every node with at least `smallest_branch` people in its branch. What is left out under one node
becomes one bundle (how many, from which day to which); small chains become one bundle a kind and week.
Every level is laid out afresh, so that it uses the page. The last level is the whole forest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from .forest import NOBODY, Forest, make_forest, part_of
from .layout import Layout, lay_out

BUNDLE = "BUNDLE"
WEEK_DAYS = 7
MARKS = (300, 3_000)  # nodes and bundles that a level may show, coarsest first: a screen, a wall


@dataclass(frozen=True, slots=True)
class Level:
    """`count` is how many people a mark stands for, `x_from` the first of their days (x is the last)."""

    smallest_branch: int
    layout: Layout
    count: list[int]
    x_from: list[int]

    def as_json(self) -> dict[str, Any]:
        kept = self.layout.as_json()
        return kept | {"smallest_branch": self.smallest_branch, "count": self.count, "x_from": self.x_from}


@dataclass(slots=True)
class _Bundle:
    id: str
    parent: int
    first: int
    last: int
    count: int = 0

    def add(self, first: int, last: int, count: int) -> None:
        self.first, self.last, self.count = min(self.first, first), max(self.last, last), self.count + count


def levels_of_detail(*, forest: Forest, marks: Sequence[int] = MARKS) -> tuple[Level, ...]:
    """Coarsest first, the whole forest last. A forest that fits is given once, without bundles."""
    thresholds = {_threshold(forest, most) for most in marks} | {1}
    return tuple(level(forest=forest, smallest_branch=size) for size in sorted(thresholds, reverse=True))


def level(*, forest: Forest, smallest_branch: int) -> Level:
    """One level. Counts always sum to the number of cases."""
    if smallest_branch <= 1:
        whole = lay_out(forest=forest)
        return Level(1, whole, [1] * len(whole.ids), list(whole.x))
    kept = [node for node, size in enumerate(forest.size) if size >= smallest_branch]
    bundles = _bundles(forest, smallest_branch)
    reduced = _reduced(forest, kept, bundles)
    drawn = lay_out(forest=reduced)
    count = {bundle.id: bundle.count for bundle in bundles}
    first = {bundle.id: bundle.first for bundle in bundles}
    return Level(
        smallest_branch,
        drawn,
        [count.get(mark, 1) for mark in drawn.ids],
        [first.get(mark, day) for mark, day in zip(drawn.ids, drawn.x, strict=True)],
    )


def unbundled(*, forest: Forest, mark: str, smallest_branch: int) -> Forest:
    """Everybody in one bundle of a level, with the case they stand behind; empty if there is no such bundle."""
    tops = [node for node in _tops(forest, smallest_branch) if _owner(forest, node) == mark]
    inside = set(tops)
    for node in forest.order:
        if forest.parents[node] in inside:
            inside.add(node)
    return part_of(forest=forest, nodes=sorted(inside | {forest.parents[top] for top in tops} - {NOBODY}))


def _threshold(forest: Forest, most: int) -> int:
    """The smallest branch size at which no more than `most` marks are shown; or the one that hides every node."""
    if len(forest.ids) <= most:
        return 1
    sizes = sorted(set(forest.size))
    low, high = 0, len(sizes)  # the number of marks falls while the threshold rises
    while low < high:
        middle = (low + high) // 2
        if _marks(forest, sizes[middle]) <= most:
            high = middle
        else:
            low = middle + 1
    return sizes[low] if low < len(sizes) else sizes[-1] + 1


def _marks(forest: Forest, smallest: int) -> int:
    """At most: every kept node may carry a bundle."""
    kept = sum(size >= smallest for size in forest.size)
    return kept + len({_owner(forest, node) for node in _tops(forest, smallest)})


def _tops(forest: Forest, smallest: int) -> list[int]:
    """The first hidden node of every hidden branch."""
    return [
        node
        for node, parent in enumerate(forest.parents)
        if forest.size[node] < smallest and (parent == NOBODY or forest.size[parent] >= smallest)
    ]


def _owner(forest: Forest, top: int) -> str:
    """The name of the bundle that a hidden branch belongs to."""
    if forest.parents[top] != NOBODY:
        return f"{forest.ids[forest.parents[top]]}+"
    return f"{forest.kinds[top]}@{forest.days[top] // WEEK_DAYS * WEEK_DAYS}"


def _bundles(forest: Forest, smallest: int) -> list[_Bundle]:
    first, last = list(forest.days), list(forest.days)
    for node in reversed(forest.order):
        parent = forest.parents[node]
        if parent != NOBODY:
            first[parent], last[parent] = min(first[parent], first[node]), max(last[parent], last[node])
    found: dict[str, _Bundle] = {}
    for top in _tops(forest, smallest):
        name = _owner(forest, top)
        bundle = found.setdefault(name, _Bundle(name, forest.parents[top], first[top], last[top]))
        bundle.add(first[top], last[top], forest.size[top])
    return list(found.values())


def _reduced(forest: Forest, kept: Sequence[int], bundles: Sequence[_Bundle]) -> Forest:
    """The kept nodes and the bundles as a forest of its own."""
    place: dict[int, int] = defaultdict(lambda: NOBODY, {node: i for i, node in enumerate(kept)})
    undated = set(forest.undated)
    reduced = make_forest(
        ids=[*(forest.ids[n] for n in kept), *(b.id for b in bundles)],
        days=[*(forest.days[n] for n in kept), *(b.last for b in bundles)],
        parents=[*(place[forest.parents[n]] for n in kept), *(place[b.parent] for b in bundles)],
        kinds=[*(forest.kinds[n] for n in kept), *(BUNDLE for _ in bundles)],
        starts_on=forest.starts_on,
        begins=[*(forest.begins[n] for n in kept), *(b.first for b in bundles)],
    )
    return replace(
        reduced,
        undated=tuple(place[n] for n in kept if n in undated),
        size=(
            *(forest.size[n] for n in kept),
            *(b.count for b in bundles),
        ),  # of the whole, not of what is drawn
    )
