"""Kretzschmar et al. 2020 (Lancet Public Health 5:e452): what testing and tracing delays cost, restated from the supplement.

An index is infectious on days 1..10; symptoms follow a daily hazard; diagnosis comes `testing_delay_days` after them and
isolates from the next day. Contacts met up to seven days before the diagnosis are traced with some coverage
`tracing_delay_days` later, which prevents what they had still to transmit on the index's calendar.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from .bounds import check

TRANSMISSION = 0.1211 * np.array(
    [0.348446, 0.531887, 0.634637, 0.6393, 0.560803, 0.434692, 0.299959, 0.184989, 0.10216, 0.0505619]
)
SYMPTOMS = np.array(
    [0.0209371, 0.0461089, 0.0813067, 0.122817, 0.165713, 0.202934, 0.224878, 0.220575, 0.183746, 0.123545]
)
CLOSE_CONTACTS = 4.0 * 0.6  # a lasting circle: Poisson mean, reduced by distancing
CASUAL_CONTACTS = 1.6 * (1 - 0.15) / 0.15 * 0.3  # a day: negative binomial mean, reduced by distancing
CASUAL_TRANSMISSIBILITY = 0.25
LATENT_SHARE = np.array([0.5, 0.35, 0.15])  # one, two or three days
WINDOW_DAYS = 7
LAST_DAY = 11  # tracing later than this on the index's calendar prevents nothing
DAYS = 10
Figures = NDArray[np.float64]


def _once(chance: Figures) -> Figures:
    """Chance of the first success on each day."""
    return np.asarray(chance * np.concatenate([[1.0], np.cumprod(1.0 - chance)[:-1]]), float)


BY_DAY = CLOSE_CONTACTS * _once(TRANSMISSION) + CASUAL_CONTACTS * _once(
    CASUAL_TRANSMISSIBILITY * TRANSMISSION
)
R0 = float(BY_DAY.sum())


@dataclass(frozen=True)
class Finding:
    """Who is found: share of infections with symptoms, share of these tested, share of contacts traced. Defaults: table 3."""

    symptomatic: float = 1.0
    tested: float = 1.0
    coverage: float = 0.8


TABLE_3 = Finding()


def prevented_percent(
    *, testing_delay_days: int, tracing_delay_days: int | None, finding: Finding = TABLE_3
) -> float:
    """Percent of onward transmission prevented; without a tracing delay by isolation alone."""
    check(
        ("testing_delay_days", testing_delay_days, 0, DAYS, "days"), ("tracing_delay_days", tracing_delay_days or 0, 0, DAYS, "days"),
        ("coverage", finding.coverage, 0.0, 1.0, "(share of contacts)"), ("symptomatic", finding.symptomatic, 0.01, 1.0, "(share of infections)"),
        ("tested", finding.tested, 0.0, 1.0, "(share of people with symptoms)"),
    )  # fmt: skip
    found = _diagnosis(testing_delay_days, finding)
    free = np.concatenate([[1.0], np.cumprod(1.0 - found)[:-1]])
    traced = (
        np.zeros(DAYS)
        if tracing_delay_days is None
        else finding.tested * finding.coverage * _traced(found, tracing_delay_days)
    )
    return float(100.0 * (1.0 - (BY_DAY * free * (1.0 - traced)).sum() / R0))


def still_to_transmit() -> Figures:
    """[day of the index's calendar]: share of a contact's transmission that lies after it."""
    course = np.zeros(DAYS + 2)
    for days, share in enumerate(LATENT_SHARE):
        course[days : days + DAYS] += share * BY_DAY
    left = np.zeros(64)
    left[:2] = 1.0
    left[2:LAST_DAY] = (1.0 - np.cumsum(course) / course.sum())[: LAST_DAY - 2]
    return left


def _diagnosis(testing_delay_days: int, finding: Finding = TABLE_3) -> Figures:
    """Chance of a diagnosis on each infectious day of a person not yet diagnosed."""
    hazard = finding.tested * np.minimum(_hazard_factor(finding.symptomatic) * SYMPTOMS, 1.0)
    return np.concatenate([np.zeros(testing_delay_days), hazard])[:DAYS]


def _hazard_factor(symptomatic: float) -> float:
    """By what the hazard is multiplied so that this share of infections has symptoms by day 10."""
    largest = 1.0 / float(SYMPTOMS.max())

    def missing(factor: float) -> float:
        return float(1.0 - np.prod(1.0 - np.minimum(factor * SYMPTOMS, 1.0)) - symptomatic)

    return largest if symptomatic >= 1.0 else float(optimize.brentq(missing, 0.0, largest))


def _traced(found: Figures, tracing_delay_days: int) -> Figures:
    """Share of a contact's transmission that tracing prevents, by the day on which the index infected him."""
    left, prevented = still_to_transmit(), np.zeros(DAYS)
    for day in range(1, DAYS):
        undiagnosed = 1.0
        for diagnosed in range(day + 1, min(DAYS, day + 1 + WINDOW_DAYS) + 1):
            chance = undiagnosed * found[diagnosed - 1]
            prevented[day - 1] += chance * left[diagnosed - 1 + tracing_delay_days]
            undiagnosed *= 1.0 - found[diagnosed - 1]
    return prevented


def simulated_percent(
    *, testing_delay_days: int, tracing_delay_days: int | None, indices: int = 100_000, seed: int = 1
) -> float:
    """The same percentage from individual people: index, contacts, days of infection, symptoms, tracing (coverage 80 %)."""
    rng = np.random.default_rng(seed)
    hazard = _diagnosis(testing_delay_days)
    diagnosed = _first_day(rng, hazard, np.zeros(indices, np.int64))
    index, day = _infections(rng, indices)
    happens = day <= diagnosed[index]
    if tracing_delay_days is not None:
        # As in the supplement, what leads to tracing is a diagnosis on a later day, also where the index is found on this one.
        later = _first_day(rng, hazard, day)
        traced = (later <= DAYS) & (later - day - 1 <= WINDOW_DAYS) & (rng.random(day.size) < 0.8)
        happens &= ~(traced & _prevented(rng, later - 1 + tracing_delay_days))
    return float(100.0 * (1.0 - happens.sum() / (R0 * indices)))


def _first_day(rng: np.random.Generator, hazard: Figures, after: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first day after `after` on which the hazard strikes; 11 if it does not."""
    struck = np.full(after.size, DAYS + 1)
    for day in range(DAYS, 0, -1):
        struck = np.where((after < day) & (rng.random(after.size) < hazard[day - 1]), day, struck)
    return struck


def _infections(rng: np.random.Generator, indices: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(index, infectious day) of every infection if nothing is done: each contact is infected at most once."""
    owners, days = [], []
    for contacts, factor in (
        (rng.poisson(CLOSE_CONTACTS, indices), 1.0),
        (rng.poisson(CASUAL_CONTACTS, indices), CASUAL_TRANSMISSIBILITY),
    ):
        owner = np.repeat(np.arange(indices), contacts)
        cumulated = np.cumsum(_once(factor * TRANSMISSION))
        moment = np.searchsorted(cumulated, rng.random(owner.size)) + 1
        owners.append(owner[moment <= DAYS])
        days.append(moment[moment <= DAYS])
    return np.concatenate(owners), np.concatenate(days)


def _prevented(rng: np.random.Generator, calendar: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Does a transmission of the contact, drawn from his course, lie after he was traced?"""
    latent = rng.choice(3, size=calendar.size, p=LATENT_SHARE)
    moment = latent + 1 + rng.choice(DAYS, size=calendar.size, p=BY_DAY / R0)
    return np.where(calendar < 2, True, (moment > calendar - 1) & (calendar < LAST_DAY))
