"""Fitting to a running outbreak: many outbreaks are played from their unknown beginning; those that look like the line list stay.

Approximate Bayesian computation by rejection: no weights, no tuning, the prior does the rest. What stays is not a curve but whole replicates:
each holds its infected at "today" - confirmed, in quarantine, incubating, infectious and not found - and is played on under
every strategy with the same random numbers. Numbers of the prior: docs/reference/simulation-parameters.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ringfence.kernel import Refused, reason

from .bounds import check
from .ensemble import BANDS, Ensemble
from .interventions import Hospital, Intervention, SymptomaticTesting
from .linelist import Listed, delay_to_isolation_hours, delays_to_report
from .observed import Observed, most_within, observe
from .plans import Comparison
from .prior import NAMES, Prior
from .sim import Change, Replicates, Sim
from .starting import Beginnings
from .state import EARLY_UNTIL, HOURS_PER_DAY, MOST_CONFIRMED, MOST_EARLY, STOCK

DRAWS, KEEP = 20_000, 200
ROUND = (
    250  # replicates played between two reports of progress; what lies too far to stay is known after each
)
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Fit:
    """What the line list says: `values[replicate, parameter]` in the order of `NAMES`, and the replicates themselves.

    `distance` of each replicate from the list, in standard deviations of a Poisson count, and `so_far` what was played.
    """

    sim: Sim
    prior: Prior
    observed: Observed
    values: NDArray[np.float64]
    replicates: Replicates
    distance: NDArray[np.float64]
    drawn: int
    so_far: Ensemble

    @property
    def today(self) -> int:
        """The day of the run with which the forecast begins (the day after the last of the list)."""
        return self.observed.days

    def prior_bands(self) -> dict[str, tuple[float, ...]]:
        """Quantiles (5, 25, 50, 75, 95 %) before the list was seen."""
        return self.prior.bands()

    def posterior_bands(self) -> dict[str, tuple[float, ...]]:
        """Quantiles (5, 25, 50, 75, 95 %) after it."""
        return {
            name: tuple(float(q) for q in np.quantile(self.values[:, k], BANDS))
            for k, name in enumerate(NAMES)
        }

    def stock_bands(self) -> dict[str, tuple[float, ...]]:
        """The infected today: confirmed, in quarantine, free and incubating, free and infectious, past."""
        return {
            name: tuple(float(q) for q in np.quantile(self.so_far.stock[:, k], BANDS))
            for k, name in enumerate(STOCK)
        }

    def is_far(self) -> bool:
        """Do even the nearest outbreaks not look like the list? Then the prior does not hold this outbreak."""
        return bool(np.median(self.distance) > 2.0 * np.sqrt(self.observed.summary.size))

    def forecast(
        self, strategies: Mapping[str, Sequence[Intervention]], *, days: int = 42, runs: int | None = None, workers: int = 1,
        progress: Progress | None = None,
    ) -> Comparison:  # fmt: skip
        """Every strategy from today on, on the same replicates; series and totals count from today.

        With `runs` below the number of replicates only so many are played.
        """
        check(("days", days, 1, 1300 - self.today, "days"))
        chosen = self.replicates.pick(np.arange(min(runs or self.values.shape[0], self.values.shape[0])))
        found, books = [], None
        for n, (label, interventions) in enumerate(strategies.items()):
            sim = self.sim.but(days=self.today + days, label=label, change=Change(self.today, interventions))
            books = books or [sim.world().book for _ in range(workers)]
            found.append(sim.play(chosen, workers=workers, books=books).since_change())
            if progress:
                progress((n + 1) / len(strategies))
        return Comparison(tuple(found))


@dataclass(frozen=True)
class Effort:
    """How many outbreaks are played and how many of them stay."""

    draws: int = DRAWS
    keep: int = KEEP
    seed: int = 1
    workers: int = 1

    def __post_init__(self) -> None:
        check(
            ("draws", self.draws, 10, 1_000_000, "replicates"), ("keep", self.keep, 5, self.draws // 2, "replicates"),
            ("workers", self.workers, 1, 1024, "threads"),
        )  # fmt: skip


def fit(
    sim: Sim, cases: Sequence[Listed], *, today: int, prior: Prior | None = None, effort: Effort | None = None, progress: Progress | None = None
) -> Fit:  # fmt: skip
    """Fit to the cases reported up to the end of `today`. Equal arguments give equal bytes.

    `sim` is the city, the pathogen and what has been done so far (its days and seeds do not count); delays from onset to report
    and from report to isolation are taken from the list where it knows them. Refused: no case up to today; figures out of bounds.
    """
    prior, effort = prior or Prior(), effort or Effort()
    seen = [case for case in cases if case.reported <= today]
    if not seen:
        raise Refused(
            reason("The line list has no case up to this day: there is nothing to fit to."),
            fields={"cases": []},
        )
    observed = observe(seen, today=today, longest_before=int(prior.days_before[1]))
    start = sim.but(
        interventions=_as_listed(sim.interventions, seen, today=today), days=observed.days + 1, change=None
    )
    beginnings = Beginnings(city=sim.city, pathogen=sim.pathogen, cases=seen, observed=observed)
    return _Search(
        sim=start,
        prior=prior,
        observed=observed,
        beginnings=beginnings,
        effort=effort,
        progress=progress or _quiet,
    ).run()


def _quiet(_: float) -> None:
    return None


def _as_listed(
    response: Sequence[Intervention], cases: Sequence[Listed], *, today: int
) -> list[Intervention]:
    """The response with the delays that the list itself shows."""
    seek, isolation = delays_to_report(cases, today=today), delay_to_isolation_hours(cases)
    found: list[Intervention] = []
    for measure in response:
        if isinstance(measure, SymptomaticTesting) and seek is not None:
            measure = replace(measure, delay_days=seek)
        elif isinstance(measure, Hospital) and isolation is not None:
            measure = replace(measure, isolation_hours=min(isolation, 480.0))
        found.append(measure)
    return found


@dataclass
class _Search:
    sim: Sim
    prior: Prior
    observed: Observed
    beginnings: Beginnings
    effort: Effort
    progress: Progress
    done: int = 0

    def run(self) -> Fit:
        values = self.prior.draw(np.random.default_rng([self.effort.seed, 1]), count=self.effort.draws)
        replicates = self._replicates(values, first=0)
        distance = self._distances(replicates)
        best = np.argsort(distance, kind="stable")[: self.effort.keep]
        return self._fit(values[best], replicates.pick(best), distance[best])

    def _replicates(self, values: NDArray[np.float64], *, first: int) -> Replicates:
        seeds = self.effort.seed * 10_000_000 + first + np.arange(values.shape[0])
        return self.beginnings.replicates(
            values, seeds=seeds, rng=np.random.default_rng([self.effort.seed, 2, first]), asked=self._asked()
        )

    def _asked(self) -> float:
        """The share of people with symptoms who come forward in the response as given."""
        share = [m.share for m in self.sim.interventions if isinstance(m, SymptomaticTesting)]
        return max(share[-1], 1e-6) if share else 1.0

    def _distances(self, replicates: Replicates) -> NDArray[np.float64]:
        found: list[NDArray[np.float64]] = []
        books = [self.sim.world().book for _ in range(self.effort.workers)]
        for start in range(0, replicates.seeds.size, ROUND):
            part = replicates.pick(np.arange(start, min(start + ROUND, replicates.seeds.size)))
            if start >= self.effort.keep:
                last_kept = np.sort(np.concatenate(found))[self.effort.keep - 1]
                self._give_up_farther_than(float(last_kept), part)
            found.append(
                self.observed.distance(self.sim.play(part, workers=self.effort.workers, books=books))
            )
            self.done += part.seeds.size
            self.progress(self.done / self.effort.draws)
        return np.concatenate(found)

    def _give_up_farther_than(self, distance: float, part: Replicates) -> None:
        """So many nearer ones are known already: what cannot become nearer need not be played to its end. Changes no fit."""
        traits, observed = part.traits, self.observed
        traits[:, MOST_CONFIRMED] = np.minimum(
            traits[:, MOST_CONFIRMED], most_within(distance, of=observed.cases)
        )
        before = observed.blocks[-1][1]  # the last block is the time before the first report
        traits[:, EARLY_UNTIL] = before * HOURS_PER_DAY
        traits[:, MOST_EARLY] = most_within(distance, of=int(observed.reported[:before].sum()))

    def _fit(self, values: NDArray[np.float64], replicates: Replicates, distance: NDArray[np.float64]) -> Fit:
        replicates.traits[:, MOST_CONFIRMED] = np.inf  # from here on nothing is given up
        played = self.sim.but(change=Change(self.observed.days, self.sim.interventions))
        return Fit(
            sim=self.sim, prior=self.prior, observed=self.observed, values=values, replicates=replicates, distance=distance, drawn=self.effort.draws,
            so_far=played.play(replicates, workers=self.effort.workers),
        )  # fmt: skip


__all__ = ["Fit", "fit"]
