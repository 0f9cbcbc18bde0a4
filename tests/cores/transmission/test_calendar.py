"""The calendar: the last put in comes out first, whatever was taken out in between, and chunks are used again."""

from __future__ import annotations

import numpy as np
import pytest

from ringfence.cores.transmission.kernels.queue import push, take
from ringfence.cores.transmission.state import CHUNK, EVENTS, FREE, INFECT, OVERFLOW, PENDING, open_book


@pytest.fixture
def book():
    book = open_book(persons=640, villages=1, days=3)
    book.counters[FREE] = -1
    return book


def test_every_hour_is_a_pile(book):
    rng, piles = np.random.default_rng(1), {hour: [] for hour in range(5)}
    for number in range(4_000):
        hour = int(rng.integers(5))
        if rng.random() < 0.55:
            push(book, hour, INFECT, number, -1, 3, 7)
            piles[hour].append(number)
        elif piles[hour]:
            event = take(book, hour)
            assert (event.person, event.source, event.layer, event.extra) == (piles[hour].pop(), -1, 3, 7)
    assert book.counters[PENDING] == sum(len(pile) for pile in piles.values())
    for hour, pile in piles.items():
        while pile:
            assert take(book, hour).person == pile.pop()
        assert book.heads[hour] == -1


def test_chunks_are_used_again(book):
    for round_ in range(50):
        for number in range(3 * CHUNK):
            push(book, round_, INFECT, number, 0, 0, 0)
        while book.heads[round_] >= 0:
            take(book, round_)
    assert book.counters[EVENTS] == 3


def test_what_lies_beyond_the_run_is_dropped_and_a_full_calendar_says_so(book):
    push(book, 72, INFECT, 1, 0, 0, 0)
    push(book, -1, INFECT, 1, 0, 0, 0)
    assert book.counters[PENDING] == 0
    for number in range(book.events.size + 1):
        push(book, 5, INFECT, number, 0, 0, 0)
    assert book.counters[OVERFLOW] == 1
    assert book.counters[PENDING] == book.events.size
