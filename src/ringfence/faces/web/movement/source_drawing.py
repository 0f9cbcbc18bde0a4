"""What is drawn of a cluster: which cases were at which place on which day, and where these places lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from ringfence.faces.finding import day_of

from . import drawing

MOST_PLACES = 12
LABEL, WIDTH, ROW = 190.0, 700.0, 26


@dataclass(frozen=True, slots=True)
class Grid:
    """Places as rows, days as columns; a cell says how many of the cluster were there, darker for more weight."""

    width: float
    height: int
    rows: list[dict[str, Any]]
    days: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Share:
    """One explanation and its share of all, in percent, for a bar."""

    place_name: str
    days: list[Any]
    percent: float


def grid(found: Any) -> Grid | None:
    """The likeliest places with all their days."""
    ranked = found.result.ranking.suspects if found.result else ()
    if not ranked:
        return None
    first, last = min(one.venue.day for one in ranked), max(one.venue.day for one in ranked)
    cell = (WIDTH - LABEL) / (last - first + 1)
    rows = [
        {"name": found.names[place][0], "y": 24 + at * ROW, "cells": [
            {"x": round(LABEL + (one.venue.day - first) * cell, 1), "width": round(cell - 2, 1), "count": len(one.visited),
             "middle": round(LABEL + (one.venue.day - first + 0.5) * cell, 1), "day": day_of(one.venue.day),
             "by_chance": one.by_chance, "weight": one.weight, "shade": 1 + min(4, int(5 * one.weight))}
            for one in ranked if one.venue.place == place
        ]}
        for at, place in enumerate(_places(ranked))
    ]  # fmt: skip
    days = [
        {"x": round(LABEL + nth * cell, 1), "day": day_of(first + nth)}
        for nth in range(0, last - first + 1, 2)
    ]
    return Grid(WIDTH, 30 + ROW * len(rows), rows, days)


def cluster_map(outbreak: Any, found: Any) -> Any:
    """The places that several cases visited, larger for more cases."""
    ranked = found.result.ranking.suspects if found.result else ()
    who = {(one.venue.place, case) for one in ranked for case in one.visited}
    leads = [SimpleNamespace(place_code=place, place_name=found.names[place][0]) for place, _ in sorted(who)]
    return drawing.places(outbreak, leads) if leads else None


def weights(found: Any) -> list[Share]:
    """The share of each place over all its days, the likeliest first, "unknown" (no name) in its place."""
    if found.result is None:
        return []
    ranking = found.result.ranking
    shares = [
        Share(found.names[place][0], [day_of(one.venue.day) for one in ranking.suspects if one.venue.place == place][:3],
              100 * sum(one.weight for one in ranking.suspects if one.venue.place == place))
        for place in _places(ranking.suspects)
    ]  # fmt: skip
    return sorted([*shares, Share("", [], 100 * ranking.unknown)], key=lambda one: -one.percent)[:MOST_PLACES]


def _places(ranked: Sequence[Any]) -> list[str]:
    return list(dict.fromkeys(one.venue.place for one in ranked))[:MOST_PLACES]
