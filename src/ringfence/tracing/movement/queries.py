"""Finding searches, their leads, and what a case may be searched for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Greatest

from ringfence.cores.narrative import Narrative, read_narrative
from ringfence.ground.access import Actor, Permission, in_areas, may, visible_areas
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import Decision, NotFound, Period, city_date, reason
from ringfence.registry.people import queries as people
from ringfence.registry.places import queries as places
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.cases.queries import Case
from ringfence.tracing.contacts import rules as contact_rules
from ringfence.tracing.investigations import queries as investigations

from . import finding, rules, together, vault
from .models import Lead, RecordFile, Search

TOLD_SHOWN = 100  # meetings as told of one case; certain ones first
LIVE_SHOWN = 20  # on the page of a case; the searches have all


def visible_to(*, by: Actor, outbreak_id: UUID, case_id: UUID | None = None) -> QuerySet[Search]:
    """Searches of the reader's areas, newest first."""
    found = Search.objects.filter(_seen_by(by), outbreak_id=outbreak_id).select_related(
        "case", "area", "asked_by", "decided_by"
    )
    found = found.filter(case_id=case_id) if case_id else found
    return found.annotate(open_leads=Count("leads", filter=Q(leads__state=Lead.State.OPEN)))


def search(*, search_id: UUID, by: Actor) -> Search:
    found = (
        Search.objects.filter(_seen_by(by), id=search_id)
        .select_related("case__person__identity", "outbreak", "area", "asked_by", "decided_by").first()
    )  # fmt: skip
    if found is None:
        raise NotFound(reason("There is no such search in the areas that you can see."))
    return found


def _seen_by(by: Actor) -> Q:
    return in_areas("area__code", visible_areas(by, Permission.MOVEMENT_READ))


def bare(*, search_id: UUID) -> Search:
    """A search for actions and stories; the caller checks the permission."""
    try:
        return Search.objects.select_related("case", "outbreak").get(id=search_id)
    except Search.DoesNotExist:
        raise NotFound(reason("There is no such search.")) from None


def open_of_case(*, case_id: UUID, now: datetime) -> QuerySet[Search]:
    """Searches of a case that wait for a second person or to be run."""
    return Search.objects.filter(
        case_id=case_id, state__in=[Search.State.ASKED, Search.State.APPROVED], lapses_at__gt=now
    )


def window(*, case: Case, purpose: str, now: datetime) -> Period | None:
    """The longest window that the rule set of the case's outbreak allows for this purpose."""
    facts = contact_rules.CaseFacts(
        onset_on=case.onset_date, sampled_on=case.sampled_on or case.reported_on, isolated_at=case.isolated_at,
        symptoms_ended_on=city_date(case.symptom_free_since) if case.symptom_free_since else None,
    )  # fmt: skip
    ruleset = rulesets.get(case.outbreak.ruleset_id)
    return rules.window(purpose=purpose, ruleset=ruleset, case=facts, now=now)


def determines_secondary(*, case: Case) -> bool:
    """Whether the rule set of the case's outbreak knows contacts of contacts."""
    return rulesets.get(case.outbreak.ruleset_id).secondary.determined


def waiting_for(*, by: Actor, outbreak_id: UUID, now: datetime) -> QuerySet[Search]:
    """Searches that wait for a second person and that this one may decide: of another organisation, in their area."""
    areas = visible_areas(by, Permission.MOVEMENT_APPROVE)
    found = Search.objects.filter(in_areas("area__code", areas), outbreak_id=outbreak_id)
    waiting = found.filter(state=Search.State.ASKED, lapses_at__gt=now)
    return waiting.exclude(asked_organisation_id=by.organisation_id).select_related(
        "case", "area", "asked_by"
    )


def to_run(*, by: Actor, outbreak_id: UUID, now: datetime) -> QuerySet[Search]:
    """Approved searches of the reader's areas that nobody has run."""
    areas = visible_areas(by, Permission.MOVEMENT_SEARCH)
    found = Search.objects.filter(in_areas("area__code", areas), outbreak_id=outbreak_id)
    return found.filter(state=Search.State.APPROVED, lapses_at__gt=now).select_related("case", "area")


def open_leads_by_search(*, by: Actor, outbreak_id: UUID) -> QuerySet[Any, Any]:
    """Searches of the reader's areas with leads that nobody has decided: how many, since when."""
    areas = visible_areas(by, Permission.MOVEMENT_SEARCH)
    found = Lead.objects.filter(
        in_areas("search__area__code", areas), search__outbreak_id=outbreak_id, state=Lead.State.OPEN
    )
    by_search = found.order_by().values("search_id", "search__case_id", "search__case__number")
    return by_search.annotate(count=Count("id"), since=Min("search__answered_at"))


