# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""Many residents and days at once: in which groups they are, who else is in a group, and who stays away. Nothing is stored."""

from __future__ import annotations

import numpy as np

from ..compiled import entry
from ..draws import draw, key_of, mix
from ..kernels.people import area_of, group_of, hour_of, member_of
from ..layers import LAYERS

STAYS_AWAY = 101  # a purpose of draws; those from 100 on belong to drills, so no replicate is changed by one
FIRST, SIZE, AREA, HOUR = range(4)  # the last axis of `out`


@entry
def find_groups(city, persons, days, out):
    """out[n, layer] = first place and size of the group of person n on day n (size 0: takes no part), its area, its hour."""
    for n in range(persons.size):
        for layer in range(LAYERS):
            first, size, _ = group_of(city, layer, persons[n], days[n])
            out[n, layer, FIRST] = first
            out[n, layer, SIZE] = size
            out[n, layer, AREA] = area_of(city, layer, persons[n])
            out[n, layer, HOUR] = hour_of(city, layer, first, days[n])


@entry
def find_members(city, layers, like, days, firsts, begins, out):
    """out[begins[n]:begins[n + 1]] = everybody in the group of person `like[n]`, which begins at place `firsts[n]`."""
    for n in range(layers.size):
        for k in range(begins[n + 1] - begins[n]):
            out[begins[n] + k] = member_of(city, layers[n], like[n], days[n], firsts[n] + k)


@entry
def find_willing(seed, persons, days, out):
    """out[n, layer] = a number in [0, 1): below his chance, person n goes to this layer's meeting on day n."""
    for n in range(persons.size):
        key = key_of(seed, persons[n])
        for layer in range(LAYERS):
            out[n, layer] = draw(key, STAYS_AWAY, np.int64(days[n] * 8 + layer))


@entry
def draw_of(seed, person, purpose, counter):
    """One of the engine's own draws for this person, asked for once more."""
    return draw(key_of(seed, person), purpose, counter)


@entry
def scattered(number):
    """64 bits that tell nothing of the number from which they come."""
    return mix(number)
