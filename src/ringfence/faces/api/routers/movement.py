"""Exposure searches of a case: asked, decided by a second person, run, replayed."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.ground.access import Permission
from ringfence.tracing.movement import actions as movement
from ringfence.tracing.movement import queries

from ..inside import Call, ours
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import Day, Given, Instant, Sentence
from ..words import SearchPurpose, SearchRule, SearchState
from .cases import our_case

operations = Operations("movement")
OF_A_CASE = f"{INSIDE}/cases/{{case_id}}"
ONE = f"{INSIDE}/exposure-searches/{{search_id}}"


class WindowShown(Schema):
    """The longest window that the rule set allows for a purpose; none when the case has no onset and no sampling day."""

    purpose: SearchPurpose
    from_at: Instant | None
    to_at: Instant | None


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


@operations.read(f"{OF_A_CASE}/exposure-windows", list[WindowShown], needs=Permission.MOVEMENT_READ)
def windows(request: Call, case_id: UUID) -> object:
    """What the rule set allows to be searched for this case, by purpose."""
    case = our_case(request, case_id)
    found = [(one, queries.window(case=case, purpose=one, now=request.outbreak_now)) for one in queries.Search.Purpose.values]  # fmt: skip
    return [
        {"purpose": purpose, "from_at": window.starts_at if window else None, "to_at": window.ends_at if window else None}
        for purpose, window in found
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
    search = our_search(request, search_id)
    movement.decide(search_id=search.id, approved=told.approved, why=told.why, by=request.user, now=request.outbreak_now)  # fmt: skip
    return _full(request, search_id)


@operations.write(f"{ONE}/run", Search, needs=Permission.MOVEMENT_SEARCH)
def run(request: Call, search_id: UUID) -> object:
    """Run an approved search; run twice, it keeps its first answer."""
    search = our_search(request, search_id)
    movement.run(search_id=search.id, by=request.user, now=request.outbreak_now)
    return _full(request, search_id)


@operations.write(f"{ONE}/replay", Replay, needs=Permission.AUDIT_READ)
def replay(request: Call, search_id: UUID) -> object:
    """Ask the store again, exactly as then, and compare every kept row. Names nobody; is itself on record."""
    search = our_search(request, search_id)
    told = movement.replay(search_id=search.id, by=request.user, now=request.outbreak_now)
    rows = [{"lead_id": lead.id, "compared": how} for lead, how in told.rows]
    return {"whole": told.whole, "same_version": told.same_version, "same_digest": told.same_digest, "fresh": told.fresh,
            "rows": rows, "places": [{"place_code": one.place_code, "day": one.day, "compared": how} for one, how in told.places]}  # fmt: skip


def our_search(request: Call, search_id: UUID) -> queries.Search:
    """A search of this outbreak that the caller may see."""
    return ours(queries.search(search_id=search_id, by=request.user), request)


def _full(request: Call, search_id: UUID) -> dict[str, Any]:
    return _shown(our_search(request, search_id))


def _shown(found: queries.Search) -> dict[str, Any]:
    beside = ("case_number", "asked_by_name", "decided_by_name", "harm")
    told = {name: getattr(found, name) for name in Search.__annotations__ if name not in beside}
    return told | {
        "harm": found.harm or None, "case_number": found.case.number, "asked_by_name": str(found.asked_by),
        "decided_by_name": str(found.decided_by) if found.decided_by else "",
    }  # fmt: skip
