"""Who may have infected a case: the other cases by dates and by recorded meetings, with "unknown" always among them.

For case i and another case j:

    recorded together   (1 - unknown) x recall / chance x sum over the days together of dose x Infectious(day - onset of j) x Incubation(onset of i - day)
    not recorded        (1 - unknown) / others x (1 - recall) x Serial(onset of i - onset of j)
    unknown             unknown

Each timing stands over an even spread of days, the dose over the mean dose of all recorded pairs; `chance` is how many
other cases somebody meets who neither infected them nor was infected by them, told by the pairs themselves. A weight is
a hypothesis for an investigator to test. It is no proof, it restricts nobody, and a meeting alone has no direction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ringfence.kernel import Refused, reason

from .timing import LONGEST_DAYS, Timing

RECALL = 0.8  # OPERATIONS 5, aim: contact recall
UNKNOWN = 0.2  # [D] beforehand: the infector is no known case
LEAST_CHANCE = 0.3  # [D] meetings of unrelated cases, when the pairs tell of none
INFECTIOUS_DAYS = 12  # from four days before onset to seven after (He et al. 2020)
FAINTEST = 0.001  # a candidate below is left out, its weight goes to unknown
UNKNOWN_CASE = ""


@dataclass(frozen=True)
class Origin:
    """A case with its day of onset (of the first positive sample, if it never fell ill)."""

    case_id: str
    onset: int


@dataclass(frozen=True)
class Meeting:
    """A day on which two cases were together, and how much: dose without infectiousness, in minutes at full weight."""

    day: int
    dose: float
    place: str = ""


@dataclass(frozen=True)
class Pair:
    """Two cases of whom records or an investigation say that they were together; it has no direction."""

    one: str
    other: str
    meetings: tuple[Meeting, ...]


def meetings_over(*, first_day: int, last_day: int, dose: float, place: str = "") -> tuple[Meeting, ...]:
    """Meetings on every day from the first to the last, the dose spread evenly: all that two instants and a sum tell."""
    days = range(first_day, max(first_day, last_day) + 1)
    return tuple(Meeting(day, dose / len(days), place) for day in days)


@dataclass(frozen=True)
class Infector:
    """A candidate infector of a case. `case_id` is empty for "unknown". `days_apart`: between the onsets."""

    case_id: str
    weight: float
    days_apart: int | None = None
    meetings: tuple[Meeting, ...] = ()

    @property
    def known(self) -> bool:
        return self.case_id != UNKNOWN_CASE


def rank_infectors(
    *, cases: Sequence[Origin], pairs: Sequence[Pair], timing: Timing, recall: float = RECALL, unknown: float = UNKNOWN,
    of: Sequence[str] | None = None,
) -> dict[str, tuple[Infector, ...]]:  # fmt: skip
    """For each case (`of`: only of these) its candidates, likeliest first; the weights of a case are 1 together."""
    if not (0 < recall < 1 and 0 < unknown < 1):
        raise Refused(reason("Recall and unknown are shares between 0 and 1."))
    if len({one.case_id for one in cases}) < len(cases):
        raise Refused(reason("A case stands in the list more than once."))
    board = _Board(cases, pairs, timing, recall, unknown)
    return {one.case_id: board.candidates(one) for one in cases if of is None or one.case_id in of}


class _Board:
    def __init__(self, cases: Sequence[Origin], pairs: Sequence[Pair], timing: Timing, recall: float, unknown: float) -> None:  # fmt: skip
        self.cases, self.timing, self.recall, self.unknown = cases, timing, recall, unknown
        onsets = [one.onset for one in cases]
        self.span = (max(onsets) - min(onsets) if onsets else 0) + INFECTIOUS_DAYS
        self.met: dict[str, dict[str, tuple[Meeting, ...]]] = defaultdict(dict)
        known = {one.case_id for one in cases}
        for pair in pairs:
            if {pair.one, pair.other} <= known and pair.one != pair.other and pair.meetings:
                for here, there in ((pair.one, pair.other), (pair.other, pair.one)):
                    self.met[here][there] = (*self.met[here].get(there, ()), *pair.meetings)
        degrees = [len(found) for found in self.met.values()]
        doses = [
            sum(one.dose for one in meetings) for found in self.met.values() for meetings in found.values()
        ]
        self.mean_dose = sum(doses) / len(doses) if doses and sum(doses) else 1.0
        widest = max(onsets) - min(onsets) if onsets else 0
        self.apart = {days: float(timing.serial(days)) * self.span for days in range(-widest, widest + 1)}
        self.chance = max(sum(degrees) / max(1, len(cases)) - 2 * (1 - unknown) * recall, LEAST_CHANCE)

    def candidates(self, case: Origin) -> tuple[Infector, ...]:
        others = [one for one in self.cases if one.case_id != case.case_id]
        raw = {one.case_id: self._weight(case, one, len(others)) for one in others}
        whole = sum(raw.values()) + self.unknown
        named = [
            Infector(one.case_id, raw[one.case_id] / whole, case.onset - one.onset, self.met[case.case_id].get(one.case_id, ()))
            for one in others if raw[one.case_id] / whole >= FAINTEST
        ]  # fmt: skip
        rest = Infector(UNKNOWN_CASE, 1.0 - sum(one.weight for one in named))
        return tuple(sorted([*named, rest], key=lambda one: (-one.weight, not one.known, one.case_id)))

    def _weight(self, case: Origin, other: Origin, others: int) -> float:
        meetings = self.met[case.case_id].get(other.case_id)
        if not meetings:
            return (1 - self.unknown) / others * (1 - self.recall) * self.apart[case.onset - other.onset]
        fits = sum(
            one.dose / self.mean_dose * float(self.timing.infects_after(one.day - other.onset)) * self.span
            * float(self.timing.ill_after(case.onset - one.day)) * LONGEST_DAYS
            for one in meetings
        )  # fmt: skip
        return (1 - self.unknown) * self.recall / self.chance * fits
