"""Arrivals: registered before the trip, by the traveller or for somebody; who comes; noted as arrived. They restrict nobody."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Field, File, Form, Query, Schema
from ninja.errors import HttpError
from ninja.files import UploadedFile

from ringfence.faces.addresses import client_address
from ringfence.faces.asking import asks_too_often
from ringfence.field.arrivals import actions as arrivals
from ringfence.field.arrivals import queries, rules
from ringfence.ground import acting
from ringfence.ground.access import Permission
from ringfence.kernel import NotFound, reason
from ringfence.registry.citizens.queries import Stranger
from ringfence.registry.outbreaks import queries as outbreaks

from ..inside import Call, ours
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import NO_NUL, AreaCode, Day, Done, Given, Instant, Line, Slug, Word, sentences
from ..words import ArrivalState, ArrivalTransport, NotedState, OfferAnswer, OfferKind

operations = Operations("arrivals")
ONE = f"{INSIDE}/arrivals/{{arrival_id}}"
LARGEST_FILE = 20_000_000


class TripStop(Given):
    """A place of the trip and the days there, both inside."""

    place_name: str = Field(max_length=rules.LONGEST_PLACE, pattern=NO_NUL)
    place_code: str = Field("", max_length=12, pattern=r"^[0-9]*$", description="GB/T 2260, if it is known.")
    from_on: Day
    to_on: Day


class TripTold(Given):
    """A trip. The first stop is its origin."""

    name: Word
    phone: str = Field(max_length=30, pattern=NO_NUL)
    area_code: AreaCode = Field(
        description="The township (9 digits) or village (12) to which the traveller comes."
    )
    arrives_on: Day
    transport: ArrivalTransport
    stops: list[TripStop] = Field(min_length=1, max_length=rules.MOST_STOPS)
    address: Line = ""
    vehicle: str = Field("", max_length=20, pattern=NO_NUL)
    coach: str = Field("", max_length=10, pattern=NO_NUL)
    seat: str = Field("", max_length=10, pattern=NO_NUL)

    def trip(self) -> rules.Trip:
        told = self.dict() | {"stops": tuple(rules.StopTold(**one.dict()) for one in self.stops)}
        return rules.Trip(**told)


class ArrivalKept(Schema):
    """`receipt` is empty when the same trip was told before: the earlier receipt holds."""

    id: UUID
    receipt: str
    is_new: bool
    retention_until: Day


class TravellerShown(Schema):
    name: str
    phone: str
    address: str


class StopShown(Schema):
    kind: str
    place_name: str
    place_code: str
    from_on: Day
    to_on: Day


class OfferShown(Schema):
    """A test or a call that was offered; declining has no consequence."""

    id: UUID
    kind: OfferKind
    declared_area_id: UUID
    reasons: list[str]
    answer: OfferAnswer
    offered_at: Instant
    offered_by_name: str
    answered_at: Instant | None
    answered_by_name: str


class Arrival(Schema):
    """An arrival; `traveller` only for who looks after the place (each time a look on record)."""

    id: UUID
    area_code: str
    arrives_on: Day
    transport: ArrivalTransport
    vehicle: str
    coach: str
    seat: str
    state: ArrivalState
    channel: str
    registered_at: Instant
    retention_until: Day
    traveller: TravellerShown | None
    stops: list[StopShown]
    offers: list[OfferShown]


class WantedArrivals(Cursor):
    from_on: date | None = None
    to_on: date | None = None
    state: ArrivalState | None = None
    area: str = Field("", max_length=12, pattern=r"^[0-9]*$")


class Noted(Given):
    state: NotedState


class Receipt(Given):
    receipt: str = Field(max_length=40, pattern=NO_NUL)


class ArrivalsFileGiven(Given):
    keep: bool = Field(False, description="False: only say what would become of every row.")


class RefusedArrival(Schema):
    line: int
    why: list[str]


class FileAccount(Schema):
    """Rows in = kept + merged + refused."""

    rows_in: int
    kept: int
    merged: int
    refused: int
    refusals: list[RefusedArrival]


@operations.public("/arrivals/{place}", ArrivalKept, status=201)
def register_oneself(request: Any, place: Slug, told: TripTold) -> object:
    """Register one's own arrival, without a key. `place`: short name of the running response. Kept 28 days, restricts nobody."""
    _not_too_often(request)
    with acting.block(acting.as_job("arrivals.form")):
        outbreak = outbreaks.open_outbreaks().exclude(purpose="HISTORY").filter(slug=place).first()
        if outbreak is None:
            raise NotFound(reason("Arrivals are not registered here."))
        now = outbreaks.now_for(outbreak, real_now=request.received_at)
        by = Stranger(client_address(request))
        return _kept(arrivals.register_oneself(outbreak_id=outbreak.id, trip=told.trip(), by=by, now=now))


