"""Exact stretches of mapped files, asked for before they are read: cold pages come at the disk's pace, not fault by fault."""

from __future__ import annotations

import ctypes
import mmap

import numpy as np
import numpy.typing as npt

PAGE = mmap.PAGESIZE
NEAR_PAGES = 2  # stretches this near are asked for as one: a call costs more than a page
LOOKED_AT = 8  # pages of a search and a file; when all are in memory, nothing is asked for
Positions = npt.NDArray[np.int64]
_LIBC = ctypes.CDLL(None, use_errno=True)


def prefetch(mapped: mmap.mmap | None, first: Positions, behind: Positions, *, item_bytes: int) -> None:
    """Ask for the items `first[i]:behind[i]` of a mapped array. Nothing happens for an array that is in memory."""
    if mapped is None or not first.size:
        return
    wanted = behind > first
    begin = first[wanted] * item_bytes // PAGE
    if not begin.size or _in_memory(mapped, begin[:: 1 + begin.size // LOOKED_AT]):
        return
    end = (behind[wanted] * item_bytes + PAGE - 1) // PAGE
    for start, stop in zip(*merged_stretches(begin, end), strict=True):
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


def _in_memory(mapped: mmap.mmap, pages: Positions) -> bool:
    """Whether all of these pages are there. A page that is not costs a fault; asking for each of thousands of runs costs more."""
    address, there = np.frombuffer(mapped, np.uint8, 1).ctypes.data, ctypes.c_ubyte()
    for page in pages.tolist():
        if (
            _LIBC.mincore(ctypes.c_void_p(address + page * PAGE), 1, ctypes.byref(there))
            or not there.value & 1
        ):
            return False
    return True
