"""The situation in numbers, the curve, the counties, who waits for what, deadlines."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.command.situation import queries as situation
from ringfence.ground.access import Permission
from ringfence.ground.access import queries as access
from ringfence.ground.rulesets import queries as rulesets
from ringfence.registry.places import queries as places
from ringfence.tracing.investigations import queries as investigations

from ..inside import Call
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import Day, Instant

operations = Operations("situation")


class CaseNumbers(Schema):
    """Cases without those ruled out; `new` were reported in the last 24 hours, `community` outside quarantine."""

    total: int
    new: int
    confirmed: int
    asymptomatic: int
    imported: int
    community: int
    in_quarantine: int
    found_unknown: int
    without_source: int


class ClockNumbers(Schema):
    """Milestones of all investigations."""

    met_on_time: int
    met_late: int
    open: int
    overdue: int
    on_time_percent: int | None


class Aim(Schema):
    """Days since the last community-detected case against one incubation period."""

    control_days: int
    last_community_at: Instant | None
    days_since: int | None
    day_of_outbreak: int
    reached: bool


class RoomNumbers(Schema):
    """Rooms of the open sites."""

    total: int
    free: int
    reserved: int
    occupied: int
    disinfection: int
    out_of_order: int


class Numbers(Schema):
    """The numbers of the dashboard, counted now, in the areas that I may see; null where my role reads no such record."""

    now: Instant
    cases: CaseNumbers | None = None
    clock: ClockNumbers | None = None
    aim: Aim | None = None
    contacts: dict[str, int] | None = None
    under_measure: dict[str, int] | None = None
    rooms: RoomNumbers | None = None


class DayCount(Schema):
    """Cases of one day and kind: CONFIRMED, ASYMPTOMATIC, IMPORTED, OTHER."""

    day: Day
    kind: str
    count: int


class Curve(Schema):
    """Cases per day, by report and by onset."""

    report: list[DayCount]
    onset: list[DayCount]


class CountyCount(Schema):
    """Cases by county-level unit."""

    area_code: str
    name: str
    cases: int


class WaitingFor(Schema):
    """A kind of work that waits, and its most urgent deadline or longest wait."""

    kind: str
    count: int
    most_urgent_at: Instant | None


class OpenMilestone(Schema):
    """A deadline of a case."""

    case_id: UUID
    case_number: str
    code: str
    due_at: Instant
    warn_at: Instant
    met_at: Instant | None
    overdue: bool


class WantedDeadlines(Cursor):
    show: str = Field(
        "OPEN", pattern="^(OPEN|OVERDUE|LATE)$", description="OPEN, OVERDUE now, or everything that was LATE."
    )


@operations.read(f"{INSIDE}/situation", Numbers, needs=Permission.DASHBOARD_READ)
def numbers(request: Call) -> object:
    """The numbers of the dashboard."""
    inside: dict[str, Any] = {"by": request.user, "outbreak_id": request.outbreak.id}
    outbreak, now = request.outbreak, request.outbreak_now
    found: dict[str, object] = {"now": now}
    if access.may(request.user, Permission.CASE_READ):
        ruleset = rulesets.get(outbreak.ruleset_id)
        found["cases"] = situation.case_numbers(**inside, now=now)
        found["clock"] = situation.clock_numbers(**inside, now=now)
        found["aim"] = situation.target(by=request.user, outbreak=outbreak, ruleset=ruleset, now=now)
    if access.may(request.user, Permission.CONTACT_READ):
        found["contacts"] = situation.contact_numbers(**inside)
    if access.may(request.user, Permission.ORDER_READ):
        found["under_measure"] = situation.under_measure(**inside)
    if access.may(request.user, Permission.SITE_READ):
        found["rooms"] = situation.rooms(outbreak=outbreak)
    return found


@operations.read(f"{INSIDE}/situation/curve", Curve, needs=Permission.CASE_READ)
def curve(request: Call) -> object:
    """The epidemic curve, by day of report and by day of onset."""
    return situation.curve(by=request.user, outbreak_id=request.outbreak.id)


@operations.read(f"{INSIDE}/situation/counties", list[CountyCount], needs=Permission.CASE_READ)
def counties(request: Call) -> object:
    """Cases by county; residents of a management area are counted there."""
    counted = situation.by_county(by=request.user, outbreak=request.outbreak)
    known = {one.code: one.name for one in places.counties(city_code=request.outbreak.area_id)}
    known |= {code: request.outbreak.area.name for code in counted if code not in known}
    return [{"area_code": code, "name": name, "cases": counted.get(code, 0)} for code, name in known.items()]


@operations.read(f"{INSIDE}/situation/waiting", list[WaitingFor], needs=Permission.DASHBOARD_READ)
def waiting(request: Call) -> object:
    """Who waits for what, the kinds with nothing waiting left out."""
    return situation.waiting(by=request.user, outbreak_id=request.outbreak.id, now=request.outbreak_now)


@operations.read(f"{INSIDE}/situation/deadlines", Listed[OpenMilestone], needs=Permission.CASE_READ)
def deadlines(request: Call, wanted: Query[WantedDeadlines]) -> object:
    """Deadlines of all investigations, the most urgent first."""
    inside: dict[str, Any] = {"by": request.user, "outbreak_id": request.outbreak.id}
    now = request.outbreak_now
    if wanted.show == "LATE":
        found = investigations.breaches(**inside, now=now)
    else:
        found = investigations.open_milestones(**inside, due_before=now if wanted.show == "OVERDUE" else None)
    return listed(found, at=wanted, order=("due_at", "id"), shown=lambda one: _milestone(one, now))


def _milestone(one: Any, now: Any) -> dict[str, Any]:
    case = one.investigation.case
    return {
        "case_id": case.id, "case_number": case.number, "code": one.code, "due_at": one.due_at, "warn_at": one.warn_at,
        "met_at": one.met_at, "overdue": one.met_at is None and one.due_at <= now,
    }  # fmt: skip