@operations.public("/arrivals-withdrawn", Done)
def withdraw(request: Any, told: Receipt) -> object:
    """Delete one's own arrival with its receipt."""
    _not_too_often(request)
    with acting.block(acting.as_job("arrivals.form")):
        arrivals.withdraw(receipt=told.receipt, by=Stranger(client_address(request)), now=request.received_at)
    return {"changed": 1}


@operations.write(f"{INSIDE}/arrivals", ArrivalKept, needs=Permission.ARRIVAL_WRITE, status=201, kept=False)
def register(request: Call, told: TripTold) -> object:
    """Register an arrival for somebody. Told twice, it is one."""
    return _kept(arrivals.register(
        outbreak_id=request.outbreak.id, trip=told.trip(), by=request.user, now=request.outbreak_now, channel="API",
    ))  # fmt: skip


@operations.read(f"{INSIDE}/arrivals", Listed[Arrival], needs=Permission.ARRIVAL_READ)
def list_some(request: Call, at: Query[WantedArrivals]) -> object:
    """Who comes, by day of arrival."""
    found = queries.expected(
        by=request.user, outbreak_id=request.outbreak.id, from_on=at.from_on, to_on=at.to_on, state=at.state or "",
        area_code=at.area,
    )  # fmt: skip
    return listed(found, at=at, order=("arrives_on", "id"), shown=lambda one: shown(one, request))


@operations.read(ONE, Arrival, needs=Permission.ARRIVAL_READ)
def show(request: Call, arrival_id: UUID) -> object:
    """One arrival."""
    return shown(_ours(request, arrival_id), request)


@operations.write(f"{ONE}/note", Arrival, needs=Permission.ARRIVAL_WRITE)
def note(request: Call, arrival_id: UUID, told: Noted) -> object:
    """Note that somebody came, or did not."""
    _ours(request, arrival_id)
    arrivals.note(arrival_id=arrival_id, state=told.state, by=request.user, now=request.outbreak_now)
    return shown(_ours(request, arrival_id), request)


@operations.write(f"{INSIDE}/arrival-files", FileAccount, needs=Permission.ARRIVAL_WRITE)
def bring(request: Call, told: Form[ArrivalsFileGiven], file: File[UploadedFile]) -> object:
    """Register every row of a CSV or Excel file (20 MB, 20,000 rows); without `keep` it is only looked at."""
    if file.size is None or file.size > LARGEST_FILE:
        raise NotFound(
            reason("Choose a file of at most {megabytes} MB.", megabytes=LARGEST_FILE // 1_000_000)
        )
    account = arrivals.register_file(
        outbreak_id=request.outbreak.id, content=file.read(), file_name=(file.name or "").replace("\0", ""),
        by=request.user, now=request.outbreak_now, only_look=not told.keep,
    )  # fmt: skip
    counts = {name: getattr(account, name) for name in ("rows_in", "kept", "merged", "refused")}
    return counts | {"refusals": [{"line": one.line, "why": sentences(one.why)} for one in account.refusals]}


def shown(arrival: queries.Arrival, request: Call) -> dict[str, Any]:
    """An arrival as this caller may see it."""
    (seen,) = queries.travellers(arrivals=[arrival], by=request.user)
    return {
        "id": arrival.id, "area_code": arrival.area_id, "traveller": seen.traveller, "stops": list(arrival.stops.all()),
        "offers": [offer_shown(one) for one in arrival.offers.all()],
    } | {name: getattr(arrival, name) for name in (
        "arrives_on", "transport", "vehicle", "coach", "seat", "state", "channel", "registered_at", "retention_until",
    )}  # fmt: skip


def offer_shown(offer: queries.Offer) -> dict[str, Any]:
    told = {name: getattr(offer, name) for name in OfferShown.model_fields if name != "reasons"}
    return told | {"reasons": sentences(offer.reasons)}


def _ours(request: Call, arrival_id: UUID) -> queries.Arrival:
    return ours(queries.arrival(arrival_id=arrival_id, by=request.user), request)


def _kept(found: arrivals.Registered) -> dict[str, Any]:
    arrival = found.arrival
    return {
        "id": arrival.id,
        "receipt": found.receipt,
        "is_new": found.is_new,
        "retention_until": arrival.retention_until,
    }


def _not_too_often(request: Any) -> None:
    if asks_too_often(request):
        raise HttpError(429, "")
