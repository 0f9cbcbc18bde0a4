"""Two stays whose times are not sure: were the two people together certainly, possibly or not? Never who infected whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ringfence.kernel import Refused, reason


class Meeting(StrEnum):
    """How sure it is that two people were at the place at the same time."""

    CERTAIN = "CERTAIN"
    POSSIBLE = "POSSIBLE"
    NONE = "NONE"


@dataclass(frozen=True)
class UncertainStay:
    """Came in [came_earliest, came_latest], left in [left_earliest, left_latest]; seconds of the city's clock."""

    came_earliest: int
    came_latest: int
    left_earliest: int
    left_latest: int

    def __post_init__(self) -> None:
        if (
            self.came_earliest > self.came_latest
            or self.left_earliest > self.left_latest
            or self.came_earliest > self.left_latest
        ):
            raise Refused(
                reason("The earliest time must not lie after the latest, nor the coming after the leaving.")
            )


@dataclass(frozen=True)
class Together:
    """`least_seconds` are sure, `most_seconds` could be."""

    meeting: Meeting
    least_seconds: int
    most_seconds: int


def meeting(one: UncertainStay, other: UncertainStay) -> Together:
    """The shortest and the longest time together that the two stays allow. Symmetric."""
    least = min(one.left_earliest, other.left_earliest) - max(one.came_latest, other.came_latest)
    most = min(one.left_latest, other.left_latest) - max(one.came_earliest, other.came_earliest)
    kind = Meeting.CERTAIN if least > 0 else Meeting.POSSIBLE if most > 0 else Meeting.NONE
    return Together(kind, max(0, least), max(0, most))