def leads(*, search_id: UUID, state: str = "", ids: Sequence[UUID] | None = None) -> QuerySet[Lead]:
    """The leads of a search that the reader has been shown to be allowed to see, by rank."""
    found = Lead.objects.filter(search_id=search_id).select_related("contact")
    found = found.filter(state=state) if state in Lead.State.values else found
    return found.filter(id__in=ids) if ids is not None else found


def leads_of_case(*, by: Actor, case_id: UUID) -> list[Lead]:
    """Leads of all answered searches of a case that nobody has dismissed, without who they are; each stay once."""
    searches = Search.objects.filter(_seen_by(by), case_id=case_id, state=Search.State.ANSWERED)
    found = (
        Lead.objects.filter(search__in=searches)
        .exclude(state=Lead.State.DISMISSED)
        .order_by("-search__answered_at", "rank")
    )
    return list({(one.number, one.place_code): one for one in reversed(found)}.values())


def came_live(*, by: Actor, case_id: UUID) -> list[Lead]:
    """Leads of a case that came or grew after their search was answered, the newest first; without who they are."""
    found = Lead.objects.filter(
        search__in=Search.objects.filter(_seen_by(by), case_id=case_id, state=Search.State.ANSWERED)
    )
    lately = found.filter(Q(came_at__isnull=False) | Q(grown_at__isnull=False)).exclude(
        state=Lead.State.CONTACT
    )
    newest = lately.annotate(newest_at=Greatest("came_at", "grown_at")).select_related("search")
    return list(newest.order_by("-newest_at", "search_id", "rank")[:LIVE_SHOWN])


def open_live(*, case_id: UUID, now: datetime) -> Search | None:
    """The search of a case that is open longest for records to come; none: nothing is matched."""
    found = Search.objects.filter(case_id=case_id, state=Search.State.ANSWERED, lapses_at__gt=now, ring=1)
    return found.exclude(rule=Search.Rule.COMPANION).order_by("-lapses_at").first()


@dataclass(frozen=True, slots=True)
class Live:
    """What came live for a case, and the search that is open for more."""

    leads: list[Lead]
    open: Search | None


def live(*, by: Actor, case_id: UUID, now: datetime) -> Live:
    return Live(came_live(by=by, case_id=case_id), open_live(case_id=case_id, now=now))


@dataclass(frozen=True, slots=True)
class PlaceOfLead:
    """Where and when somebody was together with a case; nobody is named."""

    case_id: UUID
    place: str
    first_at: datetime
    last_at: datetime


def places_of_leads(*, outbreak_id: UUID, case_ids: Sequence[UUID]) -> list[PlaceOfLead]:
    """Places of the leads of approved searches, homes and dismissed leads left out; the caller has checked the permission."""
    found = Lead.objects.filter(
        search__outbreak_id=outbreak_id, search__case_id__in=case_ids, search__state=Search.State.ANSWERED
    )
    found = found.exclude(state=Lead.State.DISMISSED).exclude(place_kind="HOME").exclude(place_name="")
    rows = found.order_by().values_list("search__case_id", "place_name", "first_at", "last_at")
    return [PlaceOfLead(*row) for row in rows.distinct()]


def source_of(
    *, by: Actor, outbreak_id: UUID, pathogen: str = "delta", chosen: Sequence[str] = ()
) -> finding.Found:
    """Where a cluster may come from: its cases' answered searches for the source, in the reader's areas."""
    searches = list(_for_a_source(by, outbreak_id))
    return finding.source_of(
        searches=searches, by=by, outbreak_id=outbreak_id, pathogen=pathogen, chosen=chosen
    )


def source_cases(*, by: Actor, outbreak_id: UUID) -> list[str]:
    """Numbers of the cases with an approved, answered search for their source."""
    numbers = (
        _for_a_source(by, outbreak_id).exclude(case__classification="RULED_OUT").order_by("case__number")
    )
    return list(dict.fromkeys(numbers.values_list("case__number", flat=True)))


def _for_a_source(by: Actor, outbreak_id: UUID) -> QuerySet[Search]:
    return Search.objects.filter(
        _seen_by(by), outbreak_id=outbreak_id, state=Search.State.ANSWERED, purpose=Search.Purpose.FIND_SOURCE
    ).select_related("case")


def may_be_decided(*, search: Search, by: Actor, now: datetime) -> Decision | None:
    """May this reader decide about the search, and why not? `None` when it is decided already."""
    if search.state != Search.State.ASKED:
        return None
    return rules.may_decide(
        asked_by=search.asked_by_id, asked_organisation=search.asked_organisation_id, by=by.id,
        organisation=by.organisation_id, lapses_at=search.lapses_at, now=now,
    )  # fmt: skip


