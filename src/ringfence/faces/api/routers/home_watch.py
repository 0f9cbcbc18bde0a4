"""Devices of people in home quarantine, by agreement: their reports, the calls that follow, taking the agreement back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Query, Schema
from ninja.errors import HttpError

from ringfence.care.home_watch import actions as home_watch
from ringfence.care.home_watch import queries, rules
from ringfence.faces.addresses import client_address
from ringfence.faces.asking import asks_too_often
from ringfence.ground import acting
from ringfence.ground.access import Permission
from ringfence.registry.citizens.queries import Stranger

from ..inside import Call as ApiCall
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import NO_NUL, Done, Given, Instant, Line, PersonBrief, brief
from ..words import AgreedBy, DeviceCause, DeviceKind, HeardOnCall, ReportState

operations = Operations("home watch")
REPORT = f"{INSIDE}/home-watch/reports/{{report_id}}"


class DeviceReport(Given):
    """What a device tells. `id` is the device's own: sent again, the report is taken once."""

    key: str = Field(max_length=80, pattern=NO_NUL)
    id: str = Field(min_length=1, max_length=40, pattern=NO_NUL)
    cause: DeviceCause
    happened_at: Instant


class ReportTaken(Schema):
    id: UUID
    state: ReportState


class DeviceKey(Given):
    key: str = Field(max_length=80, pattern=NO_NUL)


class AgreementTold(Given):
    """That the person (or guardian) agreed; without `agreed` nothing begins."""

    stay_id: UUID
    device: DeviceKind
    agreed: bool
    agreed_by: AgreedBy = "PERSON"
    grace_minutes: int = Field(rules.GRACE_MINUTES, ge=0, le=1000)


class WatchBegun(Schema):
    """The key is shown only now."""

    id: UUID
    key: str


class CallKept(Schema):
    at: Instant
    heard: HeardOnCall
    note: str
    by_name: str


class ReportOfDevice(Schema):
    id: UUID
    watch_id: UUID
    person: PersonBrief
    device: DeviceKind
    cause: DeviceCause
    happened_at: Instant
    due_at: Instant | None = Field(description="From when on somebody calls.")
    state: ReportState
    settled_by: str
    calls: list[CallKept]
    escalated_why: str
    escalated_at: Instant | None
    looked_at: Instant | None = Field(description="When an investigator noted what came of it.")
    looked_by_name: str
    looked_note: str


class WatchedDevice(Schema):
    """A device of somebody in home quarantine, by agreement."""

    id: UUID
    person: PersonBrief
    device: DeviceKind
    agreed_by: AgreedBy
    agreed_at: Instant
    grace_minutes: int
    ended_at: Instant | None


class WantedWatches(Cursor):
    running: bool = Field(True, description="Only those whose agreement still holds.")


class WantedHandedOver(Cursor):
    open: bool = Field(True, description="Only those that nobody has looked after yet.")


class LookedAfter(Given):
    note: Line = Field(description="What came of it. Nothing follows from it here.")


class WantedReports(Cursor):
    state: ReportState | None = None


class CallTold(Given):
    heard: HeardOnCall
    note: Line = ""


class Escalated(Given):
    why: Line


@operations.public("/home-watch/reports", ReportTaken, status=201)
def report(request: Any, told: DeviceReport) -> object:
    """A report of a device, with its key. It asks for a call at most; late ones up to a day are taken."""
    _not_too_often(request)
    with acting.block(acting.as_job("home_watch.device")):
        return home_watch.report(
            key=told.key, told_id=told.id, cause=told.cause, happened_at=told.happened_at,
            by=Stranger(client_address(request)), now=request.received_at,
        )  # fmt: skip


@operations.public("/home-watch/revoked", Done)
def revoke_by_device(request: Any, told: DeviceKey) -> object:
    """The person takes the agreement back on the device; nothing more is taken or asked."""
    _not_too_often(request)
    with acting.block(acting.as_job("home_watch.device")):
        home_watch.revoke_by_device(
            key=told.key, by=Stranger(client_address(request)), now=request.received_at
        )
    return {"changed": 1}


@operations.write(
    f"{INSIDE}/home-watch", WatchBegun, needs=Permission.HEALTH_CHECK_RECORD, status=201, kept=False
)
def begin(request: ApiCall, told: AgreementTold) -> object:
    """Record an agreement; the answer holds the key of the device."""
    begun = home_watch.begin(**told.dict(), by=request.user, now=request.outbreak_now)
    return {"id": begun.watch.id, "key": begun.key}


