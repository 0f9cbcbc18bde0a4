"""The pathogen as the kernels read it: tables of quantiles, rows by age, rates by role and household size."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from .city import City
from .households import AGE, HOME_SIZE, MEAN_HOUSEHOLD, PATTERN, ROLE
from .layers import HOUSEHOLD, LAYERS, NO_ROLE, SCHOOL, STUDENT, WORK, WORKER
from .pathogens import Distribution, Pathogen

NODES = 4096
OLDEST = 100
LARGEST_HOME = 64

(
    SYMPTOMATIC_SHARE,
    SEVERE_SHARE,
    CRITICAL_SHARE,
    FATAL_SHARE,
    SUSCEPTIBILITY,
    COVERAGE,
    PROTECTS,
    SPREADS_LESS,
    UNSEVERE,
) = range(9)  # columns of `by_age`
LESS_INFECTIOUS, ONSET_BASED = range(2)  # `numbers`


class DiseaseArrays(NamedTuple):
    """`rates[role, household size, layer]` are mean infectious contacts of a whole course, summed over the layers."""

    infectivity: NDArray[np.float64]
    incubation: NDArray[np.float64]
    timing: NDArray[np.float64]
    by_age: NDArray[np.float64]
    rates: NDArray[np.float64]
    sensitivity: NDArray[np.float64]
    numbers: NDArray[np.float64]


def disease_arrays(*, pathogen: Pathogen, city: City) -> DiseaseArrays:
    """Scale the transmission so that a typical resident would infect `r0` others if all others were susceptible."""
    by_age = _by_age(pathogen)
    return DiseaseArrays(
        infectivity=infectivity_table(pathogen.dispersion), incubation=quantiles(pathogen.incubation_days),
        timing=quantiles(pathogen.transmission_days), by_age=by_age, rates=_rates(pathogen, city, by_age),
        sensitivity=_sensitivity(pathogen), numbers=np.array([pathogen.asymptomatic_infectiousness, pathogen.timed_from == "onset"], float),
    )  # fmt: skip


def quantiles(spec: Distribution) -> NDArray[np.float64]:
    """4,097 evenly spaced quantiles; the two ends stop at probabilities of 1 in 100,000."""
    p = np.linspace(0.0, 1.0, NODES + 1)
    p[0], p[-1] = 1e-5, 1.0 - 1e-5
    return np.asarray(spec.quantile(p), float)


def infectivity_table(dispersion: float) -> NDArray[np.float64]:
    """Mean infectivity in each of 4,096 equally likely slices of a gamma distribution with mean 1."""
    if dispersion >= 1000.0:
        return np.ones(NODES)
    edges = stats.gamma.ppf(np.linspace(0.0, 1.0, NODES + 1), dispersion, scale=1.0 / dispersion)
    return np.asarray(
        np.diff(stats.gamma.cdf(edges, dispersion + 1.0, scale=1.0 / dispersion)) * NODES, float
    )


def _by_age(pathogen: Pathogen) -> NDArray[np.float64]:
    ages = np.arange(OLDEST + 1)
    vaccine = pathogen.vaccine
    columns = [
        np.full(ages.size, 1.0 - pathogen.asymptomatic_share), pathogen.severe_by_age.at(ages), pathogen.critical_by_age.at(ages),
        pathogen.fatal_by_age.at(ages), pathogen.susceptibility_by_age.at(ages), vaccine.coverage_by_age.at(ages),
        np.full(ages.size, 1.0 - vaccine.against_infection), np.full(ages.size, 1.0 - vaccine.against_spread),
        np.full(ages.size, 1.0 - vaccine.against_severe),
    ]  # fmt: skip
    return np.stack(columns, axis=1).astype(float)


def _sensitivity(pathogen: Pathogen) -> NDArray[np.float64]:
    """By hour since infection, for forty days."""
    days, values = zip(*pathogen.sensitivity_by_day, strict=True)
    return np.asarray(np.interp(np.arange(40 * 24) / 24.0, days, values, left=0.0, right=0.0), float)


def _rates(pathogen: Pathogen, city: City, by_age: NDArray[np.float64]) -> NDArray[np.float64]:
    scale = optimize.brentq(
        lambda s: _mean_infected(s, pathogen=pathogen, city=city, by_age=by_age) - pathogen.r0,
        1e-9,
        1e3,
        xtol=1e-12,
    )
    rates = np.zeros((3, LARGEST_HOME + 1, LAYERS))
    for role in (NO_ROLE, STUDENT, WORKER):
        for size in range(1, LARGEST_HOME + 1):
            rates[role, size] = scale * np.cumsum(_contacts(city, role=role, home=size))
    return rates


def _contacts(city: City, *, role: int, home: int) -> NDArray[np.float64]:
    """Relative transmission by layer, as if every group had its layer's largest size (thinned later)."""
    contacts = np.zeros(LAYERS)
    for layer in range(LAYERS):
        meetings = city.meetings
        if layer == HOUSEHOLD:
            contacts[layer] = meetings.weights[layer] * (home - 1) / (MEAN_HOUSEHOLD - 1.0)
        elif (
            (layer == SCHOOL and role != STUDENT)
            or (layer == WORK and role != WORKER)
            or not meetings.weights[layer]
        ):
            continue
        elif not meetings.group_sizes[layer]:
            contacts[layer] = meetings.weights[layer]
        else:
            contacts[layer] = (
                meetings.weights[layer] * (max(meetings.group_sizes[layer]) - 1) / meetings.mean_others(layer)
            )
    return contacts


def _mean_infected(scale: float, *, pathogen: Pathogen, city: City, by_age: NDArray[np.float64]) -> float:
    """Expected number of different people infected by a resident, all others susceptible; repeats inside lasting groups count once."""
    people = city.pattern.people
    slices = infectivity_table(pathogen.dispersion)
    coarse = slices.reshape(64, -1).mean(axis=1)
    mix = [
        (1.0 - pathogen.asymptomatic_share, 1.0),
        (pathogen.asymptomatic_share, pathogen.asymptomatic_infectiousness),
    ]
    kinds, counts = np.unique(people[:, [ROLE, HOME_SIZE]], axis=0, return_counts=True)
    susceptible = float(by_age[people[:, AGE], SUSCEPTIBILITY].mean())
    total = 0.0
    for (role, home), count in zip(kinds, counts, strict=True):
        for share, factor in mix:
            x = coarse * factor * scale
            total += (
                count
                * share
                * float(
                    _infected_by(x, city=city, role=int(role), home=int(home), susceptible=susceptible).mean()
                )
            )
    return total / PATTERN


def _infected_by(
    x: NDArray[np.float64], *, city: City, role: int, home: int, susceptible: float
) -> NDArray[np.float64]:
    meetings = city.meetings
    found = np.zeros_like(x)
    if home > 1:
        found += (home - 1) * -np.expm1(
            -susceptible * x * meetings.weights[HOUSEHOLD] / (MEAN_HOUSEHOLD - 1.0)
        )
    for layer in range(1, LAYERS):
        weight = meetings.weights[layer]
        if not weight or (layer == SCHOOL and role != STUDENT) or (layer == WORK and role != WORKER):
            continue
        sizes = meetings.group_sizes[layer]
        if layer not in (SCHOOL, WORK) or not sizes:
            found += susceptible * x * weight
            continue
        for size in sizes:
            found += (
                size
                / sum(sizes)
                * (size - 1)
                * -np.expm1(-susceptible * x * weight / meetings.mean_others(layer))
            )
    return found
