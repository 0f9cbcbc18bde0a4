"""The resolved chains as arrays: who, when, from whom. The form that layout, levels and cache keys work on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .evidence import ChainCase
from .resolve import Resolution

NOBODY = -1
UNDATED_GAP_DAYS = 1  # somebody without a date is drawn a day after his source


@dataclass(frozen=True, slots=True)
class Forest:
    """Node i is `ids[i]`, drawn at `days[i]`, infected by node `parents[i]` (NOBODY for a root)."""

    ids: tuple[str, ...]
    days: tuple[int, ...]  # since `starts_on`
    begins: tuple[
        int, ...
    ]  # first day that the mark covers: the same day, but for a mark that stands for many
    parents: tuple[int, ...]
    kinds: tuple[str, ...]
    undated: tuple[int, ...]  # nodes whose day is a place on the page, not a date
    starts_on: date | None
    order: tuple[int, ...]  # every node after its parent
    depth: tuple[int, ...]  # generations from the root
    size: tuple[int, ...]  # the node and everybody behind it

    def children(self) -> list[list[int]]:
        """Of every node, in the order of their day, larger branches first."""
        behind: list[list[int]] = [[] for _ in self.ids]
        for node in sorted(range(len(self.ids)), key=lambda n: (self.days[n], -self.size[n], self.ids[n])):
            if self.parents[node] != NOBODY:
                behind[self.parents[node]].append(node)
        return behind


def make_forest(
    *,
    ids: Sequence[str],
    days: Sequence[int | None],
    parents: Sequence[int],
    kinds: Sequence[str],
    starts_on: date | None = None,
    begins: Sequence[int] | None = None,
) -> Forest:
    """Check and complete the arrays. A circle or a parent that does not exist is a ValueError."""
    if not len(ids) == len(days) == len(parents) == len(kinds):
        raise ValueError("ids, days, parents and kinds differ in length.")
    if any(not NOBODY <= parent < len(ids) for parent in parents):
        raise ValueError("A parent is outside the forest.")
    order = _parents_first(parents)
    depth, size = [0] * len(ids), [1] * len(ids)
    for node in order:
        if parents[node] != NOBODY:
            depth[node] = depth[parents[node]] + 1
    for node in reversed(order):
        if parents[node] != NOBODY:
            size[parents[node]] += size[node]
    every_day = _every_day(days, parents, order)
    return Forest(
        ids=tuple(ids),
        days=every_day,
        begins=tuple(begins) if begins is not None else every_day,
        parents=tuple(parents),
        kinds=tuple(kinds),
        undated=tuple(node for node, day in enumerate(days) if day is None),
        starts_on=starts_on,
        order=tuple(order),
        depth=tuple(depth),
        size=tuple(size),
    )


def forest_of(
    *, resolution: Resolution, cases: Sequence[ChainCase], kinds: Mapping[str, str] | None = None
) -> Forest:
    """Of a resolution: each case on the day of its onset, else of its report. `kinds` overrides the kind of source."""
    place = {case.case_id: node for node, case in enumerate(cases)}
    dated = [case.onset_date or case.report_date for case in cases]
    starts_on = min((day for day in dated if day), default=None)
    verdicts = {verdict.case_id: verdict for verdict in resolution.cases}
    sources = [verdicts[case.case_id].source_id for case in cases]
    return make_forest(
        ids=[case.case_id for case in cases],
        days=[(day - starts_on).days if day and starts_on else None for day in dated],
        parents=[NOBODY if source is None else place[source] for source in sources],
        kinds=[(kinds or {}).get(c.case_id) or verdicts[c.case_id].chosen.kind.value for c in cases],
        starts_on=starts_on,
    )


def part_of(*, forest: Forest, nodes: Sequence[int]) -> Forest:
    """These nodes alone; whoever's source is not among them becomes a root. Days stay those of the whole."""
    place = {node: i for i, node in enumerate(nodes)}
    undated = set(forest.undated)
    part = make_forest(
        ids=[forest.ids[n] for n in nodes],
        days=[forest.days[n] for n in nodes],
        parents=[place.get(forest.parents[n], NOBODY) for n in nodes],
        kinds=[forest.kinds[n] for n in nodes],
        starts_on=forest.starts_on,
    )
    return replace(part, undated=tuple(place[n] for n in nodes if n in undated))


def _parents_first(parents: Sequence[int]) -> list[int]:
    behind: list[list[int]] = [[] for _ in parents]
    for node, parent in enumerate(parents):
        if parent != NOBODY:
            behind[parent].append(node)
    order = [node for node, parent in enumerate(parents) if parent == NOBODY]
    for node in order:  # grows while it is walked
        order.extend(behind[node])
    if len(order) != len(parents):
        raise ValueError("The forest has a circle.")
    return order


def _every_day(days: Sequence[int | None], parents: Sequence[int], order: Sequence[int]) -> tuple[int, ...]:
    """Undated nodes stand a day behind their parent; an undated root stands a day before its first dated child."""
    first: dict[int, int] = {}
    for node, parent in enumerate(parents):
        day = days[node]
        if parent != NOBODY and day is not None:
            first[parent] = min(day, first.get(parent, day))
    earliest = min((day for day in days if day is not None), default=0)
    every = [0] * len(days)
    for node in order:
        day = days[node]
        if day is not None:
            every[node] = day
        elif parents[node] != NOBODY:
            every[node] = every[parents[node]] + UNDATED_GAP_DAYS
        else:
            every[node] = max(first.get(node, earliest + UNDATED_GAP_DAYS) - UNDATED_GAP_DAYS, earliest)
    return tuple(every)
