"""Exact stretches of mapped files, asked for before they are read: cold pages come at the disk's pace, not fault by fault."""

from __future__ import annotations

import ctypes
import mmap

import numpy as np
import numpy.typing as npt

PAGE = mmap.PAGESIZE
NEAR_PAGES = 2  # stretches this near are asked for as one: a call costs more than a page
PAGES_FOR_A_CALL = (
    100  # asking for a stretch costs about as much as asking whether so many pages are in memory
)
Positions = npt.NDArray[np.int64]
_LIBC = ctypes.CDLL(None, use_errno=True)


def prefetch(mapped: mmap.mmap | None, first: Positions, behind: Positions, *, item_bytes: int) -> None:
    """Ask for the items `first[i]:behind[i]` of a mapped array. Nothing happens for an array that is in memory."""
    if mapped is None or not first.size:
        return
    begin = first * item_bytes // PAGE
    end = (behind * item_bytes + PAGE - 1) // PAGE
    wanted = behind > first
    starts, stops = merged_stretches(begin[wanted], end[wanted])
    if starts.size * PAGES_FOR_A_CALL > len(mapped) // PAGE:
        starts, stops = _missing(mapped, starts, stops)
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        mapped.madvise(mmap.MADV_WILLNEED, start * PAGE, min(stop * PAGE, len(mapped)) - start * PAGE)


def merged_stretches(begin: Positions, end: Positions) -> tuple[Positions, Positions]:
    """Stretches by position, those that overlap or lie near as one."""
    if not begin.size:
        return begin, end
    order = np.argsort(begin, kind="stable")
    begin, reached = begin[order], np.maximum.accumulate(end[order])
    fresh = np.concatenate(([True], begin[1:] > reached[:-1] + NEAR_PAGES))
    last = np.concatenate((np.flatnonzero(fresh)[1:] - 1, [begin.size - 1]))
    return begin[fresh], reached[last]


def _missing(mapped: mmap.mmap, starts: Positions, stops: Positions) -> tuple[Positions, Positions]:
    """Those stretches of which a page is not in memory; all of them, where the system does not tell."""
    there = np.zeros((len(mapped) + PAGE - 1) // PAGE, np.uint8)
    address = np.frombuffer(mapped, np.uint8).ctypes.data
    if _LIBC.mincore(
        ctypes.c_void_p(address), ctypes.c_size_t(len(mapped)), ctypes.c_void_p(there.ctypes.data)
    ):
        return starts, stops
    before = np.concatenate((np.zeros(1, np.int64), np.cumsum(~there & 1)))
    some = before[np.minimum(stops, there.size)] > before[starts]
    return starts[some], stops[some]
