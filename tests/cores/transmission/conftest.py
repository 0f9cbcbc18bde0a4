"""Small cities and pathogens that the checks share."""

from __future__ import annotations

import pytest

from ringfence.cores.transmission import Distribution, Pathogen, demo_city, evenly_mixed
from ringfence.cores.transmission.city import City

FERRETTI_GENERATION = Distribution("weibull", 2.826, 5.665)
FERRETTI_INCUBATION = Distribution("lognormal", 1.644, 0.363)


def textbook(*, r0: float = 2.0, dispersion: float = 1e6, **changes: object) -> Pathogen:
    """Ferretti's delays, nobody without symptoms, every test right."""
    plain = Pathogen(
        name="textbook",
        r0=r0,
        dispersion=dispersion,
        incubation_days=FERRETTI_INCUBATION,
        transmission_days=FERRETTI_GENERATION,
    )
    return plain.but(**changes)


@pytest.fixture(scope="session")
def mixed_city() -> City:
    """200,000 residents who meet each other at random."""
    return demo_city(residents=200_000, meetings=evenly_mixed())


@pytest.fixture(scope="session")
def small_city() -> City:
    """100,000 residents in households, classes, workplaces and villages."""
    return demo_city(residents=100_000)
