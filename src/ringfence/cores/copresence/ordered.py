"""One sort order of stays: the words of key 0, then those of key 1, ...; with the offset at which each key begins."""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .kernels.ordering import count_keys, drop_doubles, keys_of, merge_runs, part, settle
from .prefetch import prefetch
from .stays import Ints, Stays, Words, pack

BUCKET_ROWS = 65_536  # half a megabyte of words: a processor's own cache
FEW = 64  # keys for a row: from there on the passes over the keys cost more than sorting the rows
MOST_BUCKETS = 512  # as many places to write to as the processor keeps at hand
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Ordered:
    """Words grouped by key and sorted within. `offsets[k]:offsets[k + 1]` is the run of key k."""

    words: Words
    offsets: npt.NDArray[np.uint32]
    mapped: mmap.mmap | None = None  # the file behind `words`, when they are not in memory
    mapped_offsets: mmap.mmap | None = None

    def runs(self, keys: npt.ArrayLike) -> tuple[Positions, Positions]:
        """First and behind-last position of each key; empty for a key that is not there."""
        wanted = np.asarray(keys, np.int64)
        last = self.offsets.size - 2
        if last < 0:
            nothing = np.zeros(wanted.size, np.int64)
            return nothing, nothing.copy()
        inside = (wanted >= 0) & (wanted <= last)
        at = np.where(inside, wanted, 0)
        prefetch(self.mapped_offsets, at, at + 2, item_bytes=self.offsets.itemsize)
        first, behind = self.offsets[at].astype(np.int64), self.offsets[at + 1].astype(np.int64)
        return np.where(inside, first, 0), np.where(inside, behind, 0)

    def gathered(self, keys: npt.ArrayLike) -> tuple[Words, Positions]:
        """The words of these keys, one key after the other, and for each word the number of its key among those asked for."""
        first, behind = self.runs(keys)
        prefetch(self.mapped, first, behind, item_bytes=self.words.itemsize)
        counts = behind - first
        at = (
            np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
        )
        words = self.words[at] if at.size else np.zeros(0, np.uint64)
        return words, np.repeat(np.arange(counts.size), counts)

    def keys(self) -> Ints:
        """The key of every word."""
        keys = np.empty(self.words.size, np.int32)
        keys_of(_read_only(self.offsets), keys)
        return keys


def order(stays: Stays, *, by: str) -> Ordered:
    """The stays of one day by `by` (`place` or `person`) and start, each stay once. In time proportional to their number."""
    columns = (stays.person, stays.place, stays.start, stays.end, stays.source, stays.imputed)
    person, place, *rest = (_read_only(column) for column in columns)
    keys, number = (place, person) if by == "place" else (person, place)
    if keys.size * FEW < int(keys.max(initial=-1)):
        return _of_few(keys, pack(start=rest[0], end=rest[1], number=number, source=rest[2], imputed=rest[3]))
    offsets = np.zeros(int(keys.max(initial=-1)) + 2, np.uint32)
    count_keys(keys, offsets)
    shift = _shift(keys=offsets.size - 1, rows=keys.size)
    key_of, words = np.empty(keys.size, np.int32), np.empty(keys.size, np.uint64)
    part(keys, number, *rest, offsets, shift, key_of, words)
    settled = np.empty(keys.size, np.uint64)
    if settle(offsets, shift, key_of, words, settled):
        settled = settled[: drop_doubles(offsets, settled)]
    return Ordered(settled, offsets)


def _of_few(keys: Ints, words: Words) -> Ordered:
    """A small batch among millions of keys: sorted as it is, and no pass over every key that has none but the offsets."""
    turn = np.lexsort((words, keys))
    keys, words = keys[turn], words[turn]
    fresh = np.ones(keys.size, bool)
    fresh[1:] = (keys[1:] != keys[:-1]) | (words[1:] != words[:-1])
    keys, words = keys[fresh], words[fresh]
    own, counts = np.unique(keys, return_counts=True)
    offsets = np.zeros(int(keys.max(initial=-1)) + 2, np.uint32)
    offsets[own + 1] = counts
    np.cumsum(offsets, out=offsets)
    return Ordered(words, offsets)


def merged(one: Ordered, more: Ordered) -> Ordered:
    """Both together, each word of a key once."""
    if not one.words.size or not more.words.size:
        return one if one.words.size else more
    offsets = np.zeros(max(one.offsets.size, more.offsets.size), np.uint32)
    words = np.empty(one.words.size + more.words.size, np.uint64)
    given = (one.offsets, one.words, more.offsets, more.words)
    many = merge_runs(*(_read_only(array) for array in given), offsets, words)
    return Ordered(words[:many], offsets)


def _read_only(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """One form for what kernels only read, whether it is mapped, fresh or a slice: they are compiled once a form."""
    seen = np.ascontiguousarray(array).view()
    seen.flags.writeable = False
    return seen


def _shift(*, keys: int, rows: int) -> int:
    """Low bits of a key that a bucket leaves open, so that a bucket has about `BUCKET_ROWS` rows, of `MOST_BUCKETS` at most."""
    buckets = min(MOST_BUCKETS, rows // BUCKET_ROWS + 1)
    return max(0, (keys - 1) // buckets).bit_length()
