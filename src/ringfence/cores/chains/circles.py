"""No chain may close to a circle: the case that loses least gives way to its next candidate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from .candidates import Candidate
from .evidence import SourceKind


def break_circles(
    *, ranked: Mapping[str, tuple[Candidate, ...]]
) -> tuple[dict[str, Candidate], dict[str, tuple[str, ...]]]:
    """The chosen candidate of every case, and whom it passed over.

    Circles are rare: they need dates of two kinds (onset and report) or directions given by evidence against
    the dates. In each, the case whose next candidate weighs most in comparison changes; every case can fall
    back on an unknown source, so this ends. It is not always the likeliest of all trees (Edmonds 1967).
    """
    place = dict.fromkeys(ranked, 0)
    passed_over: dict[str, list[str]] = defaultdict(list)
    waiting: Iterable[str] = ranked
    while circles := _circles(waiting, ranked, place):
        changed = [
            min(circle, key=lambda case: (_loss(ranked[case], place[case]), case)) for circle in circles
        ]
        for case in changed:
            passed_over[case].append(str(ranked[case][place[case]].source_id))
            place[case] += 1
        waiting = changed
    chosen = {case: candidates[place[case]] for case, candidates in ranked.items()}
    return chosen, {case: tuple(sources) for case, sources in passed_over.items()}


def _loss(candidates: tuple[Candidate, ...], place: int) -> float:
    return candidates[place].weight / candidates[place + 1].weight


def _circles(
    starts: Iterable[str], ranked: Mapping[str, tuple[Candidate, ...]], place: Mapping[str, int]
) -> list[list[str]]:
    """Every circle that can be reached from these cases, each once."""
    found: list[list[str]] = []
    seen: dict[str, str] = {}  # case -> the start from which it was first reached
    for start in starts:
        path, case = list[str](), start
        while case not in seen:
            seen[case] = start
            path.append(case)
            candidate = ranked[case][place[case]]
            if candidate.kind is not SourceKind.CASE or candidate.source_id is None:
                break
            case = candidate.source_id
        else:
            if seen[case] == start:
                found.append(path[path.index(case) :])
    return found
