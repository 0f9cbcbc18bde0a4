# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""Stays into the order (key, word): counted into their runs, then each run sorted."""

from __future__ import annotations

import numpy as np

from ..compiled import entry


@entry
def count_keys(keys, counts):
    """Add one to `counts[key + 1]` for every row."""
    for row in range(keys.size):
        counts[np.int64(keys[row]) + 1] += 1


@entry
def scatter(keys, words, ends, out):
    """Put each word behind those of its key. `ends` starts as the first place of each key and is moved on."""
    for row in range(keys.size):
        key = np.int64(keys[row])
        out[ends[key]] = words[row]
        ends[key] += 1


@entry
def sort_runs(offsets, words):
    """Sort the words of each key."""
    for key in range(offsets.size - 1):
        first, last = np.int64(offsets[key]), np.int64(offsets[key + 1])
        if last - first > 32:
            words[first:last].sort()
            continue
        for at in range(first + 1, last):
            word = words[at]
            hole = at
            while hole > first and words[hole - 1] > word:
                words[hole] = words[hole - 1]
                hole -= 1
            words[hole] = word
