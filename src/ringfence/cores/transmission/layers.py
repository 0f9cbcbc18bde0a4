"""Where people meet: seven layers, each with the area inside which its groups are formed.

A lasting layer has the same groups every day (home, class, workplace); in a daily layer every person is in a new
occasion each day (at a venue, in a vehicle, among neighbours, across the city).
"""

from __future__ import annotations

from typing import Final

HOUSEHOLD, SCHOOL, WORK, VENUE, TRANSPORT, NEIGHBOURS, CITYWIDE = range(7)
LAYERS: Final = 7
SEED, ARRIVAL = 7, 8  # not layers: how an infection without an infector in the city came about
LAYER_NAMES: Final = (
    "household",
    "school",
    "work",
    "venue",
    "transport",
    "neighbours",
    "citywide",
    "seed",
    "arrival",
)
FIRST_DAILY: Final = VENUE  # layers from here on meet in new groups every day

VILLAGE, TOWNSHIP, COUNTY, WHOLE = range(4)  # levels of area
LEVEL_OF_LAYER: Final = (VILLAGE, TOWNSHIP, COUNTY, TOWNSHIP, COUNTY, VILLAGE, WHOLE)

NO_ROLE, STUDENT, WORKER = range(3)
