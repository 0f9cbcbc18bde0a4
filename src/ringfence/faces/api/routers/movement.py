"""Exposure searches of a case: asked, decided by a second person, run, their leads decided; the text of a report read."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.ground.access import Permission
from ringfence.registry.people import queries as people
from ringfence.response import exposure_leads
from ringfence.tracing.movement import actions as movement
from ringfence.tracing.movement import queries

from ..inside import Call, ours
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import Day, Done, Given, Instant, Sentence
from ..words import LeadState, Overlap, SearchPurpose, SearchRule, SearchState
from .cases import our_case

operations = Operations("movement")
OF_A_CASE = f"{INSIDE}/cases/{{case_id}}"
ONE = f"{INSIDE}/exposure-searches/{{search_id}}"


class WindowShown(Schema):
    """The longest window that the rule set allows for a purpose; none when the case has no onset and no sampling day."""

    purpose: SearchPurpose
    from_at: Instant | None
    to_at: Instant | None


class MetAsTold(Schema):
    """A stop of this case and one of another case that overlapped, or may have. It never says who infected whom.

    `DEFINITE`: together whatever is true of the open hours, for `least_minutes` or more.
    """

    other_case_id: UUID
    other_case_number: str
    place: str
    overlap: Literal["DEFINITE", "POSSIBLE"]
    least_minutes: int
    most_minutes: int
    stop_id: UUID
    other_stop_id: UUID


class SearchAsked(Given):
    """A search of one case. There is no search for a list of people."""

    purpose: SearchPurpose
    why: Sentence = Field(description="What it is to find, in a sentence; it stays on record.")
    from_at: Instant | None = Field(
        None, description="Inside the rule set's window; null: where that begins."
    )
    to_at: Instant | None = Field(None, description="Inside the rule set's window; null: where that ends.")
    rule: SearchRule = "SAME_PLACE"
    metres: int = Field(20, description="For WITHIN: 1 to 200.")
    least_minutes: int = 10
    ring: Literal[1, 2] = Field(1, description="2: who was with those most exposed to the case.")
    first_top: int | None = Field(
        None, description="For ring 2: the household and the first 1 to 20 by dose."
    )
    first_least_dose: float | None = Field(
        None, description="For ring 2: least dose, minutes at full weight, 1 or more."
    )


class Harm(Schema):
    """What a rule would do to the city, counted before anybody approves. Null: fewer than ten, or nothing to divide by."""

    flagged: int | None
    city: int
    share: float
    expected_infections: float
    per_infection: float | None
    same_place: int | None
    same_place_per_infection: float | None
    short_list: int | None
    short_list_share: float
    short_list_per_infection: float | None


class Search(Schema):
    """A search, who asked and who decided. `digest` is the SHA-256 of the whole answer."""

    id: UUID
    case_id: UUID
    case_number: str
    state: SearchState
    purpose: SearchPurpose
    why: str
    from_at: Instant
    to_at: Instant
    ruleset_id: str
    rule: SearchRule
    metres: int
    least_minutes: int
    ring: int
    first_top: int | None
    first_least_dose: float | None
    harm: Harm | None = Field(description="For COMPANION.")
    asked_at: Instant
    asked_by_name: str
    decided_at: Instant | None
    decided_by_name: str
    decided_why: str
    lapses_at: Instant
    answered_at: Instant | None
    found: int
    digest: str
    days_without: list[Day]
    retention_until: Day


class SearchDecided(Given):
    approved: bool
    why: Sentence = Field("", description="Needed when it is not approved.")


class LeadPerson(Schema):
    """Who a lead is; for who traces in this area, and not for a dismissed lead."""

    id: UUID
    name: str
    sex: str
    age_years: int | None
    phone: str


class Factors(Schema):
    """`dose = minutes x infectiousness x crowd x air x certainty`; it ranks and is no probability."""

    minutes: float
    infectiousness: float
    crowd: float
    air: float
    certainty: float
    dose: float


class Lead(Schema):
    """Somebody who was together with the case. Not a contact; restricts nobody."""

    id: UUID
    rank: int
    person: LeadPerson | None
    place_code: str
    place_name: str
    metres: int
    first_at: Instant
    last_at: Instant
    minutes: float
    sure_minutes: float
    longest_minutes: float
    episodes: int
    continuous: bool
    certain: bool
    overlap: Overlap = Field(description="POSSIBLE: all of the time together rests on a guessed end.")
    second_ring: bool
    offer_only: bool = Field(description="Of the legacy rule: at most a voluntary test offer.")
    sources: list[str]
    factors: Factors
    state: LeadState
    decided_why: str
    decided_by_name: str
    contact_id: UUID | None
    came_at: Instant | None = Field(
        description="When it came live, after the search was answered; null: with the answer."
    )
    grown_at: Instant | None = Field(description="When new records last changed its time together.")


class WantedLeads(Cursor):
    state: LeadState | None = None


class LeadsChosen(Given):
    lead_ids: list[UUID] = Field(min_length=1, max_length=1000)


class LeadsDismissed(LeadsChosen):
    why: Sentence


class RowReplayed(Schema):
    lead_id: UUID
    compared: str = Field(description="SAME, CHANGED or GONE.")


class PlaceReplayed(Schema):
    place_code: str
    day: Day
    compared: str = Field(description="SAME, CHANGED or GONE.")


class Replay(Schema):
    """Every kept row beside what comes out now. `whole`: each came out again exactly, and no other."""

    whole: bool
    same_version: bool
    same_digest: bool
    fresh: int
    rows: list[RowReplayed]
    places: list[PlaceReplayed] = Field(description="Of a search for the source.")


class ReportGiven(Given):
    text: str = Field(max_length=20_000, pattern=r"^[^\u0000]*$")
    year: int | None = Field(
        None, ge=2000, le=2100, description="Of dates that name none; null: of the case's report."
    )


class ReportRead(Schema):
    """Spans by position and the stops made of them; what the text does not say is null."""

    role: str
    spans: list[dict[str, Any]]
    stops: list[dict[str, Any]]


class StopsKept(Schema):
    """How many stops of the investigation stand in the records, and which names no place of the records has."""

    stops: int
    unknown: list[str]


@operations.read(f"{OF_A_CASE}/exposure-windows", list[WindowShown], needs=Permission.MOVEMENT_READ)
def windows(request: Call, case_id: UUID) -> object:
    """What the rule set allows to be searched for this case, by purpose."""
    case = our_case(request, case_id)
    found = [(one, queries.window(case=case, purpose=one, now=request.outbreak_now)) for one in queries.Search.Purpose.values]  # fmt: skip
    return [
        {"purpose": purpose, "from_at": window.starts_at if window else None, "to_at": window.ends_at if window else None}
        for purpose, window in found
    ]  # fmt: skip


@operations.read(f"{OF_A_CASE}/told-meetings", list[MetAsTold], needs=Permission.MOVEMENT_READ)
def told_meetings(request: Call, case_id: UUID) -> object:
    """Where the case and others were together as they told it: the certain and the longest first, a hundred at most."""
    return [
        {
            "other_case_id": one.other.id, "other_case_number": one.other.number, "place": one.met.place,
            "overlap": "DEFINITE" if one.met.certain else "POSSIBLE", "least_minutes": one.met.least_minutes,
            "most_minutes": one.met.most_minutes, "stop_id": one.met.own.id, "other_stop_id": one.met.other.id,
        }
        for one in queries.met_as_told(case=our_case(request, case_id), by=request.user)
    ]  # fmt: skip


@operations.write(f"{OF_A_CASE}/exposure-searches", Search, needs=Permission.MOVEMENT_SEARCH, status=201)
def ask(request: Call, case_id: UUID, told: SearchAsked) -> object:
    """Ask for a search of this case; it waits for a second person of another organisation. Refusals are on record."""
    search = movement.ask(
        case_id=case_id, outbreak_id=request.outbreak.id, question=movement.Question(**told.dict()), by=request.user,
        now=request.outbreak_now,
    )  # fmt: skip
    return _full(request, search.id)


@operations.read(f"{INSIDE}/exposure-searches", Listed[Search], needs=Permission.MOVEMENT_READ)
def list_some(request: Call, at: Query[Cursor]) -> object:
    """Searches of my areas, newest first."""
    found = queries.visible_to(by=request.user, outbreak_id=request.outbreak.id)
    return listed(found, at=at, order=("-asked_at", "-id"), shown=_shown)


@operations.read(ONE, Search, needs=Permission.MOVEMENT_READ)
def show(request: Call, search_id: UUID) -> object:
    """One search."""
    return _full(request, search_id)


@operations.write(f"{ONE}/decision", Search, needs=Permission.MOVEMENT_APPROVE)
def decide(request: Call, search_id: UUID, told: SearchDecided) -> object:
    """Approve a search of another organisation, or say no with a reason."""
    search = _search(request, search_id)
    movement.decide(search_id=search.id, approved=told.approved, why=told.why, by=request.user, now=request.outbreak_now)  # fmt: skip
    return _full(request, search_id)


@operations.write(f"{ONE}/run", Search, needs=Permission.MOVEMENT_SEARCH)
def run(request: Call, search_id: UUID) -> object:
    """Run an approved search; run twice, it keeps its first answer."""
    search = _search(request, search_id)
    movement.run(search_id=search.id, by=request.user, now=request.outbreak_now)
    return _full(request, search_id)


@operations.read(f"{ONE}/leads", Listed[Lead], needs=Permission.MOVEMENT_READ)
def leads(request: Call, search_id: UUID, wanted: Query[WantedLeads]) -> object:
    """The leads of an answered search, the greatest dose first."""
    search = _search(request, search_id)
    found = queries.leads(search_id=search.id, state=wanted.state or "")
    page = listed(found, at=wanted, order=("rank",), shown=lambda one: one)
    named = queries.named(search=search, leads=page["items"], by=request.user, on=request.outbreak_today) if page["items"] else []  # fmt: skip
    return page | {"items": [_lead(one) for one in named]}


@operations.write(f"{ONE}/leads/name", Done, needs=Permission.MOVEMENT_SEARCH)
def name(request: Call, search_id: UUID, told: LeadsChosen) -> object:
    """Name the people of these leads as contacts; the rule set proposes what kind, an investigator decides later."""
    search = _search(request, search_id)
    named = exposure_leads.name_leads(
        search_id=search.id, lead_ids=told.lead_ids, by=request.user, now=request.outbreak_now
    )
    return {"changed": len(named)}


@operations.write(f"{ONE}/leads/dismiss", Done, needs=Permission.MOVEMENT_SEARCH)
def dismiss(request: Call, search_id: UUID, told: LeadsDismissed) -> object:
    """Dismiss leads with a reason; whose number they were is closed again."""
    search = _search(request, search_id)
    done = movement.dismiss(
        search_id=search.id, lead_ids=told.lead_ids, why=told.why, by=request.user, now=request.outbreak_now
    )
    return {"changed": done}


@operations.write(f"{ONE}/leads/offer", Done, needs=Permission.MOVEMENT_SEARCH)
def offer(request: Call, search_id: UUID, told: LeadsChosen) -> object:
    """Note that a voluntary test was offered to the people of these leads. It binds nobody and is no contact."""
    search = _search(request, search_id)
    done = movement.offer(
        search_id=search.id, lead_ids=told.lead_ids, by=request.user, now=request.outbreak_now
    )
    return {"changed": done}


@operations.write(f"{ONE}/leads/reopen", Done, needs=Permission.MOVEMENT_SEARCH)
def reopen(request: Call, search_id: UUID, told: LeadsChosen) -> object:
    """Take dismissals back."""
    search = _search(request, search_id)
    done = movement.reopen(
        search_id=search.id, lead_ids=told.lead_ids, by=request.user, now=request.outbreak_now
    )
    return {"changed": done}


@operations.write(f"{ONE}/replay", Replay, needs=Permission.AUDIT_READ)
def replay(request: Call, search_id: UUID) -> object:
    """Ask the store again, exactly as then, and compare every kept row. Names nobody; is itself on record."""
    search = _search(request, search_id)
    told = movement.replay(search_id=search.id, by=request.user, now=request.outbreak_now)
    rows = [{"lead_id": lead.id, "compared": how} for lead, how in told.rows]
    return {"whole": told.whole, "same_version": told.same_version, "same_digest": told.same_digest, "fresh": told.fresh,
            "rows": rows, "places": [{"place_code": one.place_code, "day": one.day, "compared": how} for one, how in told.places]}  # fmt: skip


@operations.write(f"{OF_A_CASE}/report", ReportRead, needs=Permission.INVESTIGATION_WRITE)
def read_report(request: Call, case_id: UUID, told: ReportGiven) -> object:
    """Read the text of a Chinese investigation report into stops, each linked to its characters. Stores nothing."""
    case = our_case(request, case_id)
    found = queries.read_report(
        outbreak=request.outbreak, text=told.text, year=told.year or case.reported_on.year
    )
    return found.as_json()


@operations.write(f"{OF_A_CASE}/stops/keep", StopsKept, needs=Permission.INVESTIGATION_WRITE)
def keep_stops(request: Call, case_id: UUID) -> object:
    """Take the stops of the investigation into the records, as confirmed by an investigator."""
    case = our_case(request, case_id)
    kept = movement.keep_stops(case_id=case.id, by=request.user, now=request.outbreak_now)
    return {"stops": kept.stops, "unknown": kept.unknown}


def _search(request: Call, search_id: UUID) -> queries.Search:
    return ours(queries.search(search_id=search_id, by=request.user), request)


def _full(request: Call, search_id: UUID) -> dict[str, Any]:
    return _shown(_search(request, search_id))


def _shown(found: queries.Search) -> dict[str, Any]:
    beside = ("case_number", "asked_by_name", "decided_by_name", "harm")
    told = {name: getattr(found, name) for name in Search.__annotations__ if name not in beside}
    return told | {
        "harm": found.harm or None, "case_number": found.case.number, "asked_by_name": str(found.asked_by),
        "decided_by_name": str(found.decided_by) if found.decided_by else "",
    }  # fmt: skip


def _lead(named: queries.NamedLead) -> dict[str, Any]:
    lead = named.lead
    beside = ("person", "factors", "second_ring")
    told = {name: getattr(lead, name) for name in Lead.__annotations__ if name not in beside}
    factors = {name: getattr(lead, name) for name in Factors.__annotations__}
    return told | {
        "person": _person(named.person),
        "factors": factors,
        "second_ring": lead.through_number is not None,
    }


def _person(person: people.NamedPerson | None) -> dict[str, Any] | None:
    return None if person is None else {name: getattr(person, name) for name in LeadPerson.__annotations__}