@operations.write(f"{INSIDE}/home-watch/{{watch_id}}/revoke", Done, needs=Permission.HEALTH_CHECK_RECORD)
def revoke(request: ApiCall, watch_id: UUID) -> object:
    """The person no longer agrees and told staff so."""
    queries.watch(watch_id=watch_id, by=request.user, outbreak_id=request.outbreak.id)
    home_watch.revoke(watch_id=watch_id, by=request.user, now=request.outbreak_now)
    return {"changed": 1}


@operations.read(f"{INSIDE}/home-watch", Listed[WatchedDevice], needs=Permission.HEALTH_CHECK_RECORD)
def watches(request: ApiCall, at: Query[WantedWatches]) -> object:
    """Devices in my areas, the newest agreement first. Keys are never told again."""
    found = queries.watches(by=request.user, outbreak_id=request.outbreak.id)
    found = found.filter(ended_at=None) if at.running else found
    return listed(found, at=at, order=("-agreed_at", "-id"), shown=lambda one: _watch(one, request))


@operations.read(
    f"{INSIDE}/home-watch/handed-over", Listed[ReportOfDevice], needs=Permission.INVESTIGATION_WRITE
)
def handed_over(request: ApiCall, at: Query[WantedHandedOver]) -> object:
    """What the community handed to the investigators of my areas, the newest first."""
    found = queries.handed_to_investigators(by=request.user, outbreak_id=request.outbreak.id)
    found = found.filter(looked_at=None) if at.open else found
    return listed(found, at=at, order=("-escalated_at", "-id"), shown=lambda one: _shown(one, request))


@operations.read(f"{INSIDE}/home-watch/reports", Listed[ReportOfDevice], needs=Permission.HEALTH_CHECK_RECORD)
def list_some(request: ApiCall, at: Query[WantedReports]) -> object:
    """Reports of my areas, the newest first."""
    found = queries.reports(by=request.user, outbreak_id=request.outbreak.id)
    found = found.filter(state=at.state) if at.state else found
    return listed(found, at=at, order=("-happened_at", "-id"), shown=lambda one: _shown(one, request))


@operations.write(f"{REPORT}/calls", ReportOfDevice, needs=Permission.HEALTH_CHECK_RECORD, status=201)
def call(request: ApiCall, report_id: UUID, told: CallTold) -> object:
    """Keep what was heard. At home, or out with leave, settles the report."""
    queries.report(report_id=report_id, by=request.user, outbreak_id=request.outbreak.id)
    home_watch.call(
        report_id=report_id, heard=told.heard, note=told.note, by=request.user, now=request.outbreak_now
    )
    return _shown(
        queries.report(report_id=report_id, by=request.user, outbreak_id=request.outbreak.id), request
    )


@operations.write(f"{REPORT}/escalate", ReportOfDevice, needs=Permission.HEALTH_CHECK_RECORD)
def escalate(request: ApiCall, report_id: UUID, told: Escalated) -> object:
    """Say that the investigator should look; only after a call, and never for a flat battery."""
    queries.report(report_id=report_id, by=request.user, outbreak_id=request.outbreak.id)
    home_watch.escalate(report_id=report_id, why=told.why, by=request.user, now=request.outbreak_now)
    return _shown(
        queries.report(report_id=report_id, by=request.user, outbreak_id=request.outbreak.id), request
    )


@operations.write(f"{REPORT}/looked-after", ReportOfDevice, needs=Permission.INVESTIGATION_WRITE)
def looked_after(request: ApiCall, report_id: UUID, told: LookedAfter) -> object:
    """Note what came of looking after somebody; the first note stands. No order changes."""
    inside: dict[str, Any] = {"by": request.user, "outbreak_id": request.outbreak.id}
    queries.handed_over(report_id=report_id, **inside)
    home_watch.note_looked(report_id=report_id, note=told.note, by=request.user, now=request.outbreak_now)
    return _shown(queries.handed_over(report_id=report_id, **inside), request)


def _watch(found: queries.Watch, request: ApiCall) -> dict[str, Any]:
    names = ("id", "device", "agreed_by", "agreed_at", "grace_minutes", "ended_at")
    return {name: getattr(found, name) for name in names} | {"person": brief(found.stay.person, request)}


def _shown(found: queries.Report, request: ApiCall) -> dict[str, Any]:
    names = ("id", "watch_id", "cause", "happened_at", "due_at", "state", "settled_by", "escalated_why",
             "escalated_at", "looked_at", "looked_by_name", "looked_note")  # fmt: skip
    return {name: getattr(found, name) for name in names} | {
        "person": brief(found.watch.stay.person, request), "device": found.watch.device, "calls": list(found.calls.all()),
    }  # fmt: skip


def _not_too_often(request: Any) -> None:
    if asks_too_often(request):
        raise HttpError(429, "")
