"""Looking for garbage: rarely, and not among what every request uses.

Python looks after every 700 new objects, and every so often through all that there are. A chain of 25,000 cases makes a
million objects of which none is garbage; half of its time went into looking (bench/bench_chain_page.py). What is loaded
at the start is set aside (`gc.freeze`), the rest is looked through thirty times less often; a process grows by some
megabytes for it.
"""

from __future__ import annotations

import gc

YOUNG_OBJECTS = 20_000  # new objects between two looks at the young; they fit into a few megabytes
YOUNG_LOOKS, MIDDLE_LOOKS = 20, 20  # looks at the younger between two at the older


def settle() -> None:
    """Say that the process has started: what is there stays. Called once, when everything is loaded."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, YOUNG_LOOKS, MIDDLE_LOOKS)
