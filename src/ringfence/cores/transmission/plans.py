"""Strategies as data: measures by name with their figures, read from a file, compared on common random numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from ringfence.cores.distributed import connected
from ringfence.kernel import Refused, reason

from .ensemble import BANDS, INCUBATION_PERIOD_DAYS, Ensemble
from .interventions import ContactTracing, Hospital, Intervention, Laboratory, Quarantine, SymptomaticTesting
from .plots import Plot, dots, fan
from .restrictions import AreaClosure, Arrivals, Distancing, Masks, MassTesting
from .sim import Sim
from .tables import Table, table_of

MEASURES: dict[str, type[Any]] = {
    measure.__name__: measure
    for measure in (
        SymptomaticTesting, Laboratory, ContactTracing, Quarantine, Hospital, MassTesting, AreaClosure, Distancing, Masks, Arrivals,
    )
}  # fmt: skip


Figures = Mapping[str, Any]


def measures(plan: Mapping[str, Figures | Sequence[Figures] | None]) -> list[Intervention]:
    """The measures of a plan such as {"ContactTracing": {"tracers": 200}, "Hospital": {}}; a list of figures: the measure as often."""
    return [
        _measure(name, figures)
        for name, given in plan.items()
        for figures in ([given or {}] if given is None or isinstance(given, Mapping) else given)
    ]


def _measure(name: str, figures: Mapping[str, Any]) -> Intervention:
    if name not in MEASURES:
        raise Refused(
            reason("There is no measure {name}; known are {known}.", name=name, known=", ".join(MEASURES)),
            fields={name: []},
        )
    known = [f.name for f in fields(MEASURES[name])]
    for figure in figures:
        if figure not in known:
            raise Refused(
                reason(
                    "{measure} has no figure {name}; it has {known}.",
                    measure=name,
                    name=figure,
                    known=", ".join(known),
                ),
                fields={figure: []},
            )
    return MEASURES[name](**figures)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Comparison:
    """Ensembles of several strategies with the same seeds; the first one is what the others are compared with."""

    ensembles: tuple[Ensemble, ...]

    def difference(self, label: str, name: str = "infections") -> tuple[float, ...]:
        """Quantiles (5, 25, 50, 75, 95 %) of the paired difference of totals: this strategy minus the first."""
        chosen = next(e for e in self.ensembles if e.label == label)
        return tuple(float(q) for q in np.quantile(chosen.total(name) - self.ensembles[0].total(name), BANDS))

    def rows(self, *, within_days: float = INCUBATION_PERIOD_DAYS) -> list[dict[str, Any]]:
        """One row a strategy: odds of the end, bands of what happens and of what is needed, what limits it, the difference."""
        return [
            {
                "strategy": e.label, "runs": e.runs, "probability_of_end": e.probability_of_end(within_days=within_days), "summary": e.summary(),
                "limits": e.limits(), "probability_of_no_new_infection": e.probability_of_no_new_infection(within_days=within_days), "infections_minus_first": self.difference(e.label),
            }
            for e in self.ensembles
        ]  # fmt: skip

    def to_table(self, *, within_days: float = INCUBATION_PERIOD_DAYS) -> Table:
        """One row a strategy and figure: strategy, figure, and five quantiles; odds of the end as their estimate and 90 % interval."""
        names = [f"q{round(100 * share):02d}" for share in BANDS]
        rows: list[dict[str, Any]] = []
        for row in self.rows(within_days=within_days):
            share, low, high = row["probability_of_end"]
            told = {"probability of end": (low, None, share, None, high), **row["summary"],
                    "infections minus first": row["infections_minus_first"]}  # fmt: skip
            rows += [
                {"strategy": row["strategy"], "figure": figure, **dict(zip(names, bands, strict=True))}
                for figure, bands in told.items()
            ]
        return table_of(rows, names=["strategy", "figure", *names])

    def plot(self, series: str = "confirmed") -> Plot:
        """The fans of all strategies in one picture."""
        return fan(self.ensembles, series)

    def plot_figure(self, figure: str = "peak rooms needed") -> Plot:
        """One total or peak of `Ensemble.summary`, a line a strategy."""
        found = [one.summary() for one in self.ensembles]
        if figure not in found[0]:
            raise Refused(
                reason("There is no figure {name}; known are {known}.", name=figure, known=", ".join(found[0])),
                fields={"figure": []},
            )  # fmt: skip
        return dots([one.label for one in self.ensembles], [one[figure] for one in found], title=figure)


def compare(
    sims: Sequence[Sim], *, runs: int = 1000, first_seed: int = 1, workers: int = 1, spark: str = ""
) -> Comparison:
    """Run every strategy on the same seeds: the same people infected at the start, the same course of their disease.

    `spark`: the address of a Spark master whose machines play them; the numbers are the same.
    """
    if spark:
        with connected(master=spark):  # one session for all strategies
            return Comparison(
                tuple(sim.ensemble(runs=runs, first_seed=first_seed, spark=spark) for sim in sims)
            )
    books = (
        [sims[0].world().book for _ in range(workers)]
        if len({(id(s.city), s.days) for s in sims}) == 1
        else []
    )
    return Comparison(
        tuple(sim.ensemble(runs=runs, first_seed=first_seed, workers=workers, books=books) for sim in sims)
    )
