"""What a minute together weighs: five factors in whole thousandths, so that every engine sums to the same digit.

dose = sum over moments together of seconds x infectiousness(day) x crowd x air x certainty. It ranks leads for an
investigator; it is not a probability and it decides nothing. Marks: [A] published, [D] decided here, to be learnt from
traced outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ringfence.kernel import Refused, reason

from .places import Air, Kind
from .stays import Source

FULL = 1000  # thousandths
Thousandths = npt.NDArray[np.int64]

# Day after onset -> thousandths of the peak. [A] He et al., Nature Medicine 2020 (corrected): infectious from 2.3 days
# before onset, peak 0.7 days before, declining within 7 days; a gamma density read at whole days, peak day 1000.
INFECTIOUSNESS = {
    -4: 60,
    -3: 250,
    -2: 720,
    -1: 1000,
    0: 900,
    1: 700,
    2: 480,
    3: 320,
    4: 200,
    5: 120,
    6: 70,
    7: 40,
}
UNKNOWN_DAY = 20  # [D] outside that stretch: hardly, but dates are often wrong
WITHOUT_ONSET = 500  # [D] no onset: every day of the window weighs the same

# [A] MOVEMENT 2 (hazard of the rule comparison): among N people a person meets min(1, 8/N) of them at a venue, 12/N at work
MET_AT_ONCE = {Kind.WORK: 12}
MET_ELSEWHERE = 8

# [A] outdoors: odds of transmission 18.7 times lower (Nishiura et al. 2020); [D] good ventilation a half
AIR = {Air.UNKNOWN: 1000, Air.POOR: 1000, Air.GOOD: 500, Air.OUTDOOR: 53}

# [D] how surely the person was there, by source; a stay whose end was imputed counts half of that
CERTAINTY = {
    Source.DECLARED: 800, Source.CHECK_IN: 950, Source.GATE: 900, Source.TICKET: 900, Source.INVESTIGATOR: 1000,
    Source.REGISTER: 950, Source.AGENCY: 600, Source.DEVICE: 500,
}  # fmt: skip
IMPUTED_SHARE = 500


@dataclass(frozen=True)
class Weights:
    """Thousandths by factor. Raises `Refused` for anything outside 0 to 1000."""

    infectiousness: dict[int, int] = field(default_factory=lambda: dict(INFECTIOUSNESS))
    unknown_day: int = UNKNOWN_DAY
    without_onset: int = WITHOUT_ONSET
    met_at_once: dict[int, int] = field(
        default_factory=lambda: {int(kind): most for kind, most in MET_AT_ONCE.items()}
    )
    met_elsewhere: int = MET_ELSEWHERE
    air: dict[int, int] = field(default_factory=lambda: {int(one): share for one, share in AIR.items()})
    certainty: dict[int, int] = field(
        default_factory=lambda: {int(one): share for one, share in CERTAINTY.items()}
    )
    imputed_share: int = IMPUTED_SHARE

    def __post_init__(self) -> None:
        shares = [*self.infectiousness.values(), *self.air.values(), *self.certainty.values()]
        shares += [self.unknown_day, self.without_onset, self.imputed_share]
        if not all(isinstance(share, int) and 0 <= share <= FULL for share in shares):
            raise Refused(reason("A weight is a whole number of thousandths, 0 to 1000."))
        if set(self.air) != set(map(int, Air)) or set(self.certainty) != set(map(int, Source)):
            raise Refused(reason("Every ventilation class and every source needs a weight."))

    def on_day(self, days_after_onset: int | None) -> int:
        """Infectiousness on that day."""
        if days_after_onset is None:
            return self.without_onset
        return self.infectiousness.get(days_after_onset, self.unknown_day)

    def crowd(self, kind: int, crowd: int) -> int:
        """Dilution among the people usually there; an unknown crowd dilutes nothing."""
        met = self.met_at_once.get(kind, self.met_elsewhere)
        return FULL if crowd <= 0 else min(FULL, met * FULL // crowd)

    def crowds(self, kinds: npt.NDArray[np.uint8], crowds: npt.NDArray[np.int32]) -> Thousandths:
        """The dilution of many places at once."""
        met = np.full(256, self.met_elsewhere, np.int64)
        for kind, most in self.met_at_once.items():
            met[kind] = most
        diluted: Thousandths = np.minimum(FULL, met[kinds] * FULL // np.maximum(crowds, 1).astype(np.int64))
        return np.where(crowds <= 0, FULL, diluted)

    def airs(self, airs: npt.NDArray[np.uint8]) -> Thousandths:
        """The weight of the air of many places at once."""
        found: Thousandths = np.array([self.air[int(one)] for one in Air], np.int64)[airs]
        return found

    def certainty_table(self) -> Thousandths:
        """By source and imputed: index `source * 2 + imputed`."""
        shares = [self.certainty[int(one)] for one in Source]
        return np.array(
            [value for share in shares for value in (share, share * self.imputed_share // FULL)], np.int64
        )

    def certainty_of_pairs(self) -> Thousandths:
        """Of a moment, by the record of the case and that of the other: index `16 * (source * 2 + imputed) + source * 2 + imputed`."""
        one = self.certainty_table()
        return (one[:, np.newaxis] * one // FULL).ravel()
