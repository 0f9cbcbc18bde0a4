# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""Overlaps of one moment of a case's day, put into one order that does not depend on where they were found."""

from __future__ import annotations

from ..compiled import kernel

DIGIT = 256


@kernel
def earlier(one, other, start, place, word, end, visit_word):
    """Whether an overlap comes before another: by start, place, record, end, record of the case."""
    if start[one] != start[other]:
        return start[one] < start[other]
    if place[one] != place[other]:
        return place[one] < place[other]
    if word[one] != word[other]:
        return word[one] < word[other]
    if end[one] != end[other]:
        return end[one] < end[other]
    return visit_word[one] < visit_word[other]


@kernel
def sort_overlaps(count, order, spare, start, place, word, end, visit_word):
    """Write 0..count-1 into `order`, sorted; by merging longer and longer stretches."""
    for at in range(count):
        order[at] = at
    width = 1
    while width < count:
        for left in range(0, count, 2 * width):
            middle, right = min(left + width, count), min(left + 2 * width, count)
            one, other = left, middle
            for at in range(left, right):
                take_one = one < middle and (
                    other >= right
                    or not earlier(order[other], order[one], start, place, word, end, visit_word)
                )
                if take_one:
                    spare[at] = order[one]
                    one += 1
                else:
                    spare[at] = order[other]
                    other += 1
        for at in range(count):
            order[at] = spare[at]
        width *= 2


@kernel
def sort_by_person(wanted, spare, count, behind):
    """Sort words whose upper half is a person, by the digits of that number, the lowest first. `behind` has room for `DIGIT` + 1."""
    highest = 0
    for at in range(count):
        highest = max(highest, wanted[at] >> 32)
    shift = 32
    while highest >> (shift - 32) > 0:
        behind[:] = 0
        for at in range(count):
            behind[((wanted[at] >> shift) & (DIGIT - 1)) + 1] += 1
        for digit in range(DIGIT):
            behind[digit + 1] += behind[digit]
        for at in range(count):
            digit = (wanted[at] >> shift) & (DIGIT - 1)
            spare[behind[digit]] = wanted[at]
            behind[digit] += 1
        for at in range(count):
            wanted[at] = spare[at]
        shift += 8
