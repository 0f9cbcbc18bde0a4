"""Scratch for meetings that are worked out side by side: one column a figure, one slot a meeting or a day.

A meeting leads through long chains of arithmetic in which each figure waits for the one before. Taken one after the other the
processor waits most of the time; taken a column at a time it works on several meetings at once.
"""

from __future__ import annotations

from typing import Final

BATCH: Final = 64  # slots
(
    PLACE,  # where a permutation starts, and where it has led to
    SIZE,  # of the permutation
    WIDTH,  # its bits
    KEY,  # its key
    LISTED,  # not by slot: the slots whose permutation is wanted
    LEFT,  # not by slot: those that need one step more
    LAYER,
    HOUR,
    DAY,
    COUNTER,  # of the draws of this meeting
    FIRST,  # the first place of the group
    MEMBERS,  # how many places it has
    OWN,  # the place of the person asked about
    PERSON,  # who is met there, -1 for nobody
    DAY_KEY,  # the key of the groups of a day
) = range(15)
COLUMNS: Final = 15
