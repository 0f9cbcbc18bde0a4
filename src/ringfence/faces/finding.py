"""What was found of a source, as plain values: for the interface and the command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ringfence.cores import sources

MOST_SHOWN = 50  # places and days; the rest weighs next to nothing
FIRST_DAY = date(1970, 1, 1)


def told(found: Any) -> dict[str, Any]:
    """Of `movement.finding.Found`."""
    from . import wording

    result = found.result
    return {
        "pathogen": found.pathogen, "cases": [one.number for one in found.taking], "cases_without_a_search": found.without,
        "why_not": wording.say(found.why_not) if found.why_not else None,
        **result_told(result, found.names), "separating_tests": [trial_told(one) for one in found.trials],
        "infectors": infectors_told(found.infectors, found.infector_trials),
    }  # fmt: skip


def result_told(result: sources.Sources | None, names: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    if result is None:
        return {"unknown": 1.0, "venues": [], "sources": [], "unexplained": []}
    return {
        "unknown": result.ranking.unknown,
        "venues": [venue_told(one, names) for one in result.ranking.suspects[:MOST_SHOWN]],
        "sources": [venue_told(one, names) for one in result.chosen], "unexplained": list(result.unexplained),
    }  # fmt: skip


def venue_told(one: sources.Suspect, names: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    name, kind = names.get(one.venue.place, (one.venue.place, ""))
    return {
        "place_code": one.venue.place, "place_name": name, "place_kind": kind, "day": day_of(one.venue.day),
        "weight": one.weight, "score": one.score, "share": one.share, "visited": list(one.visited), "day_beside": list(one.beside),
        "by_chance": one.by_chance, "visitors": one.venue.visitors, "recorded": one.venue.recorded,
    }  # fmt: skip


def trial_told(one: sources.Trial) -> dict[str, Any]:
    return {
        "kind": one.kind.value, "at": one.at, "day": None if one.day is None else day_of(one.day), "people": one.people,
        "if_first": one.if_first, "if_second": one.if_second, "bits": one.bits,
    }  # fmt: skip


def infectors_told(
    ranked: Mapping[str, Sequence[sources.Infector]], trials: Mapping[str, sources.Trial]
) -> list[dict[str, Any]]:
    return [
        {
            "case_number": number,
            "candidates": [
                {"case_number": one.case_id or None, "weight": one.weight, "days_apart": one.days_apart,
                 "days_together": sorted({day_of(met.day) for met in one.meetings})}
                for one in candidates
            ],
            "separating_test": trial_told(trials[number]) if number in trials else None,
        }
        for number, candidates in ranked.items()
    ]  # fmt: skip


def day_of(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)
