"""The source of a cluster out of a movement store alone: for `ringfence movement source`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ringfence.cores import copresence, sources
from ringfence.faces import finding
from ringfence.kernel import Refused, city_date, reason


@dataclass(frozen=True)
class Found:
    """Places and days, infectors, the tests between the first two."""

    result: sources.Sources
    names: dict[str, tuple[str, str]]
    trials: tuple[sources.Trial, ...]
    infectors: dict[str, tuple[sources.Infector, ...]]


def ask(
    cases: Sequence[copresence.AuthorisedCase], *, store: copresence.MovementStore, now: datetime, pathogen: str,
    record: Callable[[copresence.Call], None],
) -> Found:  # fmt: skip
    """Raises `Refused`: a case without onset, fewer than two cases, an approval that is missing or not for the source."""
    timing = sources.timing_of(pathogen)
    asked: dict[str, Any] = {"store": store, "record": record, "now": now}
    visited = copresence.find_visited(cases, **asked)
    together = copresence.find_exposures_of_cases(cases, rule=copresence.SamePlace(), **asked)
    members = [_member(one) for one in cases]
    rows = [one for one in visited.places if one.kind != "HOME"]
    keys = {key: nth for nth, key in enumerate(sorted({(one.place, one.day) for one in rows}))}
    counted = {(one.place, one.day): one for one in rows}
    venues = [
        sources.VenueDay(place, copresence.day_number(day), counted[place, day].visitors, counted[place, day].recorded,
                         counted[place, day].city_stays)
        for place, day in keys
    ]  # fmt: skip
    number = {one.case_id: nth for nth, one in enumerate(cases)}
    visits = sorted({(number[one.case_id], keys[one.place, one.day]) for one in rows})
    result = sources.find_sources(members=members, venues=venues, visits=visits, timing=timing)
    origins = [sources.Origin(one.case_id, one.onset) for one in members]
    infectors = sources.rank_infectors(cases=origins, pairs=_pairs(cases, together), timing=timing)
    names = {one.place: (one.place_name, one.kind) for one in rows}
    return Found(result, names, sources.trials_of(result, members=len(members)), infectors)


def _member(case: copresence.AuthorisedCase) -> sources.Member:
    if case.onset_date is None:
        raise Refused(
            reason("Case {case} has no onset_date; without it no source can be weighed.", case=case.case_id)
        )
    first, last = city_date(case.from_at), city_date(case.to_at - timedelta(seconds=1))
    return sources.Member(
        case.case_id, *(copresence.day_number(one) for one in (case.onset_date, first, last))
    )


def _pairs(cases: Sequence[copresence.AuthorisedCase], together: copresence.Exposures) -> list[sources.Pair]:
    """Those of the named cases who were together with another one; everybody else is left out."""
    named = {one.person: one.case_id for one in cases}
    found: dict[tuple[str, str, datetime, datetime], sources.Pair] = {}
    for lead in together.ranked():
        other = named.get(lead.person)
        if other is None:
            continue
        parts = lead.factors
        meetings = sources.meetings_over(
            first_day=copresence.day_number(city_date(lead.first_at)), last_day=copresence.day_number(city_date(lead.last_at)),
            dose=parts.minutes * parts.crowd * parts.air * parts.certainty, place=lead.place_name,
        )  # fmt: skip
        one, two = sorted((lead.case_id, other))
        found[one, two, lead.first_at, lead.last_at] = sources.Pair(one, two, meetings)
    return list(found.values())


def told(found: Found, *, most: int) -> dict[str, Any]:
    """One JSON document."""
    whole = finding.result_told(found.result, found.names)
    between = sources.trials_of_infectors(found.infectors)
    return whole | {
        "venues": whole["venues"][:most], "separating_tests": [finding.trial_told(one) for one in found.trials],
        "infectors": finding.infectors_told(found.infectors, between),
    }  # fmt: skip


def sentences(found: Found, *, most: int) -> list[str]:
    ranking = found.result.ranking
    lines = [f"Unknown: {ranking.unknown:.0%}. Hypotheses to test; they accuse and restrict nobody."]
    for one in ranking.suspects[:most]:
        name = found.names[one.venue.place][0]
        lines.append(
            f"  {one.weight:.1%} {name} on {finding.day_of(one.venue.day)}: {len(one.visited)} cases were there, "
            f"{one.by_chance:.2f} by chance; {one.venue.visitors} of {one.venue.recorded} people on record"
        )
    for trial in found.trials[:1]:
        lines.append(
            f"  To separate the first two: {trial.kind} at {trial.at} ({trial.people}); {trial.bits:.2f} bit"
        )
    for number, candidates in found.infectors.items():
        named = ", ".join(f"{one.case_id or 'unknown'} {one.weight:.0%}" for one in candidates[:4])
        lines.append(f"  {number} may have been infected by: {named}")
    return lines
