"""What can be computed exactly, to hold the engine against."""

from __future__ import annotations

from math import comb

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from .pathogens import Distribution


def final_size(*, r0: float, seeded_share: float = 0.0) -> float:
    """Share infected in the end when everybody meets everybody (Kermack and McKendrick 1927)."""
    if r0 <= 1.0 and seeded_share == 0.0:
        return 0.0
    return float(optimize.brentq(lambda z: z - 1.0 + (1.0 - seeded_share) * np.exp(-r0 * z), 1e-9, 1.0))


def growth_rate(*, r0: float, generation: Distribution) -> float:
    """The rate r (per day) at which 1 = R0 E[exp(-r T)], T the generation time (Euler and Lotka)."""
    times = generation.quantile((np.arange(200_000) + 0.5) / 200_000)
    return float(optimize.brentq(lambda r: r0 * np.exp(-r * times).mean() - 1.0, -2.0, 5.0, xtol=1e-10))


def extinction_probability(*, r0: float, dispersion: float) -> float:
    """Chance that the chain of one infection dies out; offspring negative binomial with shape `dispersion`."""
    if r0 <= 1.0:
        return 1.0

    def generating(q: float) -> float:
        if dispersion >= 1000.0:  # as good as Poisson
            return float(np.exp(-r0 * (1.0 - q)))
        return float((1.0 + r0 * (1.0 - q) / dispersion) ** -dispersion)

    return float(optimize.brentq(lambda q: generating(q) - q, 0.0, 1.0 - 1e-6))


def reed_frost(*, size: int, per_pair: float) -> NDArray[np.float64]:
    """Chances of 0, 1, ... size-1 further infections in a household with one infected member."""
    outcome = np.zeros(size)
    _chain(outcome, susceptible=size - 1, infectious=1, chance=1.0, per_pair=per_pair)
    return outcome


def _chain(
    outcome: NDArray[np.float64], *, susceptible: int, infectious: int, chance: float, per_pair: float
) -> None:
    """Add what follows from this generation to the outcome."""
    if infectious == 0 or susceptible == 0:
        outcome[outcome.size - 1 - susceptible] += chance
        return
    caught = 1.0 - (1.0 - per_pair) ** infectious
    for new in range(susceptible + 1):
        share = comb(susceptible, new) * caught**new * (1.0 - caught) ** (susceptible - new)
        _chain(
            outcome, susceptible=susceptible - new, infectious=new, chance=chance * share, per_pair=per_pair
        )
