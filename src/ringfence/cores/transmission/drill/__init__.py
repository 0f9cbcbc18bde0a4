"""Drills with known truth: one replicate told in full, with the movement and the contacts of anybody in it."""

from .days import Place, Presence
from .happenings import Happening, stream
from .making import Case, Drill
from .meeting import Contact
from .people import Person
from .samples import Sample
from .visits import Visit, visits

__all__ = [
    "Case", "Contact", "Drill", "Happening", "Person", "Place", "Presence", "Sample", "Visit", "stream", "visits",
]  # fmt: skip
