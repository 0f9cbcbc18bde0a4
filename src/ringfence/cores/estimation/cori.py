"""Cori's posterior of the reproduction number: arrays in, arrays out, over any number of areas at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv

from .intervals import Floats, SerialInterval

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Prior:
    """Gamma prior of R. Shape 1 and scale 5 (mean 5, sd 5) are EpiEstim's default: decline is never assumed."""

    shape: float = 1.0
    scale: float = 5.0


@dataclass(frozen=True, slots=True)
class Windows:
    """Stretches of days, both ends inside, counted from 0. A window cannot hold day 0: nobody came before it."""

    first: Ints
    last: Ints


@dataclass(frozen=True, slots=True)
class Posterior:
    """Gamma posterior of R for each window (last axis) and area (axes before it)."""

    local_cases: Floats
    pressure: Floats  # expected infectors of the window: sum of the infection pressure of its days
    shape: Floats
    scale: Floats

    @property
    def mean(self) -> Floats:
        return self.shape * self.scale

    @property
    def sd(self) -> Floats:
        return np.sqrt(self.shape) * self.scale

    @property
    def cv(self) -> Floats:
        """Coefficient of variation: depends on the number of local cases alone."""
        return 1.0 / np.sqrt(self.shape)

    def quantile(self, share: float) -> Floats:
        result: Floats = gammaincinv(self.shape, share) * self.scale
        return result


def rolling(*, days: int, window_days: int = 7) -> Windows:
    """A window ending on every day, from the second day on."""
    first = np.arange(1, days - window_days + 1, dtype=np.int64)
    return Windows(first, first + window_days - 1)


def infection_pressure(*, cases: ArrayLike, serial_interval: SerialInterval) -> Floats:
    """Infectors of each day, weighted by how likely their interval is that long. All cases press, imported too."""
    total = np.asarray(cases, dtype=np.float64)
    pressure = np.zeros_like(total)
    for lag, share in enumerate(serial_interval.probabilities[: total.shape[-1]]):
        if share:
            pressure[..., lag:] += share * total[..., : total.shape[-1] - lag]
    return pressure


def posterior(
    *,
    local: ArrayLike,
    imported: ArrayLike,
    serial_interval: SerialInterval,
    windows: Windows,
    prior: Prior | None = None,
) -> Posterior:
    """Local cases by day stand in the numerator; local and imported cases together make the infection pressure."""
    prior = prior or Prior()
    local_cases = np.asarray(local, dtype=np.float64)
    pressure = infection_pressure(cases=local_cases + np.asarray(imported), serial_interval=serial_interval)
    seen, pressed = window_sums(local_cases, windows), window_sums(pressure, windows)
    return Posterior(seen, pressed, prior.shape + seen, 1.0 / (1.0 / prior.scale + pressed))


def window_sums(values: Floats, windows: Windows) -> Floats:
    running = np.concatenate([np.zeros((*values.shape[:-1], 1)), np.cumsum(values, axis=-1)], axis=-1)
    result: Floats = running[..., windows.last + 1] - running[..., windows.first]
    return result
