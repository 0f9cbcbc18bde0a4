"""Who waits for a room moves up the moment one is free: in the same transaction, whatever made it free."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ringfence.care.quarantine import actions as quarantine
from ringfence.care.quarantine import queries as stays
from ringfence.care.transfers import actions as transfers
from ringfence.ground.access import Actor
from ringfence.ground.rulesets.queries import RuleSet
from ringfence.ground.rulesets.words import Milestone
from ringfence.measures.orders import actions as orders
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.registry.people import queries as people

from . import facts

TRANSFER_HOURS = 8  # house decision: nobody waits longer for the way home, or to another site, than for the way in (DOMAIN 3.4)


def move_up(*, outbreak_id: UUID, by: Actor, now: datetime) -> int:
    """Free rooms go to those who wait, longest first, and their transfer is requested. Returns how many got a room."""
    area_code = outbreaks.outbreak(outbreak_id=outbreak_id).area_id
    placed = quarantine.place_waiting(area_code=area_code, by=by, now=now)
    for stay in placed:
        order = facts.order(stay.order_id)
        request_transfer(order, stay, facts.ruleset_named(order.ruleset_id), by=by, now=now)
    return len(placed)


def request_transfer(
    order: orders.Order, stay: stays.Stay, ruleset: RuleSet, *, by: Actor, now: datetime
) -> None:
    """Ask for the way to the reserved room; who waits for a room waits for the transfer too."""
    if stay.state != "RESERVED" or stay.room is None:
        return
    milestone = (
        Milestone.SECONDARY_TRANSFER if order.contact_kind == "SECONDARY" else Milestone.CONTACT_TRANSFER
    )
    transfers.request(
        outbreak_id=order.outbreak_id, order_id=order.id, person_id=order.person_id, area_code=order.area_id,
        kind="TO_SITE", from_text=people.address_of(person_id=order.person_id), to_text=f"{stay.room.site.name} {stay.room.number}",
        stay_id=stay.id, hours=ruleset.clock.hours.get(milestone, TRANSFER_HOURS), by=by, now=now,
    )  # fmt: skip
