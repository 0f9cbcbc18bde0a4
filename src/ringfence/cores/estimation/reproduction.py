"""The reproduction number over time (Cori et al. 2013), and where it cannot be estimated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from ringfence.kernel import Reason, Refused, reason

from .cori import Posterior, Prior, Windows, posterior, rolling
from .intervals import SerialInterval

QUANTILES = (0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)


@dataclass(frozen=True, slots=True)
class Criteria:
    """When a window is called not estimable. The posterior is computed all the same, but must not be drawn."""

    max_cv: float = 0.3  # Cori 2013, web appendix: with prior shape 1 this asks for 11 local cases
    min_pressure: float = 1.0  # fewer than one expected infector: the prior speaks, not the data


@dataclass(frozen=True, slots=True)
class Curve:
    """Cases by day. `imported` are infected elsewhere: they infect, but are not infected here."""

    starts_on: date
    local: tuple[int, ...]
    imported: tuple[int, ...]
    incomplete_from: date | None = None  # from this day on not every case is known yet

    def day(self, index: int) -> date:
        return self.starts_on + timedelta(days=int(index))

    def as_json(self) -> dict[str, Any]:
        return {
            "starts_on": self.starts_on.isoformat(),
            "local": list(self.local),
            "imported": list(self.imported),
            "incomplete_from": self.incomplete_from.isoformat() if self.incomplete_from else None,
        }


@dataclass(frozen=True, slots=True)
class WindowEstimate:
    first_date: date
    last_date: date
    local_cases: int
    imported_cases: int
    pressure: float
    mean: float
    sd: float
    quantiles: tuple[float, ...]  # at QUANTILES
    estimable: bool
    reasons: tuple[Reason, ...]  # why not; empty when estimable

    def as_json(self) -> dict[str, Any]:
        """`mean`, `lower` and `upper` are null where R is not estimable; `posterior` is always complete."""
        drawn = self.estimable
        return {
            "first_date": self.first_date.isoformat(),
            "last_date": self.last_date.isoformat(),
            "local_cases": self.local_cases,
            "imported_cases": self.imported_cases,
            "pressure": self.pressure,
            "estimable": drawn,
            "reasons": [r.as_json() for r in self.reasons],
            "mean": self.mean if drawn else None,
            "median": self.quantiles[3] if drawn else None,
            "lower": self.quantiles[0] if drawn else None,
            "upper": self.quantiles[-1] if drawn else None,
            "posterior": {
                "mean": self.mean,
                "sd": self.sd,
                "quantiles": dict(zip(map(str, QUANTILES), self.quantiles, strict=True)),
            },
        }


def reproduction_numbers(
    *,
    curve: Curve,
    serial_interval: SerialInterval,
    window_days: int = 7,
    windows: Windows | None = None,
    prior: Prior | None = None,
    criteria: Criteria | None = None,
) -> tuple[WindowEstimate, ...]:
    """R for every window of `window_days` (or the given ones), oldest first. An empty or short curve has no window."""
    if window_days < 1 or len(curve.local) != len(curve.imported):
        raise Refused(
            reason("A window has at least one day, and local and imported cases cover the same days.")
        )
    chosen = windows or rolling(days=len(curve.local), window_days=window_days)
    if chosen.first.size and (chosen.first.min() < 1 or chosen.last.max() >= len(curve.local)):
        raise Refused(reason("A window starts on the second day at the earliest and ends inside the curve."))
    found = posterior(
        local=curve.local,
        imported=curve.imported,
        serial_interval=serial_interval,
        windows=chosen,
        prior=prior,
    )
    imported = np.concatenate([[0], np.cumsum(curve.imported)])
    imported_seen = imported[chosen.last + 1] - imported[chosen.first]
    quantiles = np.stack([found.quantile(q) for q in QUANTILES], axis=-1)
    judge = Judge(curve, serial_interval.mean_days, criteria or Criteria())
    return tuple(
        _estimate(judge, chosen, found, quantiles[i].tolist(), int(imported_seen[i]), i)
        for i in range(chosen.first.size)
    )


@dataclass(frozen=True, slots=True)
class Judge:
    """Says why a window is not estimable."""

    curve: Curve
    mean_interval_days: float
    criteria: Criteria

    def objections(self, *, first: int, last: int, pressure: float, cv: float) -> tuple[Reason, ...]:
        found = []
        days = round(self.mean_interval_days, 1)
        if first <= self._first_case() + self.mean_interval_days:
            found.append(
                reason("Less than one mean serial interval ({days} days) since the first case.", days=days)
            )
        if pressure < self.criteria.min_pressure:
            found.append(reason("Fewer than one expected infector in the window."))
        if cv > self.criteria.max_cv:
            found.append(
                reason(
                    "Too few local cases: the estimate would vary by more than {share} %.",
                    share=self._percent(),
                )
            )
        incomplete = self.curve.incomplete_from
        if incomplete is not None and self.curve.day(last) >= incomplete:
            found.append(reason("Cases from {day} on are not all reported yet.", day=incomplete))
        return tuple(found)

    def _first_case(self) -> int:
        seen = np.flatnonzero(np.asarray(self.curve.local) + np.asarray(self.curve.imported))
        return int(seen[0]) if seen.size else len(self.curve.local)

    def _percent(self) -> int:
        return round(100 * self.criteria.max_cv)


def _estimate(
    judge: Judge, windows: Windows, found: Posterior, quantiles: Sequence[float], imported: int, i: int
) -> WindowEstimate:
    first, last = int(windows.first[i]), int(windows.last[i])
    pressure = float(found.pressure[i])
    objections = judge.objections(first=first, last=last, pressure=pressure, cv=float(found.cv[i]))
    return WindowEstimate(
        first_date=judge.curve.day(first),
        last_date=judge.curve.day(last),
        local_cases=int(found.local_cases[i]),
        imported_cases=imported,
        pressure=pressure,
        mean=float(found.mean[i]),
        sd=float(found.sd[i]),
        quantiles=tuple(quantiles),
        estimable=not objections,
        reasons=objections,
    )
