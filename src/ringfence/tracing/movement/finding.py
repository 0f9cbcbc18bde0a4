"""Where a cluster may come from, out of what approved searches for the source have kept. It opens no record of movement.

Only cases with an approved, answered search of their own take part; of everybody else only numbers are known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from ringfence.cores import sources
from ringfence.cores.pseudonyms import Purpose
from ringfence.ground.access import Actor
from ringfence.ground.audit import looks
from ringfence.kernel import Reason, city_date, reason
from ringfence.tracing.cases import lines
from ringfence.tracing.contacts import queries as contacts

from . import vault
from .models import Lead, Search, VisitedPlace

FIRST_DAY = date(1970, 1, 1)
HOME = "HOME"
UNTOLD_MINUTES = 30.0  # [D] of a named meeting whose minutes nobody told


@dataclass(frozen=True)
class Taking:
    """A case that takes part, by its newest answered search for the source."""

    search: Search
    member: sources.Member

    @property
    def number(self) -> str:
        return self.member.case_id


@dataclass(frozen=True)
class Found:
    """Everything about the source of a cluster. `names`: code of a place -> its name and kind."""

    taking: list[Taking]
    without: list[str]
    pathogen: str
    result: sources.Sources | None
    why_not: Reason | None
    trials: tuple[sources.Trial, ...] = ()
    infectors: dict[str, tuple[sources.Infector, ...]] = field(default_factory=dict)
    infector_trials: dict[str, sources.Trial] = field(default_factory=dict)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)


def source_of(*, searches: Sequence[Search], by: Actor, outbreak_id: UUID, pathogen: str = "delta", chosen: Sequence[str] = ()) -> Found:  # fmt: skip
    """Rank places and days, and infectors of each case. `searches`: answered ones for a source that the reader may see.

    `chosen`: only the cases with these numbers. Raises `Refused` for a pathogen without figures.
    """
    timing = sources.timing_of(pathogen)
    known = lines.counted(by=by, outbreak_id=outbreak_id)
    taking = _taking(searches, chosen)
    looks.note(*(one.search.case.person_id for one in taking))
    there = {one.number for one in taking}
    without = [
        one.number for one in known if one.number not in there and (not chosen or one.number in chosen)
    ]
    infectors = _infectors(taking, known, timing, outbreak_id)
    between = sources.trials_of_infectors(infectors)
    told: dict[str, Any] = {"infectors": infectors, "infector_trials": between}
    if len(taking) < sources.SMALLEST_CLUSTER:
        why = reason(
            "A common source needs at least two cases with approved, answered searches for their source."
        )
        return Found(taking, without, pathogen, None, why, **told)
    venues, visits, names = _venues(taking)
    result = sources.find_sources(
        members=[one.member for one in taking], venues=venues, visits=visits, timing=timing
    )
    return Found(
        taking,
        without,
        pathogen,
        result,
        None,
        sources.trials_of(result, members=len(taking)),
        names=names,
        **told,
    )


def _taking(searches: Sequence[Search], chosen: Sequence[str]) -> list[Taking]:
    newest: dict[str, Search] = {}
    for one in sorted(searches, key=lambda one: (one.answered_at or one.asked_at, str(one.id))):
        if one.case.classification != "RULED_OUT" and (not chosen or one.case.number in chosen):
            newest[one.case.number] = one
    return [
        Taking(one, sources.Member(number, _day(_fell_ill(one.case)), _day(city_date(one.from_at)), _day(city_date(one.to_at - timedelta(seconds=1)))))
        for number, one in sorted(newest.items())
    ]  # fmt: skip


def _fell_ill(case: Any) -> date:
    return case.onset_date or case.sampled_on or case.reported_on  # type: ignore[no-any-return]


def _day(day: date) -> int:
    return (day - FIRST_DAY).days


def day_of(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def _venues(taking: Sequence[Taking]) -> tuple[list[sources.VenueDay], list[tuple[int, int]], dict[str, tuple[str, str]]]:  # fmt: skip
    """The places and days that the cases visited; homes are left out: who lives together shares every day."""
    number_of = {one.search.id: at for at, one in enumerate(taking)}
    rows = VisitedPlace.objects.filter(search_id__in=number_of).exclude(place_kind=HOME).order_by("search__answered_at", "id")  # fmt: skip
    at: dict[tuple[str, date], VisitedPlace] = {}
    visits = []
    for row in rows:
        at[row.place_code, row.day] = row  # what the newest search counted
        visits.append((number_of[row.search_id], (row.place_code, row.day)))
    numbers = {key: number for number, key in enumerate(sorted(at))}
    venues = [
        sources.VenueDay(code, _day(day), at[code, day].visitors, at[code, day].recorded, at[code, day].city_stays)
        for code, day in numbers
    ]  # fmt: skip
    names = {code: (row.place_name, row.place_kind) for (code, _), row in at.items()}
    return venues, sorted({(who, numbers[key]) for who, key in visits}), names


def _infectors(taking: Sequence[Taking], known: Sequence[lines.CaseLine], timing: sources.Timing, outbreak_id: UUID) -> dict[str, tuple[sources.Infector, ...]]:  # fmt: skip
    """Candidates of each case that takes part, among all cases that the reader may see."""
    persons = lines.persons(case_ids=[one.id for one in known])
    by_person = {persons[one.id]: one for one in known if one.id in persons}
    pairs = [*_from_leads(by_person, outbreak_id), *_from_contacts(by_person, known, outbreak_id)]
    ill = [sources.Origin(one.number, _day(one.onset_date or one.reported_on)) for one in known]
    return sources.rank_infectors(cases=ill, pairs=pairs, timing=timing, of=[one.number for one in taking])


def _from_leads(by_person: dict[UUID, lines.CaseLine], outbreak_id: UUID) -> list[sources.Pair]:
    """Leads of answered searches that are cases themselves: together, without a direction."""
    numbers = {number: person for person, number in vault.numbers_of(outbreak_id=outbreak_id, person_ids=by_person, purpose=Purpose.SOURCES).items()}  # fmt: skip
    leads = Lead.objects.filter(
        search__outbreak_id=outbreak_id, number__in=numbers, offer_only=False, through_number=None
    )
    found: dict[tuple[str, str, Any, Any], sources.Pair] = {}
    for lead in (
        leads.exclude(state=Lead.State.DISMISSED)
        .select_related("search__case")
        .order_by("search__answered_at")
    ):
        one, other = lead.search.case.number, by_person[numbers[lead.number]].number
        meetings = sources.meetings_over(
            first_day=_day(city_date(lead.first_at)), last_day=_day(city_date(lead.last_at)), place=lead.place_name,
            dose=lead.minutes * lead.crowd * lead.air * lead.certainty,
        )  # fmt: skip
        key = (
            min(one, other),
            max(one, other),
            lead.first_at,
            lead.last_at,
        )  # found from both sides, it counts once
        found[key] = sources.Pair(one, other, meetings)
    return list(found.values())


def _from_contacts(by_person: dict[UUID, lines.CaseLine], known: Sequence[lines.CaseLine], outbreak_id: UUID) -> list[sources.Pair]:  # fmt: skip
    """Cases that were named as contacts of other cases, by somebody who saw or told it."""
    number_of = {one.id: one.number for one in known}
    return [
        sources.Pair(number_of[case_id], by_person[person_id].number, sources.meetings_over(
            first_day=_day(city_date(told.first_at)), last_day=_day(city_date(told.last_at)), place=told.place,
            dose=float(told.minutes or UNTOLD_MINUTES)))
        for case_id, person_id, told in contacts.meetings_among(outbreak_id=outbreak_id, person_ids=list(by_person))
        if case_id in number_of and told.basis in ("TOLD", "RECORD")
    ]  # fmt: skip
