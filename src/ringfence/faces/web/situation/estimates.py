"""The estimates in the form that their page and its chart read."""

from __future__ import annotations

from typing import Any

from ringfence.cores.estimation import QUANTILES, Estimate

LOW, HIGH = QUANTILES.index(0.025), QUANTILES.index(0.975)


def with_r(curve: dict[str, Any], found: Estimate) -> dict[str, Any]:
    """The epidemic curve by onset, with R and its 95 % band on the last day of each window; gaps where not estimable."""
    windows = found.reproduction
    r = {
        "days": [one.last_date.isoformat() for one in windows],
        "mean": [round(one.mean, 3) if one.estimable else None for one in windows],
        "low": [round(one.quantiles[LOW], 3) if one.estimable else None for one in windows],
        "high": [round(one.quantiles[HIGH], 3) if one.estimable else None for one in windows],
    }
    drawn = curve | {"r": r, "start": "onset"}
    if found.curve.incomplete_from:
        drawn["incomplete_from"] = found.curve.incomplete_from.isoformat()
    return drawn


def rows(found: Estimate) -> list[tuple[Any, float, float]]:
    """Windows newest first, with their band."""
    return [(one, one.quantiles[LOW], one.quantiles[HIGH]) for one in reversed(found.reproduction)]
