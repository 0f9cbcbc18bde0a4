"""The line list as a few numbers that a played outbreak is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .ensemble import Ensemble
from .linelist import Listed, counts

ANSCOMBE = 3 / 8
Counts = NDArray[np.int64] | NDArray[np.int32]
WIDTHS = (
    2,
    2,
    3,
    3,
    4,
    4,
    7,
    7,
)  # days of the blocks, from today back; the rest of the past is one block more


@dataclass(frozen=True)
class Observed:
    """Reports by day from `first_day` of the run up to today, their blocks, and which figures are known."""

    first_day: int
    days: int
    reported: NDArray[np.int64]
    community: NDArray[np.int64] | None
    blocks: tuple[tuple[int, int], ...]
    cases: int

    @property
    def summary(self) -> NDArray[np.float64]:
        own = None if self.community is None else self.community[None]
        return np.asarray(self._summary(self.reported[None], own)[0], float)

    def distance(self, played: Ensemble) -> NDArray[np.float64]:
        """How far each replicate is from the list, in standard deviations of a Poisson count."""
        community = played.daily("community_found") if self.community is not None else None
        summary = self._summary(played.daily("confirmed"), community)
        return np.asarray(np.sqrt(((summary - self.summary) ** 2).sum(axis=1)), float)

    def _summary(self, reported: Counts, community: Counts | None) -> NDArray[np.float64]:
        """Square roots of sums (their spread does not depend on their size), [replicate, figure]."""
        sums = [reported[:, a:b].sum(axis=1) for a, b in self.blocks] + [reported[:, : self.days].sum(axis=1)]
        if community is not None:
            sums += [community[:, max(0, self.days - back) : self.days].sum(axis=1) for back in (3, 7, 14)]
        return np.asarray(_even(np.stack(sums, axis=1)), float)


def _even(count: Counts | float) -> NDArray[np.float64]:
    """A count on a scale on which its spread is 1 whatever its size (Anscombe 1948)."""
    return np.asarray(2.0 * np.sqrt(np.asarray(count) + ANSCOMBE), float)


def most_within(distance: float, *, of: int) -> int:
    """The largest count that alone does not make a replicate farther than this from a list that counts so many."""
    return int(np.floor((float(_even(of)) + distance) ** 2 / 4.0 - ANSCOMBE + 1e-9))


def observe(cases: Sequence[Listed], *, today: int, longest_before: int) -> Observed:
    """The list from so many days before the first report up to the end of today."""
    first = min(case.reported for case in cases)
    first_day = first - longest_before
    days = today - first_day + 1
    blocks, end = [], days
    for width in WIDTHS:
        if end <= longest_before:
            break
        blocks.append((max(end - width, longest_before), end))
        end = blocks[-1][0]
    blocks.append((0, end))
    told = sum(case.in_quarantine is not None for case in cases)
    return Observed(
        first_day=first_day, days=days, reported=counts(cases, first_day=first_day, days=days),
        community=counts(cases, first_day=first_day, days=days, community=True) if 2 * told >= len(cases) else None,
        blocks=tuple(blocks), cases=len(cases),
    )  # fmt: skip