def positions(*, slug: str, codes: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Longitude and latitude (WGS-84) of places of the outbreak's store; what moves has none."""
    from . import engine

    return engine.positions(engine.store_of(slug), codes=codes)


def in_wgs84(longitude: float, latitude: float, *, datum: str) -> tuple[float, float]:
    """A position in WGS-84. Raises `Refused` for a datum that is none: it is never guessed."""
    from . import engine

    return engine.in_wgs84(longitude, latitude, datum=datum)


def read_report(*, outbreak: Any, text: str, year: int) -> Narrative:
    """The stops that a report tells, each linked to its characters; a proposal, stored nowhere. Raises `Refused`."""
    from . import engine

    known = sorted(
        {*places.names_within(code=outbreak.area_id), *engine.place_names(engine.store_of(outbreak.slug))}
    )
    return read_narrative(text, year=year, places=known)


def counts(*, search_id: UUID) -> dict[str, int]:
    """How many leads of a search stand in each state."""
    rows = Lead.objects.filter(search_id=search_id).order_by().values("state").annotate(n=Count("id"))
    return {row["state"]: row["n"] for row in rows}


@dataclass(frozen=True, slots=True)
class NamedLead:
    """A lead with who it is; nobody for a dismissed one, and for somebody the registry has forgotten."""

    lead: Lead
    person: people.NamedPerson | None


def named(*, search: Search, leads: Sequence[Lead], by: Actor, on: date) -> list[NamedLead]:
    """Leads with their people; each opening is a look and is on record. Who only approves or oversees gets no names."""
    if not may(by, Permission.MOVEMENT_SEARCH, area_code=search.area_id):
        return [NamedLead(one, None) for one in leads]
    whose = vault.people_of(search=search, leads=leads)
    shown = people.people(person_ids=list(whose.values()), on=on)
    return [NamedLead(one, shown.get(whose[one.id]) if one.id in whose else None) for one in leads]


def person_behind(*, search: Search, lead: Lead) -> UUID | None:
    """The person of the first ring through whom this is a lead; the caller has checked the permission."""
    return (
        None
        if lead.through_number is None
        else vault.person_behind(search=search, number=lead.through_number)
    )


def file(*, file_id: UUID, by: Actor) -> RecordFile:
    areas = visible_areas(by, Permission.MOVEMENT_IMPORT)
    found = (
        RecordFile.objects.filter(in_areas("outbreak__area__code", areas), id=file_id)
        .defer("content").select_related("uploaded_by", "outbreak").first()
    )  # fmt: skip
    if found is None:
        raise NotFound(reason("There is no such file of records."))
    return found


def files(*, by: Actor, outbreak_id: UUID) -> QuerySet[RecordFile]:
    """Files of records and places of an outbreak, newest first; for who may bring them in."""
    reaches = in_areas("outbreak__area__code", visible_areas(by, Permission.MOVEMENT_IMPORT))
    return (
        RecordFile.objects.filter(reaches, outbreak_id=outbreak_id)
        .defer("content")
        .select_related("uploaded_by")
    )


@dataclass(frozen=True, slots=True)
class MetAsTold:
    """A stop of this case and one of another case that may have overlapped."""

    met: together.Met
    other: Case


def met_as_told(*, case: Case, by: Actor) -> list[MetAsTold]:
    """Where the case and other cases that the reader may see were together, as they told it: certainly or possibly."""
    own = investigations.of_case(case_id=case.id)
    mine = list(investigations.movement(investigation_id=own.id)) if own else []
    if not mine:
        return []
    others = {
        one.id: one for one in cases.visible_to(by=by, outbreak_id=case.outbreak_id).exclude(id=case.id)
    }
    theirs = list(investigations.stops_of_cases(case_ids=list(others)).order_by("from_at", "id"))
    found = together.met(mine, theirs)[:TOLD_SHOWN]
    return [MetAsTold(one, others[one.other.investigation.case_id]) for one in found]


def left_of_days(*, slug: str, days: Collection[tuple[str, str]]) -> dict[str, int]:
    """Of destroyed days of the store (day, key): what is left, as files and keys by day. Empty when everything is gone."""
    from . import engine

    left: dict[str, int] = {}
    for day, key, many in engine.left_of_destroyed_days(engine.store_of(slug)):
        if (day, key) in days:
            left[f"movement {day}"] = left.get(f"movement {day}", 0) + many
    return left


__all__ = ["Case", "Lead", "NamedLead", "Period", "RecordFile", "Search"]
