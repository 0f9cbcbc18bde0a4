"""The slow twin of the engine: explicit groups, a scan over all infected every day, plain Python for every person.

It shares the city and the tables of the disease with the engine, but neither its calendar, nor its table of records, nor
its random numbers, nor a line of its kernels; what both say about small cities must agree in distribution. Left out:
limits of laboratory, tracers and vehicles, closed areas, arrivals, secondary contacts (the tests of the engine hold them).
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .disease import COVERAGE, LESS_INFECTIOUS, ONSET_BASED, SEVERE_SHARE, SUSCEPTIBILITY, SYMPTOMATIC_SHARE
from .households import AGE, HOME_SIZE, PATTERN, ROLE
from .kernels.people import area_of, group_of, hour_of
from .layers import FIRST_DAILY, HOUSEHOLD, LAYERS
from .policy import NUMBERS
from .sim import Sim

NEVER = 10**9


@dataclass
class Resident:
    """What the outbreak did to one resident; hours from the start."""

    infected_at: int = NEVER
    onset_at: int = NEVER
    symptomatic: bool = False
    infectivity: float = 0.0
    confirmed_at: int = NEVER
    isolated_at: int = NEVER
    held_from: int = NEVER
    held_until: int = NEVER
    room_from: int = NEVER


@dataclass
class Slow:
    """One replicate of a `Sim`, written to be read."""

    sim: Sim
    groups: Groups
    rng: np.random.Generator
    people: dict[int, Resident] = field(default_factory=lambda: defaultdict(Resident))
    infected: list[int] = field(default_factory=list)
    calendar: list[tuple[int, int, str, int, int]] = field(default_factory=list)
    detected: int = NEVER
    rooms_used: int = 0
    peak_rooms: int = 0
    waiting: list[int] = field(default_factory=list)
    order: int = 0

    def __post_init__(self) -> None:
        self.number = dict(zip(NUMBERS, self.sim.policy.numbers, strict=True))

    def run(self) -> tuple[int, int, int]:
        """(infections, peak of rooms, last hour of infection)."""
        for person in self.rng.choice(self.sim.city.population, self.sim.seeds.count, replace=False):
            self.infect(int(person), 0)
        for day in range(self.sim.days):
            self.rounds(day)
            for person in list(self.infected):
                self.meet(person, day, from_hour=day * 24)
            while self.calendar and self.calendar[0][0] < 24 * (day + 1):
                hour, _, what, a, b = heapq.heappop(self.calendar)
                getattr(self, what)(a, b, hour)
        within = [p.infected_at for p in self.people.values() if p.infected_at < self.sim.days * 24]
        return len(within), self.peak_rooms, max(within)

    def later(self, hour: float, what: str, a: int, b: int = 0) -> None:
        self.order += 1
        heapq.heappush(self.calendar, (int(hour), self.order, what, a, b))

    def infect(self, person: int, hour: int) -> None:
        disease, me = self.sim.disease, self.people[person]
        row = disease.by_age[self.sim.city.pattern.people[person % PATTERN, AGE]]
        me.infected_at, me.symptomatic = hour, self.rng.random() < row[SYMPTOMATIC_SHARE]
        me.onset_at = hour + round(24 * float(np.interp(self.rng.random(), *_axis(disease.incubation))))
        me.infectivity = float(self.rng.choice(disease.infectivity)) * (
            1.0 if me.symptomatic else disease.numbers[LESS_INFECTIOUS]
        )
        self.infected.append(person)
        if self.number["alarm"] and me.symptomatic:
            severe = self.rng.random() < row[SEVERE_SHARE] / row[SYMPTOMATIC_SHARE]
            at = me.onset_at + 24 * self.number["severe_delay_days"] if severe else float(NEVER)
            if self.rng.random() < self.number["seeking_share"]:
                at = min(
                    at,
                    me.onset_at
                    + round(24 * float(np.interp(self.rng.random(), *_axis(self.sim.policy.seek_delay)))),
                )
            if at < NEVER:
                self.later(at, "sample", person, 0)
        if me.held_from <= hour < me.held_until:
            self.schedule(person, hour)
        self.meet(person, hour // 24, from_hour=hour)

    def meet(self, person: int, day: int, *, from_hour: int) -> None:
        """Put every infectious contact of this person on this day in the calendar."""
        disease, me = self.sim.disease, self.people[person]
        start = me.onset_at if disease.numbers[ONSET_BASED] else me.infected_at
        weights = np.diff(
            np.interp(
                (np.arange(day * 24, day * 24 + 25) - start - 0.5) / 24,
                disease.timing,
                np.linspace(0, 1, disease.timing.size),
            )
        )
        weights[np.arange(day * 24, day * 24 + 24) <= me.infected_at] = 0.0
        if weights.sum() < 1e-9 or day * 24 + 24 <= from_hour:
            return
        rates = np.diff(
            disease.rates[tuple(self.sim.city.pattern.people[person % PATTERN, [ROLE, HOME_SIZE]])],
            prepend=0.0,
        )
        for layer in range(LAYERS):
            others = self.groups.others(layer, person, day)
            if not others.size or not rates[layer]:
                continue
            largest = max(self.sim.city.meetings.group_sizes[layer], default=0)
            per_pair = rates[layer] / (largest - 1 if largest > 1 and layer != HOUSEHOLD else others.size)
            for other, times in zip(
                others, self.rng.poisson(me.infectivity * per_pair * weights.sum(), others.size), strict=True
            ):
                for _ in range(times):
                    hour = day * 24 + int(self.rng.choice(24, p=weights / weights.sum()))
                    fixed = self.groups.hour(layer, person, day)
                    self.later(
                        day * 24 + fixed if fixed >= 0 and day * 24 + fixed > me.infected_at else hour,
                        f"contact_{layer}",
                        person,
                        int(other),
                    )

    def contact(self, source: int, target: int, hour: int, layer: int) -> None:
        policy, infector, met = self.sim.policy, self.people[source], self.people[target]
        if met.infected_at <= hour or infector.isolated_at <= hour:
            return
        chance = (
            policy.by_date[hour // 24, layer]
            * self.freedom(infector, layer, hour)
            * self.freedom(met, layer, hour)
        )
        if self.detected <= hour:
            chance *= policy.by_response[(hour - self.detected) // 24, layer]
        row = self.sim.disease.by_age[self.sim.city.pattern.people[target % PATTERN, AGE]]
        if self.rng.random() < chance * row[SUSCEPTIBILITY]:
            self.infect(target, hour)

    def __getattr__(self, name: str) -> object:
        if name.startswith("contact_"):
            layer = int(name.removeprefix("contact_"))
            return lambda a, b, hour: self.contact(a, b, hour, layer)
        raise AttributeError(name)

    def freedom(self, who: Resident, layer: int, hour: int) -> float:
        if not who.held_from <= hour < who.held_until:
            return 1.0
        if who.room_from <= hour:
            return 0.0
        return float(self.number["home_household"] if layer == HOUSEHOLD else self.number["home_outside"])

    def sample(self, person: int, why: int, hour: int) -> None:
        """`why`: 0 symptoms, 1 second sample, 2 schedule, 3 and more: round number `why` - 3."""
        me, policy = self.people[person], self.sim.policy
        if me.confirmed_at < NEVER or (why == 2 and hour >= me.held_until):
            return
        found = self.sim.disease.sensitivity[
            min(hour - me.infected_at, self.sim.disease.sensitivity.size - 1)
        ]
        wait = self.number["laboratory_turnaround_hours"]
        if why >= 3:
            found, wait = found * policy.rounds[why - 3, 5], wait + self.number["recheck_hours"]
        if self.rng.random() < found:
            self.later(np.ceil(hour + wait), "confirm", person)
        elif why == 2:
            self.schedule(person, hour + 1)
        elif why == 0:
            self.later(hour + 24, "sample", person, 1)

    def schedule(self, person: int, hour: int) -> None:
        me = self.people[person]
        days = [me.held_from + 24 * (int(n) - 1) for n in self.sim.policy.test_days]
        due = [at for at in days if hour <= at < me.held_until]
        if due:
            self.later(due[0], "sample", person, 2)

    def confirm(self, person: int, _: int, hour: int) -> None:
        me = self.people[person]
        if me.confirmed_at < NEVER:
            return
        me.confirmed_at, me.isolated_at = hour, hour + int(self.number["isolation_hours"])
        self.detected = min(self.detected, hour)
        if self.number["tracing"]:
            self.later(
                hour + int(self.number["interview_hours"]),
                "trace",
                person,
                int(me.held_from <= hour < me.held_until),
            )
        if hour < me.held_until < NEVER:
            self.leave(person, hour)

    def trace(self, person: int, was_held: int, hour: int) -> None:
        me = self.people[person]
        first = (
            int(
                min(me.onset_at if me.symptomatic else me.confirmed_at, me.confirmed_at)
                - 24 * self.number["lookback_days"]
            )
            // 24
        )
        last = min(me.held_from if was_held else me.isolated_at, hour) // 24
        for layer, recall in enumerate(self.sim.policy.recall):
            days = (
                [me.confirmed_at // 24]
                if layer == HOUSEHOLD and me.room_from > me.confirmed_at
                else [last]
                if last >= first
                else []
            )
            for day in days if layer < FIRST_DAILY else range(first, last + 1):
                for other in self.groups.others(layer, person, day):
                    meeting = (person, int(other), layer, day if layer >= FIRST_DAILY else 0)
                    if meeting not in self.asked:
                        self.asked[meeting] = self.rng.random() < recall
                    if self.asked[meeting]:
                        self.hold(int(other), hour, min(day * 24 + 23, hour))

    @property
    def asked(self) -> dict[tuple[int, int, int, int], bool]:
        """Whether a contact is remembered: once for a case and a lasting layer, else once for a meeting."""
        return self.__dict__.setdefault("_asked", {})  # type: ignore[no-any-return]

    def hold(self, person: int, hour: int, exposed_at: int) -> None:
        me = self.people[person]
        if me.confirmed_at < NEVER or hour < me.held_until < NEVER:
            return
        found = int(hour + 24 * float(np.interp(self.rng.random(), *_axis(self.sim.policy.find_delay))) + 0.5)
        until = exposed_at + int(24 * self.number["quarantine_days"])
        if found >= until:
            return
        me.held_from, me.held_until, me.room_from = found, until, NEVER
        self.later(until, "release", person, until)
        if self.rooms_used < self.rooms(hour):
            self.give_room(person, hour)
        else:
            self.waiting.append(person)
        if me.infected_at < NEVER:
            self.schedule(person, max(found, hour))

    def rooms(self, hour: int) -> float:
        return float(self.sim.policy.rooms[(hour - self.detected) // 24 if self.detected <= hour else 0])

    def give_room(self, person: int, hour: int) -> None:
        self.rooms_used += 1
        self.peak_rooms = max(self.peak_rooms, self.rooms_used)
        self.people[person].room_from = max(hour, self.people[person].held_from)

    def release(self, person: int, until: int, hour: int) -> None:
        if self.people[person].held_until == until:
            self.leave(person, hour)

    def leave(self, person: int, hour: int) -> None:
        me = self.people[person]
        self.rooms_used -= me.room_from < NEVER
        me.held_until = hour
        while self.waiting and self.rooms_used < self.rooms(hour):
            next_one = self.waiting.pop(0)
            if (
                self.people[next_one].room_from == NEVER
                and hour + 24 < self.people[next_one].held_until < NEVER
            ):
                self.give_room(next_one, hour)

    def rounds(self, day: int) -> None:
        """Put the samples of the rounds that begin on this day in the calendar (whole city only)."""
        for n, (start, _, coverage, _, hours, *_) in enumerate(self.sim.policy.rounds):
            if self.detected < NEVER and day * 24 <= self.detected + start < day * 24 + 24:
                self.later(self.detected + start, "begin_round", n, int(hours))
                self.coverage = float(coverage)

    def begin_round(self, n: int, hours: int, hour: int) -> None:
        for person in self.infected:
            if hour - 720 <= self.people[person].infected_at <= hour and self.rng.random() < self.coverage:
                self.later(hour + self.rng.random() * hours, "sample", person, 3 + n)


@dataclass
class Groups:
    """Explicit groups of everybody: for each layer (and day) the members of each group."""

    sim: Sim
    kept: dict[tuple[int, int], tuple[NDArray[np.int64], dict[int, NDArray[np.int64]]]] = field(
        default_factory=dict
    )

    def others(self, layer: int, person: int, day: int) -> NDArray[np.int64]:
        group, members = self._of(layer, day)
        found = members.get(int(group[person]), np.zeros(0, np.int64))
        return np.asarray(found[found != person], np.int64)

    def hour(self, layer: int, person: int, day: int) -> int:
        return int(
            hour_of(self.sim.city.arrays, layer, group_of(self.sim.city.arrays, layer, person, day)[0], day)
        )

    def _of(self, layer: int, day: int) -> tuple[NDArray[np.int64], dict[int, NDArray[np.int64]]]:
        key = (layer, day if layer >= FIRST_DAILY else 0)
        if key not in self.kept:
            arrays = self.sim.city.arrays
            label = np.full(self.sim.city.population, -1, np.int64)
            for person in range(label.size):
                first, size, _ = group_of(arrays, layer, person, day)
                if size:
                    area = 0 if layer == HOUSEHOLD else int(area_of(arrays, layer, person))
                    label[person] = area * 10_000_000 + first
            order = np.argsort(label, kind="stable")
            values, starts = np.unique(label[order], return_index=True)
            members = dict(zip(values.tolist(), np.split(order, starts[1:]), strict=True))
            members.pop(-1, None)
            self.kept[key] = (label, members)
        return self.kept[key]


def _axis(table: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A table of quantiles as the two arguments of `np.interp`."""
    return np.linspace(0, 1, table.size), table


__all__ = ["COVERAGE", "Groups", "Slow"]
