"""Which place on which day explains a cluster: every venue-day that somebody of it visited, against who goes there anyway.

For case i, venue-day (v, d) and a share q of the cluster that was infected there, against "infected elsewhere":

    likelier by   (1 - q) + q x f x present / usual

f: share of the incubation at onset - d, over an even spread of days. present: how likely i was there on d by its own
records: recorded; or not recorded, but there on most other days, while a share of visits is not recorded; or recorded
on the day beside, as a share of records is misdated. usual: how likely anybody was there on d. A venue-day begins with
its share of the city's visits, so that a place where half the city goes does not win by being there, nor one where
nobody else goes by being rare. "Unknown" is always a candidate. A raw count never stands without what chance brings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ringfence.kernel import Refused, reason

from .timing import Floats, Ints, Timing

SHARES = np.linspace(0.1, 1.0, 10)  # of the cluster, infected at one venue-day; each alike beforehand [D]
CHUNK = 4_000_000  # cells at once, over all shares: 3.2 MB a share
SMALLEST_CLUSTER = 2
MOST_TOLD = (
    500  # suspects with what speaks for them; of a large cluster nearly every place in the city is one
)
TOGETHER = (
    8  # factors multiplied before a logarithm is taken: each lies between 1e-12 and 1e9, so none is lost
)


@dataclass(frozen=True, kw_only=True)
class Belief:
    """What is assumed of records and sources. [D] decided here; `recall` and `misdated` are what the aims name."""

    recall: float = 0.6  # OPERATIONS 5, aim: 60 % of visits are recorded
    misdated: float = 0.1  # OPERATIONS 5, aim: 10 % of visits are wrong
    unknown: float = 0.2  # beforehand: the cluster has no common place among all that were visited

    def __post_init__(self) -> None:
        if not (0 < self.recall <= 1 and 0 <= self.misdated < 1 and 0 < self.unknown < 1):
            raise Refused(reason("Recall, misdated and unknown are shares between 0 and 1."))


@dataclass(frozen=True)
class VenueDay:
    """A place on a day: how many were recorded there (the cluster included), of how many recorded anywhere that day.

    `city_stays`: stays of everybody anywhere on that day.
    """

    place: str
    day: int
    visitors: int
    recorded: int
    city_stays: int


@dataclass(frozen=True)
class Member:
    """A case of the cluster: its day of onset, and the days [from_day, to_day] whose records may be looked at."""

    case_id: str
    onset: int
    from_day: int
    to_day: int


@dataclass(frozen=True)
class Suspect:
    """A venue-day with what speaks for it. `weight` is its share among all venue-days and "unknown"."""

    venue: VenueDay
    weight: float
    score: float  # natural logarithm of how much better than chance, at the best share
    share: float  # that share of the cluster
    visited: tuple[str, ...]
    beside: tuple[str, ...]
    by_chance: float  # so many of the cluster would have been there anyway
    explains: dict[str, float]  # case -> probability that it was infected there, if this is a source


@dataclass(frozen=True)
class Ranking:
    """Suspects by weight, at most `MOST_TOLD`; with `unknown` and `untold`, those behind them, the weights are 1."""

    suspects: tuple[Suspect, ...]
    unknown: float
    untold: float = 0.0


def rank_venues(
    *, members: Sequence[Member], venues: Sequence[VenueDay], visits: Sequence[tuple[int, int]], timing: Timing,
    belief: Belief | None = None,
) -> Ranking:  # fmt: skip
    """Rank the venue-days. `visits`: (number of the member, number of the venue-day), each once.

    Raises `Refused` for fewer than two cases: one case has no common source.
    """
    if len(members) < SMALLEST_CLUSTER:
        raise Refused(reason("A common source needs at least two cases with approved, answered searches for their source."))  # fmt: skip
    board = _Board.of(members, venues, visits, timing, belief or Belief())
    shared = np.flatnonzero(board.seen.sum(0) >= SMALLEST_CLUSTER)
    if not shared.size:
        return Ranking((), 1.0)
    scores = board.scores(shared)
    best = scores.argmax(1)
    plausible = _log_mean_exp(scores) + np.log(board.prior[shared])
    top = max(float(plausible.max()), np.log(board.belief.unknown))
    weights = np.exp(plausible - top)
    unknown = np.exp(np.log(board.belief.unknown) - top)
    whole = weights.sum() + unknown
    order = np.lexsort((shared, -weights))[:MOST_TOLD]
    found = [
        board.suspect(int(shared[at]), weight=float(weights[at] / whole), score=float(scores[at].max()),
                      share=float(SHARES[best[at]]))
        for at in order
    ]  # fmt: skip
    untold = (
        0.0 if order.size == weights.size else max(0.0, 1 - float((weights[order].sum() + unknown) / whole))
    )
    return Ranking(tuple(found), float(unknown / whole), untold)


@dataclass(frozen=True)
class _Board:
    """The cluster against the venue-days, as arrays: rows are members, columns venue-days."""

    members: Sequence[Member]
    venues: Sequence[VenueDay]
    belief: Belief
    seen: Ints
    near: Ints
    present: Floats  # how likely the member was there, by its own records
    usual: Floats  # how likely anybody recorded that day was there
    fits: Floats  # share of the incubation over an even spread of days
    looked: Ints  # whether the member's records of that day may be looked at
    prior: Floats

    @classmethod
    def of(cls, members: Sequence[Member], venues: Sequence[VenueDay], visits: Sequence[tuple[int, int]], timing: Timing, belief: Belief) -> _Board:  # fmt: skip
        seen = np.zeros((len(members), len(venues)), np.int64)
        if visits:
            seen[tuple(np.array(visits).T)] = 1
        day = np.array([one.day for one in venues], np.int64)
        from_day, to_day, onset = (np.array([getattr(one, name) for one in members], np.int64)[:, None] for name in ("from_day", "to_day", "onset"))  # fmt: skip
        recorded = np.array([one.recorded for one in venues], float) + 1
        others = np.maximum(np.array([one.visitors for one in venues], float) - seen.sum(0), 0)
        usual = np.clip((others + 0.5) / recorded / belief.recall, 0, 0.99)
        near = _near(venues, seen)
        lasted = np.maximum(1, to_day - from_day)
        stays = np.array([one.city_stays for one in venues], float)
        days = max(1, int(to_day.max() - from_day.min()) + 1)
        return cls(
            members, venues, belief, seen, near, _present(seen, near, _habit(venues, seen, lasted), usual, belief), usual,
            timing.ill_after(onset - day) * days, ((day >= from_day) & (day <= to_day)).astype(np.int64),
            (1 - belief.unknown) * np.maximum(others, 1) / max(1.0, float(_by_day(day, stays).mean()) * days),
        )  # fmt: skip

    def scores(self, which: Ints) -> Floats:
        """Logarithm of how much better than chance each venue-day explains the cluster, by share (columns)."""
        found = np.zeros((which.size, SHARES.size))
        step = max(1, CHUNK // (len(self.members) * SHARES.size))
        for at in range(0, which.size, step):
            part = which[at : at + step]
            ratio = self.ratios(part)
            for which_share, share in enumerate(SHARES):
                found[at : at + step, which_share] = _sum_of_logs(1 + share * (ratio - 1) + 1e-12)
        return found

    def ratios(self, which: Ints) -> Floats:
        """How much likelier what is known of a member is, if infected there rather than elsewhere."""
        told = np.where(self.looked[:, which] > 0, self.present[:, which] / self.usual[which], 1.0)
        return np.asarray(told * self.fits[:, which], float)

    def by_chance(self, at: int) -> float:
        """How many of the cluster would be recorded there if they were anybody."""
        venue = self.venues[at]
        others = max(0, venue.visitors - int(self.seen[:, at].sum()))
        return (others + 0.5) / (venue.recorded + 1) * int(self.looked[:, at].sum())

    def suspect(self, at: int, *, weight: float, score: float, share: float) -> Suspect:
        ratio = self.ratios(np.array([at]))[:, 0]
        blame = share * ratio / (share * ratio + 1 - share + 1e-12)
        named = [one.case_id for one in self.members]
        return Suspect(
            venue=self.venues[at], weight=weight, score=score, share=share, by_chance=self.by_chance(at),
            visited=tuple(name for name, yes in zip(named, self.seen[:, at], strict=True) if yes),
            beside=tuple(name for name, yes in zip(named, self.near[:, at], strict=True) if yes),
            explains={name: float(one) for name, one in zip(named, blame, strict=True)},
        )  # fmt: skip


def _sum_of_logs(factors: Floats) -> Floats:
    """The logarithm of the product of each column; a logarithm costs as much as a dozen products."""
    products = np.multiply.reduceat(factors, np.arange(0, factors.shape[0], TOGETHER), axis=0)
    return np.asarray(np.log(products).sum(0), float)


def _near(venues: Sequence[VenueDay], seen: Ints) -> Ints:
    """Who was not at the venue that day, but on the day before or after."""
    at = {(one.place, one.day): number for number, one in enumerate(venues)}
    near = np.zeros_like(seen)
    for number, one in enumerate(venues):
        for day in (one.day - 1, one.day + 1):
            other = at.get((one.place, day))
            if other is not None:
                near[:, number] |= seen[:, other]
    return near * (1 - seen)


def _habit(venues: Sequence[VenueDay], seen: Ints, lasted: Ints) -> Floats:
    """On which share of the other days each member was recorded at the place of each venue-day."""
    _, number = np.unique([one.place for one in venues], return_inverse=True)
    sums = np.zeros((seen.shape[0], int(number.max(initial=-1)) + 1))
    for at, place in enumerate(number):
        sums[:, place] += seen[:, at]
    return np.asarray((sums[:, number] - seen) / lasted, float)


def _present(seen: Ints, near: Ints, habit: Floats, usual: Floats, belief: Belief) -> Floats:
    """How likely each member was there, by its own records."""
    goes = np.clip(np.maximum(habit / belief.recall, usual), 0, 0.98)
    unrecorded = goes * (1 - belief.recall) / (1 - goes * belief.recall)
    moved = np.where(near > 0, belief.misdated / 2, 0.0)
    return np.asarray(
        np.where(seen > 0, 1 - belief.misdated * (1 - goes), 1 - (1 - unrecorded) * (1 - moved)), float
    )


def _by_day(day: Ints, stays: Floats) -> Floats:
    """One figure for each day."""
    _, first = np.unique(day, return_index=True)
    return np.asarray(stays[first], float)


def _log_mean_exp(scores: Floats) -> Floats:
    top = scores.max(1, keepdims=True)
    return np.asarray(top[:, 0] + np.log(np.exp(scores - top).mean(1)), float)
