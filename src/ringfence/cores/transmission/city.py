"""The city: real tree, real size, nothing stored per resident.

Residents are numbered 0..N-1, village after village in the order of the codes. Everything about a resident follows
from the number: village (by its block of 64), household, age and role (by the pattern), class, workplace and the
occasions of any day (by keyed permutations inside the area of the layer).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ringfence.kernel import Refused, reason

from .households import BLOCK, PATTERN, Pattern, build_pattern
from .layers import CITYWIDE, COUNTY, LAYERS, LEVEL_OF_LAYER, SCHOOL, TOWNSHIP, VILLAGE, WHOLE, WORK
from .meetings import MEETINGS, Meetings

AREA, FIRST, SIZE, WIDTH = range(4)  # columns of `reach`


class CityArrays(NamedTuple):
    """What the kernels read. `reach[village, layer]` is the area in which its residents meet, its first rank, ranks and their bits.

    By village, not by layer: all that one resident's meetings ask for lies together.
    """

    persons: int
    key: int
    people: NDArray[np.int32]
    students: NDArray[np.int32]
    workers: NDArray[np.int32]
    village_of_block: NDArray[np.int32]
    reach: NDArray[np.int32]
    groups: NDArray[np.int32]
    hours: NDArray[np.int32]


@dataclass(frozen=True)
class City:
    """A city of whole blocks of 64 residents in villages, townships and counties."""

    name: str
    village_codes: tuple[str, ...]
    village_blocks: NDArray[np.int64]
    parents: NDArray[
        np.int64
    ]  # [level, village]: index of the area of each level; level 0 is the village itself
    area_codes: tuple[tuple[str, ...], ...]  # by level
    area_names: tuple[tuple[str, str], ...] = ()  # (name, code); an area may have several names
    meetings: Meetings = MEETINGS
    key: int = 41_07
    pattern: Pattern = field(default_factory=build_pattern)

    @property
    def population(self) -> int:
        return int(self.village_blocks.sum()) * BLOCK

    def population_of(self, code: str) -> int:
        """Residents of the area whose code starts like this (whole blocks of 64)."""
        inside = [i for i, village in enumerate(self.village_codes) if village.startswith(code)]
        return int(self.village_blocks[inside].sum()) * BLOCK

    def residents_of(self, code: str) -> tuple[int, int]:
        """First and last-plus-one resident of the area; areas are runs of ids because codes are sorted."""
        ends = np.concatenate([[0], np.cumsum(self.village_blocks)]) * BLOCK
        inside = [i for i, village in enumerate(self.village_codes) if village.startswith(code)]
        if not inside:
            return 0, 0
        return int(ends[inside[0]]), int(ends[inside[-1] + 1])

    def code_of(self, area: str) -> str:
        """The code of an area given by its code or its name. Refused: nobody lives there; several areas have the name."""
        wanted = area.strip()
        if any(wanted in codes for codes in self.area_codes[:WHOLE]):
            return wanted
        found = sorted({code for name, code in self.area_names if name.casefold() == wanted.casefold()})
        lived_in = [code for code in found if self.population_of(code)]
        if len(lived_in) > 1:
            raise Refused(
                reason("{area} is the name of several areas: {codes}. Give the code.", area=area, codes=", ".join(lived_in)),
                fields={"areas": []},
            )  # fmt: skip
        if not lived_in:
            raise Refused(reason("There is no area {area} in this city.", area=area), fields={"areas": []})
        return lived_in[0]

    def inside(self, areas: Sequence[str]) -> NDArray[np.bool_]:
        """By village: does it lie in one of these areas (codes or names)?"""
        if isinstance(areas, str):
            areas = (areas,)
        codes = tuple(self.code_of(area) for area in areas)
        return np.array([village.startswith(codes) for village in self.village_codes], np.bool_)

    def village_of(self, person: int) -> str:
        ends = np.cumsum(self.village_blocks) * BLOCK
        return self.village_codes[int(np.searchsorted(ends, person, side="right"))]

    @cached_property
    def arrays(self) -> CityArrays:
        """The city as the kernels see it."""
        people, students, workers = self.pattern
        return CityArrays(
            persons=self.population, key=self.key, people=people, students=students, workers=workers,
            village_of_block=np.repeat(np.arange(len(self.village_codes)), self.village_blocks).astype(np.int32),
            reach=self._reach(), groups=self.meetings.group_table(), hours=self.meetings.hours_table(),
        )  # fmt: skip

    def _reach(self) -> NDArray[np.int32]:
        reach = np.zeros((len(self.village_codes), LAYERS, 4), np.int32)
        block_ends = np.concatenate([[0], np.cumsum(self.village_blocks)])
        for layer in range(LAYERS):
            level = self.parents[LEVEL_OF_LAYER[layer]]
            for area in range(int(level.max()) + 1):
                inside = np.flatnonzero(level == area)
                ends = [
                    self._rank_at(layer, int(b)) for b in (block_ends[inside[0]], block_ends[inside[-1] + 1])
                ]
                size = ends[1] - ends[0]
                reach[inside, layer] = area, ends[0], size, max(1, int(max(size - 1, 1)).bit_length())
        return reach

    def _rank_at(self, layer: int, block: int) -> int:
        """How many ranks of this layer lie before this block."""
        if layer not in (SCHOOL, WORK):
            return block * BLOCK
        positions = self.pattern.students if layer == SCHOOL else self.pattern.workers
        repeats, rest = divmod(block * BLOCK, PATTERN)
        return repeats * positions.size + int(np.searchsorted(positions, rest))


def read_city(path: Path, *, name: str = "", under: str = "", meetings: Meetings = MEETINGS) -> City:
    """A city from a tree file with columns code, kind, parent_code, population (as `xinxiang.csv`); `under` keeps one branch."""
    with path.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    villages = sorted(
        (r["code"], int(r["population"]))
        for r in rows
        if r["kind"] == "VILLAGE" and r["code"].startswith(under)
    )
    named = [
        (row[column], row["code"])
        for row in rows for column in ("name", "name_en") if row.get(column) and row["kind"] != "CITY"
    ]  # fmt: skip
    return city_of_villages(
        name=name or (rows[0].get("name_en") or rows[0]["code"]), villages=villages, meetings=meetings, names=named,
    )  # fmt: skip


def city_of_villages(
    *, name: str, villages: Sequence[tuple[str, int]], meetings: Meetings = MEETINGS, names: Sequence[tuple[str, str]] = ()
) -> City:  # fmt: skip
    """A city from (12-digit code, residents) pairs; residents are rounded to blocks of 64, rests carried forward."""
    codes = tuple(code for code, _ in villages)
    people = np.cumsum([residents for _, residents in villages])
    edges = np.concatenate([[0], np.round(people / BLOCK).astype(np.int64)])
    parents, area_codes = _parents(codes)
    return City(
        name=name,
        village_codes=codes,
        village_blocks=np.diff(edges),
        parents=parents,
        area_codes=area_codes,
        meetings=meetings,
        area_names=tuple(names),
    )


def demo_city(*, residents: int, villages: int = 0, meetings: Meetings = MEETINGS) -> City:
    """A made-up city of this size with villages of about 1,600, ten to a township and twenty townships to a county."""
    count = villages or max(1, residents // 1600)
    codes = [f"90{1 + i // 200:04d}{1 + i // 10 % 20:03d}{1 + i % 10:03d}" for i in range(count)]
    shares = np.diff(np.round(np.linspace(0, residents, count + 1)).astype(int))
    return city_of_villages(
        name=f"Made-up city of {residents:,}",
        villages=list(zip(codes, shares.tolist(), strict=True)),
        meetings=meetings,
    )


def _parents(codes: Sequence[str]) -> tuple[NDArray[np.int64], tuple[tuple[str, ...], ...]]:
    lengths = {VILLAGE: 12, TOWNSHIP: 9, COUNTY: 6, WHOLE: 0}
    levels, names = [], []
    for length in lengths.values():
        seen: Mapping[str, int] = {}
        seen = {code: i for i, code in enumerate(dict.fromkeys(c[:length] for c in codes))}
        levels.append([seen[c[:length]] for c in codes])
        names.append(tuple(seen))
    return np.array(levels, np.int64), tuple(names)


__all__ = ["CITYWIDE", "City", "CityArrays", "city_of_villages", "demo_city", "read_city"]
