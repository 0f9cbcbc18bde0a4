"""One sort order of stays: the words of key 0, then those of key 1, ...; with the offset at which each key begins."""

from __future__ import annotations

import mmap
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .kernels.ordering import count_keys, scatter, sort_runs
from .stays import Ints, Words

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Ordered:
    """Words grouped by key and sorted within. `offsets[k]:offsets[k + 1]` is the run of key k."""

    words: Words
    offsets: npt.NDArray[np.uint32]
    mapped: mmap.mmap | None = None  # the file behind `words`, when they are not in memory

    def runs(self, keys: npt.ArrayLike) -> tuple[Positions, Positions]:
        """First and behind-last position of each key; empty for a key that is not there."""
        wanted = np.asarray(keys, np.int64)
        last = self.offsets.size - 2
        if last < 0:
            nothing = np.zeros(wanted.size, np.int64)
            return nothing, nothing.copy()
        inside = (wanted >= 0) & (wanted <= last)
        at = np.where(inside, wanted, 0)
        first, behind = self.offsets[at].astype(np.int64), self.offsets[at + 1].astype(np.int64)
        return np.where(inside, first, 0), np.where(inside, behind, 0)

    def keys(self) -> Ints:
        """The key of every word."""
        counts: Positions = np.diff(self.offsets.astype(np.int64)).astype(np.int64)
        return np.repeat(np.arange(counts.size, dtype=np.int32), counts)


def order(*, keys: Ints, words: Words) -> Ordered:
    """Sort (key, word) pairs, in time proportional to their number."""
    counts = np.zeros(int(keys.max(initial=-1)) + 2, np.uint32)
    count_keys(keys, counts)
    offsets = np.cumsum(counts, dtype=np.uint32)
    grouped = np.empty_like(words)
    scatter(keys, words, offsets[:-1].astype(np.int64), grouped)
    sort_runs(offsets, grouped)
    return Ordered(grouped, offsets)
