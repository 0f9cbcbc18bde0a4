"""How unequally people infect others: R and k of the negative binomial offspring distribution.

k (dispersion) is small when few cases infect many: about 0.1 for superspreading; a large k means that
everyone infects about equally often (Lloyd-Smith et al. 2005, Nature 438:355-359).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from ringfence.kernel import Reason, reason

from . import negative_binomial
from .intervals import Floats
from .negative_binomial import Ints, Range

Key = TypeVar("Key")

CONCENTRATED_SHARE = (
    0.8  # "the share of cases behind 80 % of transmission" (Endo et al. 2020, Wellcome Open Res 5:67)
)
FEWEST_CASES = 10  # house convention: below, two parameters cannot be told
FEWEST_PAIRS = 2


@dataclass(frozen=True, slots=True)
class Offspring:
    """The fitted distribution. `k` is None when the counts vary no more than those of a Poisson would."""

    cases: int
    pairs: int
    unknown_sources: int
    mean: float
    mean_range: Range
    mean_if_all_sources_known: float
    k: float | None
    k_range: Range
    share_behind_80_percent: float | None  # by the fitted distribution
    counted_share_behind_80_percent: float | None  # by the counts themselves
    counts: tuple[int, ...]  # how many cases had 0, 1, 2, ... offspring
    bootstrap_mean: Range | None
    bootstrap_k: Range | None
    estimable: bool
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, Any]:
        kept = {name: getattr(self, name) for name in self.__slots__}
        for name, value in kept.items():
            if isinstance(value, Range):
                kept[name] = value.as_json()
        return kept | {"reasons": [r.as_json() for r in self.reasons], "counts": list(self.counts)}


def offspring_counts(*, cases: Iterable[Key], sources: Mapping[Key, Key | None]) -> list[int]:
    """How many of `sources` name each of the cases: the counts to fit, zeros included."""
    named = Counter(source for source in sources.values() if source is not None)
    return [named[case] for case in cases]


def offspring_distribution(
    *, counts: Sequence[int], unknown_sources: int = 0, bootstrap: int = 0, seed: int = 1
) -> Offspring:
    """Fit R and k to the number of people whom each case infected, zeros included.

    A case of unknown source is in nobody's count: R is the R of the resolved pairs and too low by those.
    `mean_if_all_sources_known` is the R if each of them had been infected by one of the counted cases.
    """
    histogram = np.bincount(np.asarray(counts, dtype=np.int64), minlength=1)
    cases, pairs = int(histogram.sum()), int(np.dot(histogram, np.arange(histogram.size)))
    mean = pairs / max(cases, 1)
    log_k = negative_binomial.best_log_k(histogram=histogram, mean=mean)
    resampled = _bootstrap(histogram, bootstrap, seed) if bootstrap and cases else None
    objections = _objections(cases, pairs)
    return Offspring(
        cases=cases,
        pairs=pairs,
        unknown_sources=unknown_sources,
        mean=mean,
        mean_range=negative_binomial.mean_range(histogram=histogram, mean=mean),
        mean_if_all_sources_known=(pairs + unknown_sources) / max(cases, 1),
        k=None if log_k is None else float(np.exp(log_k)),
        k_range=negative_binomial.k_range(histogram=histogram, mean=mean, log_k=log_k),
        share_behind_80_percent=_fitted_share(mean, log_k),
        counted_share_behind_80_percent=_counted_share(histogram),
        counts=tuple(int(n) for n in histogram),
        bootstrap_mean=_range(resampled[0]) if resampled else None,
        bootstrap_k=_range(resampled[1]) if resampled else None,
        estimable=not objections,
        reasons=objections,
    )


def _fitted_share(mean: float, log_k: float | None) -> float | None:
    if mean == 0:
        return None
    k = None if log_k is None else float(np.exp(log_k))
    return negative_binomial.share_behind(mean=mean, k=k, share=CONCENTRATED_SHARE)


def _counted_share(histogram: Ints) -> float | None:
    if not histogram[1:].any():
        return None
    return negative_binomial.smallest_share(
        counts=np.arange(histogram.size), weight=histogram / histogram.sum(), share=CONCENTRATED_SHARE
    )


def _bootstrap(histogram: Ints, times: int, seed: int) -> tuple[Floats, Floats]:
    """R and k of resampled cases; a sample without overdispersion has infinite k."""
    n = int(histogram.sum())
    samples = np.random.default_rng(seed).multinomial(n, histogram / n, size=times)
    means = samples @ np.arange(histogram.size) / n
    ks = np.full(times, np.inf)
    for i, sample in enumerate(samples):
        log_k = negative_binomial.best_log_k(histogram=sample, mean=float(means[i]))
        if log_k is not None:
            ks[i] = np.exp(log_k)
    return means, ks


def _range(values: Floats) -> Range:
    limits = np.quantile(values, (0.025, 0.975), method="nearest")
    lower, upper = (float(v) if np.isfinite(v) else None for v in limits)
    return Range(lower, upper)


def _objections(cases: int, pairs: int) -> tuple[Reason, ...]:
    if cases < FEWEST_CASES:
        return (
            reason(
                "Fewer than {fewest} cases: an offspring distribution cannot be told.", fewest=FEWEST_CASES
            ),
        )
    if pairs < FEWEST_PAIRS:
        return (
            reason(
                "Fewer than {fewest} resolved pairs: an offspring distribution cannot be told.",
                fewest=FEWEST_PAIRS,
            ),
        )
    return ()
