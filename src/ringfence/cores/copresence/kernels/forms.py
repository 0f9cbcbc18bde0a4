"""The rows that kernels read and write."""

from __future__ import annotations

import numpy as np

MOST_DAYS = 16  # a window of 14 days touches 15 days of the city; kernels take a fixed number of days

# One run of stays that a visit of a case is compared with. Times are seconds of the city's clock since 1970-01-01;
# `low` is source and imputed of the case's own record.
PROBE = np.dtype([
    ("day", "<i4"), ("low", "<i4"), ("first", "<i8"), ("behind", "<i8"), ("late_first", "<i8"), ("late_behind", "<i8"),
    ("from_s", "<i8"), ("to_s", "<i8"), ("place", "<i4"), ("metres", "<i4"), ("infectious", "<i8"), ("crowd", "<i8"),
    ("air", "<i8"), ("visit_word", "<u8"), ("midnight", "<i8"),
])  # fmt: skip

# One person who was together with a case. Seconds are the length of the union of all moments together.
LEAD = np.dtype([
    ("case", "<i4"), ("person", "<i4"),  # number of the case in the call; number of the person
    ("first_s", "<i8"), ("last_s", "<i8"),  # first moment together, end of the last
    ("seconds", "<i8"), ("sure_seconds", "<i8"),  # sure: neither side of the overlap was imputed
    ("longest_s", "<i8"),  # longest stretch without a gap
    ("place_seconds", "<i8"), ("place", "<i4"),  # longest single overlap, and where
    ("metres", "<i4"),  # least distance between the two places, rounded up
    ("episodes", "<i4"), ("sources", "<i4"),  # stretches; bit b is set when source b tells of the person
    ("by_day", "<i8"), ("by_crowd", "<i8"), ("by_air", "<i8"), ("dose", "<i8"),  # seconds x day, x crowd, x air, x certainty
])  # fmt: skip

# Where and when a case was, open for stays that come later. As a probe, without runs; `own` is the case's person.
WINDOW = np.dtype([
    ("case", "<i4"), ("own", "<i4"), ("place", "<i4"), ("metres", "<i4"), ("from_s", "<i8"), ("to_s", "<i8"), ("low", "<i8"),
    ("infectious", "<i8"), ("crowd", "<i8"), ("air", "<i8"), ("visit_word", "<u8"), ("midnight", "<i8"),
])  # fmt: skip

# What one stay and one window have in common: [from_s, to_s), numbers of the window and of the stay among those given.
MOMENT = np.dtype([
    ("case", "<i4"), ("person", "<i4"), ("from_s", "<i8"), ("to_s", "<i8"), ("place", "<i4"), ("window", "<i4"),
    ("event", "<i8"), ("word", "<u8"), ("visit_word", "<u8"),
])  # fmt: skip
