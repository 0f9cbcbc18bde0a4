"""Records of one person into stays: points become stays, missing ends are imputed, doubles of one source are merged."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ringfence.kernel import reason

from ..places import Kind
from ..stays import DAY_SECONDS, Source
from .account import Remark

MINUTE = 60
# [D] how long people usually stay where only their coming was noted; cut at the next record of the person
USUAL_MINUTES = {
    Kind.OTHER: 30,
    Kind.HOME: 480,
    Kind.WORK: 240,
    Kind.VENUE: 60,
    Kind.STOP: 15,
    Kind.CARE: 60,
    Kind.SEAT: 120,
}
POINT_MINUTES = 5  # [D] a single position of a phone
LONGEST_GAP_MINUTES = 30  # [D] positions at one place that are no farther apart belong to one stay
FASTEST_KMH = 350  # the fastest trains in service; faster between two places is a jump
NEARBY_METRES = 1_000  # [D] below this a jump is drift of a phone, not a journey


@dataclass(frozen=True)
class Span:
    """One stay to be; `lines` are the rows that tell of it. Position in centimetres, or `None`."""

    person: int
    place: int
    kind: Kind
    at: tuple[int, int] | None
    from_s: int
    to_s: int | None
    source: Source
    imputed: bool
    lines: tuple[int, ...]


def made_into_stays(spans: Sequence[Span]) -> tuple[list[Span], list[Remark]]:
    """The stays of one person by start, each with an end; and what is odd about them."""
    ordered = sorted(
        spans, key=lambda one: (one.from_s, one.to_s or one.from_s, one.place, one.source, one.lines)
    )
    ended = _imputed(_points_joined(ordered))
    merged = _merged(ended)
    return merged, _jumps(merged)


def doubled(stays: Sequence[Span]) -> int:
    """Stays of a person that overlap another of the same place from another source."""
    found = 0
    for at, one in enumerate(stays):
        found += any(
            other.place == one.place and other.from_s < (one.to_s or 0) and one.from_s < (other.to_s or 0)
            for other in stays[:at]
        )
    return found


def pieces(stay: Span) -> list[tuple[int, int, int, int, int, int, int]]:
    """The stay cut at each midnight: (person, place, day, start, end, source, imputed)."""
    assert stay.to_s is not None
    found = []
    for day in range(stay.from_s // DAY_SECONDS, max(stay.from_s, stay.to_s - 1) // DAY_SECONDS + 1):
        midnight = day * DAY_SECONDS
        start, end = max(stay.from_s - midnight, 0), min(stay.to_s - midnight, DAY_SECONDS)
        found.append((stay.person, stay.place, day, start, end, int(stay.source), int(stay.imputed)))
    return found


def _points_joined(spans: list[Span]) -> list[Span]:
    """Positions of a phone without an end: those at one place, close in time, are one stay."""
    found: list[Span] = []
    last = -1  # where in `found` the phone was last
    for one in spans:
        point = one.source is Source.DEVICE and one.to_s is None
        before = found[last] if point and last >= 0 else None
        if (
            before
            and before.place == one.place
            and one.from_s - (before.to_s or before.from_s) <= LONGEST_GAP_MINUTES * MINUTE
        ):
            found[last] = replace(before, to_s=one.from_s, lines=before.lines + one.lines)
            continue
        found.append(one)
        last = len(found) - 1 if point else last
    return found


def _imputed(spans: list[Span]) -> list[Span]:
    found = []
    for at, one in enumerate(spans):
        if one.to_s is not None and not (one.source is Source.DEVICE and one.to_s == one.from_s):
            found.append(one)
            continue
        usual = POINT_MINUTES if one.source is Source.DEVICE else USUAL_MINUTES[one.kind]
        elsewhere = next(
            (
                other.from_s
                for other in spans[at + 1 :]
                if other.place != one.place and other.from_s > one.from_s
            ),
            None,
        )
        end = one.from_s + usual * MINUTE
        found.append(replace(one, to_s=end if elsewhere is None else min(end, elsewhere), imputed=True))
    return found


def _merged(spans: list[Span]) -> list[Span]:
    """Stays of one place and one source that overlap or touch are one stay."""
    running: dict[tuple[int, Source, bool], Span] = {}
    done = []
    for one in spans:
        key = (one.place, one.source, one.imputed)
        before = running.get(key)
        if before is not None and before.to_s is not None and one.from_s <= before.to_s:
            running[key] = replace(
                before, to_s=max(before.to_s, one.to_s or 0), lines=before.lines + one.lines
            )
            continue
        if before is not None:
            done.append(before)
        running[key] = one
    return sorted(
        [*done, *running.values()], key=lambda one: (one.from_s, one.to_s or 0, one.place, one.source)
    )


def _jumps(stays: Sequence[Span]) -> list[Remark]:
    found = []
    for before, after in zip(stays[:-1], stays[1:], strict=True):
        if before.at is None or after.at is None or before.imputed:
            continue
        metres = math.dist(before.at, after.at) / 100
        seconds = after.from_s - (before.to_s or 0)
        if metres <= NEARBY_METRES:
            continue
        if seconds < 0:
            found.append(Remark(after.lines[0], reason("The person is at two places {km} km apart at the same time (see line {line}).", km=round(metres / 1000, 1), line=before.lines[0])))  # fmt: skip
        elif metres * 3.6 > FASTEST_KMH * max(seconds, 1):
            found.append(Remark(after.lines[0], reason("The person covered {km} km in {minutes} minutes (see line {line}).", km=round(metres / 1000, 1), minutes=seconds // MINUTE, line=before.lines[0])))  # fmt: skip
    return found
