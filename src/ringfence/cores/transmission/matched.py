"""The same epidemic as another simulator's: reproduction number and generation interval are taken from it, nothing else.

What may then differ is how the two work. Weekly infections are compared with the other's ensemble (`bench/bench_incidence.py`
measures Covasim, the tests hold the engine to what was measured).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .city import demo_city
from .layers import LAYER_NAMES, LAYERS
from .meetings import MEETINGS, evenly_mixed
from .pathogens import Distribution, pathogen
from .restrictions import OUTSIDE, Distancing
from .sim import Seeds, Sim

RESIDENTS, SEEDS, WEEKS = 20_000, 20, 12
DISPERSION = (
    0.45  # Covasim's own (Kerr et al. 2021): transmissibility of a person, negative binomial with this shape
)
BAND = (0.05, 0.95)


@dataclass(frozen=True)
class Scenario:
    """`layers`: households, classes, workplaces; else everybody meets everybody. Fewer meetings outside the home from a day on."""

    layers: bool
    reduced_from: int | None = None
    kept: float = 1.0


SCENARIOS: Mapping[str, Scenario] = {
    "evenly mixed": Scenario(layers=False),
    "evenly mixed, half of all meetings from day 28": Scenario(layers=False, reduced_from=28, kept=0.5),
    "homes, schools, work": Scenario(layers=True),
    "homes, schools, work, half of the meetings outside the home from day 28": Scenario(layers=True, reduced_from=28, kept=0.5),
}  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """What another simulator says about a scenario."""

    r0: float
    generation_mean_days: float
    generation_sd_days: float
    weekly: Sequence[Sequence[int]]  # [replicate, week]

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Measured:
        """From its answer."""
        return cls(
            told["r0"], told["generation_mean_days"], told["generation_sd_days"], told["weekly"]
        )  # fmt: skip

    def band(self) -> NDArray[np.float64]:
        """[low or high, week]: where nine of ten of its replicates lie."""
        return np.asarray(np.quantile(np.array(self.weekly, float), BAND, axis=0), float)


def matched(scenario: Scenario, measured: Measured) -> Sim:
    """Our simulation of the scenario."""
    shape = (measured.generation_mean_days / measured.generation_sd_days) ** 2
    source = pathogen(
        "ancestral", r0=measured.r0, dispersion=DISPERSION, asymptomatic_infectiousness=1.0,
        transmission_days=Distribution("gamma", shape, measured.generation_mean_days / shape),
    )  # fmt: skip
    city = demo_city(residents=RESIDENTS, meetings=MEETINGS if scenario.layers else evenly_mixed())
    response = []
    if scenario.reduced_from is not None:
        where = OUTSIDE if scenario.layers else LAYER_NAMES[:LAYERS]
        response = [
            Distancing(
                factor=scenario.kept, layers=where, first_day=scenario.reduced_from, counted_from="start"
            )
        ]
    return Sim(city=city, pathogen=source, interventions=response, days=7 * WEEKS, seeds=Seeds(count=SEEDS))


def weekly(sim: Sim, *, runs: int) -> NDArray[np.int64]:
    """[replicate, week]: new infections."""
    by_day = sim.ensemble(runs=runs).daily("infections").astype(np.int64)
    by_day[:, 0] -= SEEDS  # those infected at the start are nobody's infections
    found: NDArray[np.int64] = by_day.reshape(runs, WEEKS, 7).sum(axis=2)
    return found


def weeks_inside(ours: NDArray[np.int64], measured: Measured) -> int:
    """In how many weeks our median lies in the other's band."""
    low, high = measured.band()
    middle = np.median(ours, axis=0)
    return int(((low <= middle) & (middle <= high)).sum())
