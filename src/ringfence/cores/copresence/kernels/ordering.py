# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""Stays into the order (key, word): counted, parted into buckets that fit the processor's cache, there put into runs.

Written straight into their runs, stays of a whole city would miss the cache at every row.
"""

from __future__ import annotations

import numpy as np

from ..compiled import entry, making

SMALL_RUN = 32  # shorter runs are sorted by insertion
MOVES = 4  # so many moves a word: then a run was not nearly in order, and is sorted as a whole


@entry
def count_keys(keys, offsets):
    """Where the run of each key begins, in `offsets` (all zero before)."""
    for row in range(keys.size):
        offsets[np.int64(keys[row]) + 1] += 1
    for key in range(offsets.size - 1):
        offsets[key + 1] += offsets[key]


@making
def part(keys, number, start, end, source, imputed, offsets, shift, key_of, word_of):
    """Pack every row and put it, with its key, behind those of its bucket (the keys that share their high bits)."""
    buckets = ((offsets.size - 2) >> shift) + 1
    ends = np.empty(buckets, np.int64)
    for bucket in range(buckets):
        ends[bucket] = offsets[bucket << shift]
    for row in range(keys.size):
        word = np.uint64(start[row]) << np.uint64(47)
        word |= np.uint64(end[row] - start[row]) << np.uint64(30)
        word |= np.uint64(number[row]) << np.uint64(4)
        word |= (np.uint64(source[row]) << np.uint64(1)) | np.uint64(imputed[row])
        bucket = np.int64(keys[row]) >> shift
        at = ends[bucket]
        ends[bucket] = at + 1
        key_of[at] = keys[row]
        word_of[at] = word


@making
def sort_run(words, first, last):
    """Sort one run: by insertion while little is out of order."""
    left = MOVES * (last - first) if last - first > SMALL_RUN else np.int64(1 << 40)
    for at in range(first + 1, last):
        word = words[at]
        hole = at
        while hole > first and words[hole - 1] > word:
            words[hole] = words[hole - 1]
            hole -= 1
        words[hole] = word
        left -= at - hole
        if left < 0:
            words[first:last].sort()
            return


@making
def settle(offsets, shift, key_of, word_of, out):
    """Put the words of each bucket into their runs, each run sorted. How many words repeat the one before them."""
    keys = offsets.size - 1
    width = np.int64(1) << shift
    ends = np.empty(width, np.int64)
    doubles = 0
    for begin in range(0, keys, width):
        stop = min(begin + width, keys)
        for key in range(begin, stop):
            ends[key - begin] = offsets[key]
        for row in range(np.int64(offsets[begin]), np.int64(offsets[stop])):
            nth = np.int64(key_of[row]) - begin
            out[ends[nth]] = word_of[row]
            ends[nth] += 1
        for key in range(begin, stop):
            first, last = np.int64(offsets[key]), np.int64(offsets[key + 1])
            sort_run(out, first, last)
            for at in range(first + 1, last):
                doubles += out[at] == out[at - 1]
    return doubles


@entry
def drop_doubles(offsets, words):
    """Keep one of equal words of a run; how many are left. `offsets` are moved with them."""
    kept = np.int64(0)
    first = np.int64(0)
    for key in range(offsets.size - 1):
        last = np.int64(offsets[key + 1])
        begin = kept
        for at in range(first, last):
            if at == first or words[at] != words[kept - 1]:
                words[kept] = words[at]
                kept += 1
        offsets[key] = begin
        first = last
    offsets[offsets.size - 1] = kept
    return kept


@entry
def keys_of(offsets, keys):
    """The key of every word."""
    for key in range(offsets.size - 1):
        for at in range(np.int64(offsets[key]), np.int64(offsets[key + 1])):
            keys[at] = key


@entry
def merge_runs(offsets, words, more_offsets, more_words, out_offsets, out):
    """Two orders into one, equal words of a run once; how many words that are. `out_offsets` covers the keys of both."""
    written = np.int64(0)
    for key in range(out_offsets.size - 1):
        out_offsets[key] = written
        one, last = np.int64(0), np.int64(0)
        if key < offsets.size - 1:
            one, last = np.int64(offsets[key]), np.int64(offsets[key + 1])
        more, more_last = np.int64(0), np.int64(0)
        if key < more_offsets.size - 1:
            more, more_last = np.int64(more_offsets[key]), np.int64(more_offsets[key + 1])
        begin = written
        while one < last or more < more_last:
            if more >= more_last or (one < last and words[one] <= more_words[more]):
                word = words[one]
                one += 1
            else:
                word = more_words[more]
                more += 1
            if written == begin or out[written - 1] != word:
                out[written] = word
                written += 1
    out_offsets[out_offsets.size - 1] = written
    return written
