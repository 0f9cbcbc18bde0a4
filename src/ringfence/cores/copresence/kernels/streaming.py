# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""New stays against the open windows of cases, as they come; and the moments found, summed to leads."""

from __future__ import annotations

import numpy as np

from ..compiled import entry, kernel
from .summing import sum_moments_of_one

DAY = 86_400
HASH = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: spreads neighbouring numbers


@kernel
def slot_of_place(place, slots, shift):
    """Where the table of places keeps this one, or the empty slot where it would be."""
    at = np.int64((np.uint64(place) * HASH) >> shift)
    while slots[at, 0] != place and slots[at, 0] >= 0:
        at = (at + 1) & (slots.shape[0] - 1)
    return at


@entry
def fill_slots(places, slots, shift):
    """Number the places: slot -> (place, its number)."""
    for number in range(places.size):
        at = slot_of_place(places[number], slots, shift)
        slots[at, 0] = places[number]
        slots[at, 1] = number


@kernel
def first_reaching(reached, first, behind, second):
    """The first window of a place that any window up to it lasts beyond this second."""
    while first < behind:
        middle = (first + behind) // 2
        if reached[middle] <= second:
            first = middle + 1
        else:
            behind = middle
    return first


@kernel
def put_moment(moment, window, number, event, person, start, end, word):
    """One moment that a stay and a window have in common."""
    moment.case = window.case
    moment.person = person
    moment.from_s = start
    moment.to_s = end
    moment.place = window.place
    moment.window = number
    moment.event = event
    moment.word = word
    moment.visit_word = window.visit_word


@entry
def match_stays(
    person, place, day, start, end, words, windows, firsts, reached, slots, shift, open_case, event, out
):
    """Moments of stays `event` and later with open windows, until `out` is full: next stay, moments written.

    Windows of one place lie together by start; `reached` is the latest end among those up to each.
    """
    written = 0
    while event < person.size:
        at = slot_of_place(place[event], slots, shift)
        begins = np.int64(day[event]) * DAY + start[event]
        ends = np.int64(day[event]) * DAY + end[event]
        if slots[at, 0] < 0 or begins >= ends:
            event += 1
            continue
        first, behind = firsts[slots[at, 1]], firsts[slots[at, 1] + 1]
        one = first_reaching(reached, first, behind, begins)
        before = written
        while one < behind and windows[one].from_s < ends:
            window = windows[one]
            if window.to_s > begins and window.own != person[event] and open_case[window.case]:
                if written == out.size:
                    return event, before
                put_moment(
                    out[written],
                    window,
                    one,
                    event,
                    person[event],
                    max(begins, window.from_s),
                    min(ends, window.to_s),
                    words[event],
                )
                written += 1
            one += 1
        event += 1
    return event, written


@entry
def sum_moments(moments, words, windows, certainty, leads):
    """Leads of moments that lie by case, person and start; how many. `words` are theirs, with the window's number in them."""
    found, first = 0, 0
    for at in range(moments.size):
        moment = moments[at]
        if (
            at + 1 < moments.size
            and moments[at + 1].case == moment.case
            and moments[at + 1].person == moment.person
        ):
            continue
        lead = leads[found]
        lead.case, lead.person = moment.case, moment.person
        sum_moments_of_one(words, first, at + 1, windows, certainty, lead)
        found, first = found + 1, at + 1
    return found
