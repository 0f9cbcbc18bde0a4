"""An answer in the form that the page and its chart read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ringfence.command.forecasts.rules import AREAS
from ringfence.faces.web.templatetags.front import named as named_place

from .words import LIMITS, OUTCOMES, PARAMETERS, SERIES, STOCK, strategy_name

SCARCE_FROM = 0.1  # named as a limit when at least one replicate in ten runs short
LOW, LOWER, MIDDLE, UPPER, HIGH = range(5)


def chart(result: dict[str, Any]) -> dict[str, Any]:
    """The fan: past reports with what was fitted, and bands of every series and strategy."""
    return {
        "days": _days(result), "past": result["past"], "start": "confirmed",
        "series": [{"key": key, "label": str(label)} for key, label in SERIES.items() if all(key in one["series"] for one in result["strategies"])],
        "strategies": [{"label": strategy_name(one["label"]), "series": one["series"]} for one in result["strategies"]],
    }  # fmt: skip


def rows(result: dict[str, Any]) -> list[dict[str, Any]]:
    """One row an outcome, one cell a strategy: median, 50 % and 90 % band."""
    return [
        {
            "label": label,
            "definition": definition,
            "cells": [
                {"strategy": strategy_name(one["label"]), **_cell(one["summary"][key])}
                for one in result["strategies"]
            ],
        }
        for key, (label, definition) in OUTCOMES.items()
        if all(key in one["summary"] for one in result["strategies"])
    ]


def ends(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The odds of each strategy with their intervals, and what limits it."""
    return [
        {
            "label": strategy_name(one["label"]), "end": _percent(one["end"]), "quiet": _percent(one["no_new_infection"]),
            "limits": [LIMITS[name] for name, share in one["limits"].items() if share >= SCARCE_FROM and name in LIMITS],
            "fewer": _cell(one["infections_minus_first"]) if n else None,
        }
        for n, one in enumerate(result["strategies"])
    ]  # fmt: skip


def named(strategies: Sequence[dict[str, Any]], places: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Strategies that name areas, with the names of those closed and of those tested."""
    found = [
        {"label": strategy_name(one["label"]), **{field: [named_place(places.get(code, code)) for code in one.get(field, ())] for field in AREAS}}
        for one in strategies
    ]  # fmt: skip
    return [one for one in found if any(one[field] for field in AREAS)]


def stock(result: dict[str, Any]) -> list[tuple[Any, Any, dict[str, str]]]:
    return [
        (label, definition, _cell(result["fit"]["stock"][key])) for key, (label, definition) in STOCK.items()
    ]


def parameters(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Prior and posterior side by side."""
    return [
        {"label": label, "prior": _cell(result["fit"]["prior"][key], digits=2), "posterior": _cell(result["fit"]["posterior"][key], digits=2)}
        for key, (label, _) in PARAMETERS.items()
    ]  # fmt: skip


def day_rows(result: dict[str, Any], *, series: str = "confirmed") -> list[tuple[date, list[dict[str, str]]]]:
    """Day by day, the table below the chart."""
    days = [date.fromisoformat(day) for day in _days(result)]
    return [
        (day, [_cell([band[n] for band in one["series"][series]]) for one in result["strategies"]]) for n, day in enumerate(days)
    ]  # fmt: skip


def csv_rows(result: dict[str, Any]) -> Iterator[list[Any]]:
    """Every series of every strategy, day by day: strategy, series, day, five quantiles."""
    yield ["strategy", "series", "day", "q05", "q25", "q50", "q75", "q95"]
    for one in result["strategies"]:
        for key, bands in one["series"].items():
            for n, day in enumerate(_days(result)):
                yield [one["label"], key, day, *(band[n] for band in bands)]


def _days(result: dict[str, Any]) -> list[str]:
    first = date.fromisoformat(result["first_day"])
    ahead = len(result["strategies"][0]["series"]["confirmed"][0])
    return [(first + timedelta(days=n)).isoformat() for n in range(ahead)]


def _cell(bands: list[float], *, digits: int = 0) -> dict[str, str]:
    told = [f"{value:,.{digits}f}" for value in bands]
    return {
        "middle": told[MIDDLE],
        "half": f"{told[LOWER]} – {told[UPPER]}",
        "most": f"{told[LOW]} – {told[HIGH]}",
    }


def _percent(odds: list[float]) -> dict[str, int]:
    share, low, high = (round(100 * one) for one in odds)
    return {"percent": share, "low": low, "high": high}
