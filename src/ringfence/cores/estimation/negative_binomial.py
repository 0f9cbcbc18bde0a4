"""Maximum likelihood of the negative binomial with mean R and dispersion k, on counts kept as a histogram."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar
from scipy.special import gammaln
from scipy.stats import chi2, nbinom

from .intervals import Floats

Ints = NDArray[np.int64]
LOG_K_RANGE = (
    float(np.log(1e-3)),
    float(np.log(1e4)),
)  # beyond 10^4 the distribution is a Poisson in all but name
LOG_R_RANGE = (float(np.log(1e-6)), float(np.log(1e3)))
HALF_DROP = float(chi2.ppf(0.95, 1)) / 2  # of the log-likelihood, to the ends of a 95 % profile interval
NEARLY_POISSON = 1e6  # k used for a distribution without overdispersion


@dataclass(frozen=True, slots=True)
class Range:
    """A 95 % interval. None: no limit (k cannot be told from equal infectiousness)."""

    lower: float | None
    upper: float | None

    def as_json(self) -> list[float | None]:
        return [self.lower, self.upper]


def log_likelihood(*, histogram: Ints, mean: float, log_k: float) -> float:
    """`histogram[x]` cases infected x others each; the mean is positive."""
    k = np.exp(log_k)
    x = np.flatnonzero(histogram)
    terms = (
        gammaln(x + k) - gammaln(k) - gammaln(x + 1) - k * np.log1p(mean / k) + x * np.log(mean / (mean + k))
    )
    return float(np.dot(histogram[x], terms))


def best_log_k(*, histogram: Ints, mean: float) -> float | None:
    """The most likely k at R = the sample mean, which is the most likely R whatever k. None: no overdispersion."""
    n = int(histogram.sum())
    if n == 0 or float(np.dot(histogram, (np.arange(histogram.size) - mean) ** 2)) / n <= mean:
        return None
    return _most_likely_log_k(histogram, mean, tolerance=1e-10)[0]


def k_range(*, histogram: Ints, mean: float, log_k: float | None) -> Range:
    """Profile-likelihood interval of k. At any k the most likely R is the mean: the profile is the likelihood there."""
    if mean == 0:
        return Range(None, None)
    at = LOG_K_RANGE[1] if log_k is None else log_k
    floor = log_likelihood(histogram=histogram, mean=mean, log_k=at) - HALF_DROP

    def above(other: float) -> float:
        return log_likelihood(histogram=histogram, mean=mean, log_k=other) - floor

    lower = None if above(LOG_K_RANGE[0]) > 0 else float(np.exp(brentq(above, LOG_K_RANGE[0], at)))
    if log_k is None or above(LOG_K_RANGE[1]) > 0:
        return Range(lower, None)
    return Range(lower, float(np.exp(brentq(above, at, LOG_K_RANGE[1]))))


def mean_range(*, histogram: Ints, mean: float) -> Range:
    """Profile-likelihood interval of R: at each R the most likely k. Without any offspring k is taken as Poisson."""
    n = int(histogram.sum())
    if mean == 0:
        return Range(0.0, HALF_DROP / n if n else None)
    top = _most_likely_log_k(histogram, mean)[1]

    def above(log_mean: float) -> float:
        return _most_likely_log_k(histogram, float(np.exp(log_mean)))[1] - top + HALF_DROP

    middle, (lowest, highest) = float(np.log(mean)), LOG_R_RANGE
    lower = float(np.exp(brentq(above, lowest, middle))) if above(lowest) < 0 else 0.0
    return Range(lower, float(np.exp(brentq(above, middle, highest))) if above(highest) < 0 else None)


def share_behind(*, mean: float, k: float | None, share: float) -> float:
    """Share of cases, most infectious first, that cause `share` of all transmission; interpolated inside a count."""
    size = NEARLY_POISSON if k is None else k
    probability = size / (size + mean)
    counts = np.arange(int(nbinom.ppf(1 - 1e-12, size, probability)) + 2)
    return smallest_share(counts=counts, weight=nbinom.pmf(counts, size, probability), share=share)


def smallest_share(*, counts: Ints, weight: Floats, share: float) -> float:
    """The smallest part of the people (with `weight`) whose counts make up this share of the total."""
    counts, weight = counts[::-1], weight[::-1]
    caused, people = np.cumsum(counts * weight), np.cumsum(weight)
    with_zero = np.concatenate([[0.0], caused])
    return float(np.interp(share * caused[-1], with_zero, np.concatenate([[0.0], people])))


def _most_likely_log_k(histogram: Ints, mean: float, tolerance: float = 1e-7) -> tuple[float, float]:
    """The most likely log k at this mean, and the log-likelihood there (an end of the range if it rises to it)."""
    best = minimize_scalar(
        lambda log_k: -log_likelihood(histogram=histogram, mean=mean, log_k=log_k),
        bounds=LOG_K_RANGE,
        method="bounded",
        options={"xatol": tolerance},
    )
    return float(best.x), -float(best.fun)
