"""Work around the sites: people to pick up and to receive, people without a room, people not yet looked at."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from ringfence.care.quarantine import queries as quarantine
from ringfence.care.transfers import queries as transfers
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.ground.rulesets.words import Milestone
from ringfence.kernel import city_date, end_of_day, reason, start_of_day

from .items import Asked, Kind, Source, WorkItem

ALERT_HOURS = 48  # house decision: as long as an alert stays on top of the queue of checks
ROOM_HOURS = 8  # where a rule set sets no limit for the way into quarantine (domain 3.4)


def _pick_up(transfer: Any, _asked: Asked) -> WorkItem:
    return WorkItem(
        kind=Kind.PICK_UP, title=reason("Pick up: {kind}", kind=transfer.kind), person=transfer.person, due_at=transfer.due_at,
        started_at=transfer.requested_at, where=transfer.area, goal=("transfers:show", transfer.id, ""),
    )  # fmt: skip


def _open_trips(asked: Asked) -> QuerySet[Any, Any]:
    """Trips of the reader's areas that nobody has, by kind; who the people are is not told."""
    open_ones = transfers.untaken_in_areas(**asked.inside).order_by().values("kind")
    return open_ones.annotate(count=Count("id"), since=Min("requested_at"), due=Min("due_at"))


def _trip(row: Any, _asked: Asked) -> WorkItem:
    return WorkItem(
        kind=Kind.TRIP, title=reason("Take a trip: {count} wait, {kind}", count=row["count"], kind=row["kind"]),
        due_at=row["due"], started_at=row["since"], count=row["count"], goal=("transfers:trips", None, ""),
    )  # fmt: skip


def _on_the_way(asked: Asked) -> QuerySet[Any, Any]:
    """Those whom this reader may receive: at a site, or a case for the hospital."""
    found = transfers.visible_to(**asked.inside, state="PICKED_UP")
    kinds = ["TO_SITE"] if access.may(asked.by, Permission.STAY_MANAGE) else []
    kinds += ["TO_HOSPITAL"] if access.may(asked.by, Permission.INVESTIGATION_WRITE) else []
    return found.filter(kind__in=kinds) if kinds else found


def _receive(transfer: Any, _asked: Asked) -> WorkItem:
    return WorkItem(
        kind=Kind.RECEIVE, title=reason("Receive: {kind}, vehicle {vehicle}", kind=transfer.kind, vehicle=transfer.vehicle),
        person=transfer.person, due_at=transfer.due_at, started_at=transfer.requested_at, where=transfer.area,
        goal=("transfers:show", transfer.id, ""),
    )  # fmt: skip


def _room_within(asked: Asked) -> timedelta:
    return timedelta(hours=asked.ruleset.clock.hours.get(Milestone.CONTACT_TRANSFER, ROOM_HOURS))


def _room(stay: Any, asked: Asked) -> WorkItem:
    return WorkItem(
        kind=Kind.ROOM, title=reason("Find a room"), person=stay.person, due_at=stay.requested_at + _room_within(asked),
        started_at=stay.requested_at, where=stay.area, goal=("rooms:waiting", None, ""),
    )  # fmt: skip


def _slot(asked: Asked) -> tuple[str, datetime]:
    """The slot that is running, or the last one of the day when all are over, and by when it is due."""
    midnight = start_of_day(asked.today)
    ends = [midnight + timedelta(hours=hour) for hour in asked.ruleset.stay.checks_until_hours]
    slots = quarantine.HealthCheck.Slot.values
    pairs = list(zip(slots, ends, strict=False))
    return next((pair for pair in pairs if asked.now < pair[1]), pairs[-1])


def _unchecked(asked: Asked) -> QuerySet[Any, Any]:
    slot, _ends = _slot(asked)
    found = quarantine.unchecked(quarantine.under_watch(**asked.inside), day=asked.today, slot=slot)
    by_place = found.order_by().values("room__site_id", "room__site__name", "room__site__name_en", "at_home")
    return by_place.annotate(count=Count("id"))


def _check(row: Any, asked: Asked) -> WorkItem:
    _slot_code, ends = _slot(asked)
    title = (
        reason("Look at {count} people at home", count=row["count"]) if row["at_home"]
        else reason("Look at {count} people: {site}", count=row["count"], site=row["room__site__name"])
    )  # fmt: skip
    return WorkItem(kind=Kind.CHECK, title=title, due_at=ends, count=row["count"], goal=("checks:queue", None, ""),
                    started_at=start_of_day(asked.today))  # fmt: skip


def _alerts(asked: Asked) -> QuerySet[Any, Any]:
    return quarantine.alerts(**asked.inside, since=asked.now - timedelta(hours=ALERT_HOURS))


def _alert(check: Any, _asked: Asked) -> WorkItem:
    """The rule of the daily check asks for a sample on the same day and for the doctor of the site."""
    seen = ", ".join(one for one in (_celsius(check), check.symptoms) if one)
    return WorkItem(
        kind=Kind.ALERT, title=reason("Sample today and call the doctor: {seen}", seen=seen), person=check.stay.person,
        due_at=end_of_day(city_date(check.checked_at)), started_at=check.checked_at, where=check.stay.area,
        goal=("checks:queue", None, "alerts"),
    )  # fmt: skip


def _celsius(check: Any) -> str:
    return f"{check.temperature_celsius} °C" if check.temperature_celsius is not None else ""


SOURCES = (
    Source(
        kind=Kind.PICK_UP, doers=(Permission.TRANSFER_MANAGE,), without=(Permission.STAY_MANAGE, Permission.CASE_WRITE),
        readers=Permission.TRANSFER_READ, rows=lambda asked: transfers.visible_to(**asked.inside, state="REQUESTED"),
        item=_pick_up, late=lambda asked: Q(due_at__lte=asked.now), order=("due_at", "id"),
    ),
    Source(
        kind=Kind.TRIP, doers=(Permission.TRANSFER_MANAGE,), without=(Permission.STAY_MANAGE, Permission.CASE_WRITE),
        readers=Permission.TRANSFER_MANAGE, rows=_open_trips, item=_trip, late=lambda asked: Q(due__lte=asked.now),
        order=("due", "kind"),
    ),
    Source(
        kind=Kind.RECEIVE, doers=(Permission.TRANSFER_MANAGE, Permission.PERSON_READ), readers=Permission.TRANSFER_READ,
        rows=_on_the_way, item=_receive, late=lambda asked: Q(due_at__lte=asked.now), order=("due_at", "id"),
        own=lambda asked: ~Q(driver_id=asked.by.id),
    ),
    Source(
        kind=Kind.ROOM, doers=(Permission.STAY_MANAGE,), readers=Permission.SITE_READ,
        rows=lambda asked: quarantine.waiting_list(**asked.inside), item=_room, order=("requested_at", "id"),
        late=lambda asked: Q(requested_at__lte=asked.now - _room_within(asked)),
    ),
    Source(
        kind=Kind.CHECK, doers=(Permission.HEALTH_CHECK_RECORD,), readers=Permission.HEALTH_CHECK_RECORD, rows=_unchecked,
        item=_check, late=lambda asked: Q(count__gt=0) if _slot(asked)[1] <= asked.now else Q(count__lt=0),
        order=("at_home", "room__site__name"),
    ),
    Source(
        kind=Kind.ALERT, doers=(Permission.HEALTH_CHECK_RECORD,), readers=Permission.HEALTH_CHECK_RECORD, rows=_alerts,
        item=_alert, late=lambda asked: Q(checked_at__lt=start_of_day(asked.today)), order=("checked_at", "id"),
    ),
)  # fmt: skip
