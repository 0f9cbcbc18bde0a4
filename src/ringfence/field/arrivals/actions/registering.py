"""Somebody says that they will come: by themselves, through staff, or through a program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.ground.audit.actions import Actor as Anybody
from ringfence.ground.retention import schedule
from ringfence.kernel import NotFound, Reason, Refused, city_date, new_id, reason
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.registry.places import queries as places

from .. import keys, rules, sealing
from ..models import Arrival, Stop
from ..sealing import Who


@dataclass(frozen=True, slots=True)
class Registered:
    """An arrival and its receipt; `receipt` is empty when the same trip was told before: the earlier receipt holds."""

    arrival: Arrival
    receipt: str

    @property
    def is_new(self) -> bool:
        return bool(self.receipt)


@transaction.atomic
def register(
    *, outbreak_id: UUID, trip: rules.Trip, by: Actor, now: datetime, channel: str = Arrival.Channel.STAFF
) -> Registered:
    """Register an arrival for somebody. Refused: what is wrong, by field; a place outside the outbreak's area."""
    access.require(by, Permission.ARRIVAL_WRITE, area_code=trip.area_code)
    return _registered(outbreak_id=outbreak_id, trip=trip, channel=channel, by=by, now=now)


@transaction.atomic
def register_oneself(*, outbreak_id: UUID, trip: rules.Trip, by: Anybody, now: datetime) -> Registered:
    """Register one's own arrival, without an account. Refused as for staff, and when the response is over."""
    return _registered(outbreak_id=outbreak_id, trip=trip, channel=Arrival.Channel.FORM, by=by, now=now)


def rows_of(
    trip: rules.Trip, *, outbreak_id: UUID, channel: str, by: Anybody, now: datetime
) -> tuple[Arrival, Who, list[Stop], str]:
    """The rows of a trip that was looked at, who travels (to be sealed), and the receipt."""
    receipt, arrival_id = keys.new_receipt(), new_id()
    kept_days = schedule.current()["ARRIVAL"].days
    arrival = Arrival(
        id=arrival_id, outbreak_id=outbreak_id, area_id=trip.area_code, arrives_on=trip.arrives_on, transport=trip.transport,
        vehicle=trip.vehicle.strip().upper(), coach=trip.coach.strip(), seat=trip.seat.strip(), channel=channel,
        registered_at=now, registered_by_id=by.id, registered_by_name=str(by)[:80],
        told_key=keys.hash_of_trip(rules.same_trip(trip)), receipt_hash=keys.hash_of_receipt(receipt),
        retention_until=trip.arrives_on + timedelta(days=kept_days),
    )  # fmt: skip
    who = Who(name=trip.name.strip(), phone=rules.compact_phone(trip.phone), address=trip.address.strip())
    return arrival, who, _stops(arrival_id, trip.stops), receipt


def faults_of(
    trip: rules.Trip, *, area_code: str, now: datetime, exists: Callable[[str], bool]
) -> dict[str, list[Reason]]:
    """What is wrong with a trip to a place of this outbreak's area, by field. `exists`: is there a place with this code?"""
    faults = rules.faults_of(trip, today=city_date(now))
    if "area_code" not in faults and not (trip.area_code.startswith(area_code) and exists(trip.area_code)):
        faults["area_code"] = [reason("This place does not lie in the area of the outbreak.")]
    return faults


def _registered(
    *, outbreak_id: UUID, trip: rules.Trip, channel: str, by: Anybody, now: datetime
) -> Registered:
    outbreak = outbreaks.outbreak(outbreak_id=outbreak_id)
    if outbreak.closed_at is not None:
        raise NotFound(reason("This response is over; arrivals are not registered any more."))
    faults = faults_of(
        trip, area_code=outbreak.area_id, now=now, exists=lambda code: places.exists(code=code)
    )
    if faults:
        raise Refused(
            *[one for some in faults.values() for one in some],
            fields={name: some for name, some in faults.items()},
        )
    arrival, who, stops, receipt = rows_of(trip, outbreak_id=outbreak_id, channel=channel, by=by, now=now)
    Arrival.objects.bulk_create([arrival], ignore_conflicts=True)
    known = Arrival.objects.get(outbreak_id=outbreak_id, told_key=arrival.told_key)
    if known.id != arrival.id:
        return Registered(known, "")
    sealing.keep(told={arrival.id: who})
    Stop.objects.bulk_create(stops)
    audit.record(by=by, action="arrival.register", subject=arrival, outbreak_id=outbreak_id, now=now,
                 after={"area": arrival.area_id, "arrives_on": arrival.arrives_on, "channel": channel, "stops": len(stops)})  # fmt: skip
    outbox.tell_screens(topic="arrivals", outbreak_id=outbreak_id)
    return Registered(arrival, receipt)


def _stops(arrival_id: UUID, told: Sequence[rules.StopTold]) -> list[Stop]:
    return [
        Stop(
            arrival_id=arrival_id, order=order, kind=Stop.Kind.PASSED if order else Stop.Kind.ORIGIN,
            place_name=one.place_name.strip(), place_code=one.place_code, from_on=one.from_on, to_on=one.to_on,
            place_key=rules.key_of_place(one.place_name),
        )
        for order, one in enumerate(told)
    ]  # fmt: skip
