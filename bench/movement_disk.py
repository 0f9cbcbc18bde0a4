"""The hot files beside the machine: scans beside the speed of memory, bytes that a search reads, an emptied page cache."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from ringfence.cores.copresence.authorisation import AuthorisedCase
from ringfence.cores.copresence.compiled import entry
from ringfence.cores.copresence.plan import plan_search
from ringfence.cores.copresence.prefetch import PAGE, merged_stretches
from ringfence.cores.copresence.reach import SamePlace
from ringfence.cores.copresence.store import MovementStore
from ringfence.cores.copresence.weights import Weights

MOST_BYTES = 1 << 30  # of one day that is scanned


@entry
def added(words: Any) -> Any:
    """The sum of all words: as fast as memory can be read in order."""
    total = np.uint64(0)
    for at in range(words.size):
        total += words[at]
    return total


@entry
def lasting(words: Any, begin: Any, end: Any) -> Any:
    """How many stays overlap [begin, end) of the day: what a search does with every stay that it reads."""
    found = 0
    for at in range(words.size):
        word = words[at]
        start = np.int64(word >> np.uint64(47))
        seconds = np.int64((word >> np.uint64(30)) & np.uint64((1 << 17) - 1))
        found += (start < end) & (start + seconds > begin) & (seconds > 0)
    return found


def share_of_memory(store: MovementStore) -> dict[str, float]:
    """Warm scan of a day's order by place on two threads, beside the bare sum of the same bytes; best of seven."""
    view = next(iter(sorted(store.snapshot().days.items())))[1]
    words = view.base.by_place.words[: MOST_BYTES // 8]
    halves = [words[: words.size // 2], words[words.size // 2 :]]
    speeds = {}
    with ThreadPoolExecutor(2) as pool:
        for name, work in (("memory", added), ("scan", lambda half: lasting(half, 30_000, 40_000))):
            best = min(_timed(lambda work=work: list(pool.map(work, halves))) for _ in range(8))  # type: ignore[misc]
            speeds[name] = words.nbytes / best / 1e9
    share = speeds["scan"] / speeds["memory"]
    print(
        f"  scan of a day, two threads: {speeds['scan']:.1f} GB/s = {share:.0%} of the bare sum of the same words ({speeds['memory']:.1f} GB/s); aim 30 %"
    )
    return speeds | {"share": share}


def _timed(work: Any) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def sizes_touched(store: MovementStore, cases: list[AuthorisedCase]) -> dict[str, float]:
    """Bytes of the runs that a search compares, and bytes of the pages that are asked for."""
    plan = plan_search(cases, snapshot=store.snapshot(), rule=SamePlace(), weights=Weights())
    runs = int((plan.probes["behind"] - plan.probes["first"]).sum()) * 8
    asked = 0
    for slot in range(len(plan.days)):
        mine = plan.probes[plan.probes["day"] == slot]
        begin, end = merged_stretches(mine["first"] * 8 // PAGE, (mine["behind"] * 8 + PAGE - 1) // PAGE)
        asked += PAGE * (sum(end) - sum(begin))
    print(f"  {'':12} {len(plan.probes):,} runs, {runs / 1e6:.1f} MB; pages asked for {asked / 1e6:.1f} MB")
    return {"runs": len(plan.probes), "run_bytes": runs, "asked_bytes": asked}


def drop_cache(store: MovementStore) -> None:
    """Ask the system to forget the files; a virtual disk's host may still hold them."""
    store._kept = None  # closes the maps, so that their pages may go
    for file in (store.folder / "days").rglob("*.*"):
        if file.is_file():
            handle = os.open(file, os.O_RDONLY)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(handle)
