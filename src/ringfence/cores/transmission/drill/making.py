"""A drill: one outbreak with its whole truth, from a seed. Everything is worked out when it is asked for.

drill = Drill(sim=sim, seed=7, start=date(2022, 1, 1))
drill.events()                                     # who infected whom, where, in which hour; tests; quarantine
drill.movement(person=4711, first_day=3, last_day=9)  # where anybody was
drill.contacts(person=4711, first_day=3, last_day=9)  # and with whom
drill.write(folder, until_day=20)                  # as files: docs/reference/drill-files.md
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path

import numpy as np

from ringfence.kernel import CITY_ZONE, Refused, reason

from ..bounds import check
from ..policy import LOOKBACK_DAYS
from ..sim import Sim
from ..state import HOURS_PER_DAY, NEVER, SYMPTOMATIC
from ..story import Story
from . import happenings
from .days import Days, PersonDay, Presence
from .happenings import Happening
from .meeting import Contact, contacts
from .people import MOST, Person, person_of
from .restrictions import Restrictions

USUAL_LOOKBACK_DAYS = 2  # before onset, if the response traces nobody; rule set CN-8
MOVEMENT_DAYS = 14  # of a case before its confirmation: the longest incubation period, and what a store keeps


@dataclass(frozen=True)
class Case:
    """A confirmed case as the examiner knows it: its number in the list, its resident, its record in the story."""

    case_id: str
    person: int
    record: np.void

    @property
    def confirmed_at(self) -> int:
        return int(self.record["confirmed_at"])

    @property
    def onset_at(self) -> int | None:
        return int(self.record["onset_at"]) if self.record["flags"] & SYMPTOMATIC else None


@dataclass(frozen=True)
class Drill:
    """Equal arguments give equal bytes. `start` is the day of hour 0; nothing of a resident is stored but the story's records."""

    sim: Sim
    seed: int
    start: date

    def __post_init__(self) -> None:
        check(("seed", self.seed, 0, 2**62, "a number"))
        if self.sim.city.population > MOST:
            raise Refused(reason("A drill tells at most {most} residents apart; this city has {residents}.", most=MOST, residents=self.sim.city.population))  # fmt: skip
        if self.sim.change is not None:
            raise Refused(reason("A drill is played under one response from beginning to end."))

    @cached_property
    def story(self) -> Story:
        return self.sim.run(seed=self.seed)

    @cached_property
    def days(self) -> Days:
        return Days(Restrictions(self.sim, self.story))

    def events(self) -> list[Happening]:
        """The full stream, hour by hour."""
        return list(self._events)

    @cached_property
    def _events(self) -> list[Happening]:
        return happenings.events(self.days)

    def movement(self, *, person: int, first_day: int, last_day: int) -> list[Presence]:
        """Where a resident was, from the first day to the last (both counted), without a gap."""
        wanted = self._person_days(person, first_day, last_day)
        self.days.prepare(wanted)
        return [one for who, day in wanted for one in self.days.of(who, day)]

    def contacts(self, *, person: int, first_day: int, last_day: int) -> list[Contact]:
        """With whom a resident was, at which place and for how long; by both people's movement."""
        return contacts(self.days, self._person_days(person, first_day, last_day))

    def person(self, number: int) -> Person:
        """The made-up name and papers of a resident."""
        if number not in self._people:
            self._people[number] = person_of(self.sim.city, number, on=self.start)
        return self._people[number]

    @cached_property
    def _people(self) -> dict[int, Person]:
        return {}

    def cases(self, *, until_day: int) -> list[Case]:
        """Confirmed before the end of this day, in the order of confirmation."""
        rows = self.story.records
        found = rows[
            (rows["confirmed_at"] != NEVER) & (rows["confirmed_at"] < (until_day + 1) * HOURS_PER_DAY)
        ]
        found = found[np.lexsort((found["person"], found["confirmed_at"]))]
        return [Case(f"D{n:04d}", int(one["person"]), one) for n, one in enumerate(found, 1)]

    def contact_days(self, case: Case, *, until_day: int) -> list[PersonDay]:
        """The days on which this case could infect and was among people: what an investigator asks about."""
        onset = case.confirmed_at if case.onset_at is None else case.onset_at
        before = int(self.sim.policy.numbers[LOOKBACK_DAYS]) or USUAL_LOOKBACK_DAYS
        first = min(onset, case.confirmed_at) // HOURS_PER_DAY - before
        return self._person_days(
            case.person, first, min(int(case.record["isolated_at"]) // HOURS_PER_DAY, until_day)
        )

    def movement_days(self, case: Case) -> list[PersonDay]:
        """The days of a case that are in the files of movement."""
        day = case.confirmed_at // HOURS_PER_DAY
        return self._person_days(case.person, day - MOVEMENT_DAYS, day)

    def at(self, *, second: int) -> datetime:
        """The instant of a second of the run."""
        return self._midnight + timedelta(seconds=int(second))

    @cached_property
    def _midnight(self) -> datetime:
        return datetime.combine(self.start, datetime.min.time(), CITY_ZONE)

    def instant(self, *, second: int) -> str:
        """`at` as the files write it. The city's clock is never put forward or back, so a day is the same hours every day."""
        if second not in self._instants:
            day, rest = divmod(second, 86_400)
            minute, seconds = divmod(rest, 60)
            self._instants[second] = f"{self.day(day)} {minute // 60:02d}:{minute % 60:02d}:{seconds:02d}"
        return self._instants[second]

    @cached_property
    def _instants(self) -> dict[int, str]:
        return {}

    def day(self, number: int) -> date:
        return self.start + timedelta(days=number)

    def write(
        self, folder: Path, *, until_day: int, progress: Callable[[float], None] = lambda done: None
    ) -> dict[str, int]:
        """The files of the drill as they stand at the end of this day, and the truth; rows by file name."""
        from .files import write

        check(("until_day", until_day, 0, self.sim.days - 1, "days"))
        return write(self, folder, until_day=until_day, progress=progress)

    def _person_days(self, person: int, first_day: int, last_day: int) -> list[PersonDay]:
        if not 0 <= person < self.sim.city.population:
            raise Refused(
                reason("There is no resident {number} in this city.", number=person), fields={"person": []}
            )
        return [(person, day) for day in range(first_day, last_day + 1)]
