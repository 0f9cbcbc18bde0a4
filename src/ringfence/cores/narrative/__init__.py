"""The movement of a case as an investigator wrote it down, in Chinese: read into stops, each linked to its characters.

    narrative = read_narrative(text, year=2022, places=["人民公园", ...])

Nothing is invented: a time that the text does not give stays open, with the order in which it was told. A stop is a
proposal for a person to correct. docs/reference/narrative.md.
"""

from .model import Narrative, Order, Role, Span, SpanKind, Stop
from .open_times import came_between
from .reading import Gazetteer, read_narrative

__all__ = [
    "Gazetteer",
    "Narrative",
    "Order",
    "Role",
    "Span",
    "SpanKind",
    "Stop",
    "came_between",
    "read_narrative",
]
