"""The words that the grammar knows: endings of places, vehicles, people, what begins and what ends a place."""

from .people import CASE_ROLE, COMPANY, CONTACT_ROLE, PERSON, RELATION, TRANSPORT
from .places import (
    BREAK_WORDS,
    BREAKS,
    COUNTED,
    END,
    HOME_AFTER,
    HOME_BEFORE,
    NO_BREAK,
    NO_PLACE,
    NOT_VISITED,
    SHORT_CITY,
    SUFFIX,
    WHOLE,
)
from .regions import REGIONS

__all__ = [
    "BREAKS", "BREAK_WORDS", "CASE_ROLE", "COMPANY", "CONTACT_ROLE", "COUNTED", "END", "HOME_AFTER", "HOME_BEFORE", "NOT_VISITED",
    "NO_BREAK", "NO_PLACE", "PERSON", "REGIONS", "RELATION", "SHORT_CITY", "SUFFIX", "TRANSPORT", "WHOLE",
]  # fmt: skip
