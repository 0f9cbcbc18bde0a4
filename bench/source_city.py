"""Clusters with known truth in the made-up city: who was infected where and by whom, and what the records say of it.

The truth does not follow the ranking's likelihood: visitors of the real city's places are infected by how long they
were there, families and colleagues go together, records are missing, some stand at a wrong place or day, and unrelated
cases are counted to the cluster.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from bench.movement_city import MadeUpCity
from ringfence.cores.copresence.places import Kind
from ringfence.cores.sources import Member, VenueDay

HORIZON = 21  # days of records
ONE_OFF_PLACES = 400  # OPERATIONS 5
Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Cluster:
    """`truth`: place and day of the venue-day at which the first `infected` members were infected."""

    members: tuple[Member, ...]
    venues: tuple[VenueDay, ...]
    visits: tuple[tuple[int, int], ...]
    truth: tuple[str, int]
    counts: Array  # members recorded at each venue-day


@dataclass(frozen=True)
class Records:
    """What is on record of the city: each (day, place, person) once, homes left out, a share missing, a share wrong."""

    city: MadeUpCity
    recall: float = 0.6
    wrong: float = 0.1
    days: int = HORIZON

    @cached_property
    def true(self) -> list[tuple[Array, Array, Array]]:
        """By day: person, place, seconds of every visit, homes left out."""
        homes = self.city.places.table["number"][self.city.places.table["kind"] == Kind.HOME]
        is_home = np.zeros(self.city.places.numbers_used, bool)
        is_home[homes] = True
        found = []
        for nth in range(self.days):
            stays = self.city.day(nth)
            out = ~is_home[stays.place]
            key = stays.place[out].astype(np.int64) * self.city.people + stays.person[out]
            pairs, back = np.unique(key, return_inverse=True)
            seconds = np.bincount(back, weights=(stays.end - stays.start)[out])
            found.append((pairs % self.city.people, pairs // self.city.people, seconds))
        return found

    @cached_property
    def told(self) -> list[tuple[Array, Array]]:
        """By day: person and place as recorded: a share missing, a share of the rest on a day beside or at another place."""
        rng = np.random.default_rng([self.city.seed, 77])
        venues = np.unique(np.concatenate([place for _, place, _ in self.true]))
        by_day: list[list[Array]] = [[] for _ in range(self.days)]
        for nth, (person, place, _) in enumerate(self.true):
            kept = rng.random(person.size) < self.recall
            pairs = np.stack((person[kept], place[kept]))
            wrong = rng.random(pairs.shape[1]) < self.wrong
            elsewhere = wrong & (rng.random(wrong.size) < 0.5)
            pairs[1, elsewhere] = rng.choice(venues, int(elsewhere.sum()))
            shifted = wrong & ~elsewhere
            for step in (-1, 1):
                mine = shifted & (rng.random(wrong.size) < 0.5) if step < 0 else shifted
                shifted = shifted & ~mine
                by_day[min(max(nth + step, 0), self.days - 1)].append(pairs[:, mine])
            by_day[nth].append(pairs[:, ~wrong])
        return [tuple(np.unique(np.concatenate(parts, axis=1), axis=1)) for parts in by_day]  # type: ignore[misc]

    def cluster(self, *, infected: int, unrelated: int, incubation: Array, seed: int) -> Cluster:
        """A venue-day infects so many of its visitors; as many other cases are counted to the cluster."""
        rng = np.random.default_rng([self.city.seed, seed])
        day = int(rng.integers(8, 12))
        place, struck = self._event(day, infected, rng)
        strangers = rng.choice(self.city.people, unrelated, replace=False)
        people = np.concatenate((struck, strangers))
        taken = np.where(np.arange(people.size) < infected, day, rng.integers(3, 15, people.size))
        onset = taken + rng.choice(incubation.size, people.size, p=incubation)
        members = tuple(
            Member(f"C{at}", int(onset[at]), max(0, int(onset[at]) - 14), int(onset[at]) - 1) for at in range(people.size)
        )  # fmt: skip
        return self._seen(members, people, (f"v{place}", day))

    def _event(self, day: int, infected: int, rng: np.random.Generator) -> tuple[int, Array]:
        person, place, seconds = self.true[day]
        places, counts = np.unique(place, return_counts=True)
        chosen = int(
            rng.choice(places[counts >= 3 * infected])
        )  # any place that so many visited, small or large
        here = np.flatnonzero(place == chosen)
        share = seconds[here] / seconds[here].sum()
        return chosen, person[rng.choice(here, infected, replace=False, p=share)]

    def _seen(self, members: tuple[Member, ...], people: Array, truth: tuple[str, int]) -> Cluster:
        number: dict[tuple[int, int], int] = {}
        visits: set[tuple[int, int]] = set()
        row_of = {int(one): at for at, one in reversed(list(enumerate(people)))}
        for day, (person, place) in enumerate(self.told):
            for at in np.flatnonzero(np.isin(person, people)):
                who = row_of[int(person[at])]
                if members[who].from_day <= day <= members[who].to_day:
                    visits.add((who, number.setdefault((int(place[at]), day), len(number))))
        venues = tuple(self._venue(place, day) for place, day in number)
        counts = np.bincount([what for _, what in visits], minlength=len(number))
        return Cluster(members, venues, tuple(sorted(visits)), truth, counts)

    def _venue(self, place: int, day: int) -> VenueDay:
        def visitors(nth: int) -> int:
            return int(np.searchsorted(self._places(nth), place, "right") - np.searchsorted(self._places(nth), place)) if 0 <= nth < self.days else 0  # fmt: skip

        return VenueDay(
            f"v{place}", day, visitors(day), self._recorded[day], int(self.told[day][0].size),
        )  # fmt: skip

    def _places(self, nth: int) -> Array:
        return self._sorted[nth]

    @cached_property
    def _sorted(self) -> list[Array]:
        return [np.sort(place) for _, place in self.told]

    @cached_property
    def _recorded(self) -> list[int]:
        return [int(np.unique(person).size) for person, _ in self.told]


def one_off_cluster(*, size: int, incubation: Array, seed: int, people: int = 5_000, recall: float = 0.6, wrong: float = 0.1, evenly: bool = False) -> Cluster:  # fmt: skip
    """The world in which the aim was measured (OPERATIONS 5): popularity by Zipf, every visit drawn anew, no habits."""
    rng = np.random.default_rng([seed, 5])
    places = ONE_OFF_PLACES
    share = 1 / np.arange(1, places + 1)
    share /= share.sum()
    day, place = int(rng.integers(8, 12)), int(rng.choice(places, p=None if evenly else share))
    onset = day + rng.choice(incubation.size, size, p=incubation)
    members = tuple(Member(f"C{at}", int(onset[at]), max(0, int(onset[at]) - 14), int(onset[at]) - 1) for at in range(size))  # fmt: skip
    told: set[tuple[int, int, int]] = set()
    for at, one in enumerate(members):
        true = [(int(v), d) for d in range(one.from_day, one.to_day + 1) for v in rng.choice(places, 3, p=share)] + [(place, day)]  # fmt: skip
        for v, d in true:
            if rng.random() < recall:
                told.add((at, *_misdated(v, d, wrong, places, rng)))
    kept = sorted(one for one in told if members[one[0]].from_day <= one[2] <= members[one[0]].to_day)
    number = {key: at for at, key in enumerate(sorted({one[1:] for one in kept}))}
    counts = np.bincount([number[one[1:]] for one in kept], minlength=len(number))
    venues = tuple(
        VenueDay(f"v{v}", d, int(rng.binomial(people, 1 - (1 - share[v]) ** 3) * recall) + int(counts[at]), int(people * 0.94), int(people * 3 * recall))
        for (v, d), at in number.items()
    )  # fmt: skip
    return Cluster(
        members, venues, tuple((one[0], number[one[1:]]) for one in kept), (f"v{place}", day), counts
    )


def _misdated(place: int, day: int, wrong: float, places: int, rng: np.random.Generator) -> tuple[int, int]:
    """As it is told: right, or at another place, or a day too early or late."""
    if rng.random() >= wrong:
        return place, day
    return (int(rng.integers(places)), day) if rng.random() < 0.5 else (place, day + int(rng.choice([-1, 1])))


def reliability(told: list[tuple[float, bool]]) -> float:
    """Expected calibration error in ten bands: how far weights and shares that were true lie apart."""
    weights, right = np.array([one for one, _ in told]), np.array([float(yes) for _, yes in told])
    band = np.minimum((weights * 10).astype(int), 9)
    parts = [(band == nth) for nth in range(10)]
    return float(sum(part.sum() * abs(weights[part].mean() - right[part].mean()) for part in parts if part.any()) / weights.size)  # fmt: skip
