"""Strategies as data: measures by name with their figures, read from a file, compared on common random numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from ringfence.kernel import Refused, reason

from .ensemble import BANDS, INCUBATION_PERIOD_DAYS, Ensemble
from .interventions import ContactTracing, Hospital, Intervention, Laboratory, Quarantine, SymptomaticTesting
from .restrictions import AreaClosure, Arrivals, Distancing, Masks, MassTesting
from .sim import Sim

MEASURES: dict[str, type[Any]] = {
    measure.__name__: measure
    for measure in (
        SymptomaticTesting, Laboratory, ContactTracing, Quarantine, Hospital, MassTesting, AreaClosure, Distancing, Masks, Arrivals,
    )
}  # fmt: skip


def measures(plan: Mapping[str, Mapping[str, Any] | None]) -> list[Intervention]:
    """The measures of a plan such as {"ContactTracing": {"tracers": 200}, "Hospital": {}}."""
    return [_measure(name, figures or {}) for name, figures in plan.items()]


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


def compare(sims: Sequence[Sim], *, runs: int = 1000, first_seed: int = 1, workers: int = 1) -> Comparison:
    """Run every strategy on the same seeds: the same people infected at the start, the same course of their disease."""
    books = (
        [sims[0].world().book for _ in range(workers)]
        if len({(id(s.city), s.days) for s in sims}) == 1
        else []
    )
    return Comparison(
        tuple(sim.ensemble(runs=runs, first_seed=first_seed, workers=workers, books=books) for sim in sims)
    )
