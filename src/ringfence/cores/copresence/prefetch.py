"""Exact stretches of mapped files, asked for before they are read: cold pages come at the disk's pace, not fault by fault."""

from __future__ import annotations

import mmap

import numpy as np
import numpy.typing as npt

PAGE = mmap.PAGESIZE
NEAR_PAGES = 2  # stretches this near are asked for as one: a call costs more than a page
Positions = npt.NDArray[np.int64]


def prefetch(mapped: mmap.mmap | None, first: Positions, behind: Positions, *, item_bytes: int) -> None:
    """Ask for the items `first[i]:behind[i]` of a mapped array. Nothing happens for an array that is in memory."""
    if mapped is None or not first.size:
        return
    begin = first * item_bytes // PAGE
    end = (behind * item_bytes + PAGE - 1) // PAGE
    wanted = behind > first
    for start, stop in zip(*merged_stretches(begin[wanted], end[wanted]), strict=True):
        mapped.madvise(mmap.MADV_WILLNEED, start * PAGE, min(stop * PAGE, len(mapped)) - start * PAGE)


def merged_stretches(begin: Positions, end: Positions) -> tuple[list[int], list[int]]:
    """Stretches by position, those that overlap or lie near as one."""
    if not begin.size:
        return [], []
    order = np.argsort(begin, kind="stable")
    begin, reached = begin[order], np.maximum.accumulate(end[order])
    fresh = np.concatenate(([True], begin[1:] > reached[:-1] + NEAR_PAGES))
    last = np.concatenate((np.flatnonzero(fresh)[1:] - 1, [begin.size - 1]))
    return begin[fresh].tolist(), reached[last].tolist()
