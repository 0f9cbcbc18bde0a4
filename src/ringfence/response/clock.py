"""What happens because time passes: the same stories, told by the clock."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.care.home_watch import actions as home_watch
from ringfence.field.arrivals import actions as arrivals
from ringfence.ground.access import Actor
from ringfence.measures.areas import actions as areas
from ringfence.measures.orders import actions as orders
from ringfence.measures.orders import queries as order_register
from ringfence.tracing.investigations import actions as investigations
from ringfence.tracing.movement import actions as movement

from . import arrangements, positive_sample, ruleset_change, ruling_out, waiting


def tick(*, outbreak_id: UUID, by: Actor, now: datetime) -> dict[str, int]:
    """Everything that is due in one outbreak at this instant; returns what happened, counted. Safe to repeat."""
    counted = investigations.escalate_due(outbreak_id=outbreak_id, by=by, now=now)
    returned = ruleset_change.return_if_over(outbreak_id=outbreak_id, by=by, now=now)
    counted["local_rules_ended"] = int(returned is not None)
    counted["drafts_lapsed"] = len(orders.lapse_drafts(outbreak_id=outbreak_id, by=by, now=now))
    counted["appeals_lapsed"] = lapse_unanswered(outbreak_id=outbreak_id, by=by, now=now)
    counted["ruled_out"] = ruling_out.settle(outbreak_id=outbreak_id, by=by, now=now)
    counted |= release_due(outbreak_id=outbreak_id, by=by, now=now)
    counted["placed"] = place_waiting(outbreak_id=outbreak_id, by=by, now=now)
    counted["live_leads"] = movement.match_new(outbreak_id=outbreak_id, by=by, now=now)
    counted |= movement.forget_due(outbreak_id=outbreak_id, by=by, now=now)
    counted |= arrivals.forget_due(outbreak_id=outbreak_id, by=by, now=now)
    counted |= home_watch.forget_due(outbreak_id=outbreak_id, by=by, now=now)
    counted |= areas.forget_due(outbreak_id=outbreak_id, by=by, now=now)
    return counted


def release_due(*, outbreak_id: UUID, by: Actor, now: datetime) -> dict[str, int]:
    """End every stage whose time is over and whose tests are negative, each in its own transaction."""
    released = held = 0
    for order_id in list(
        order_register.ending(outbreak_id=outbreak_id, now=now).values_list("id", flat=True)
    ):
        decision = positive_sample.end_if_due(order_id=order_id, by=by, now=now)
        released += decision.allowed
        held += not decision.allowed
    return {"released": released, "held": held}


@transaction.atomic
def lapse_unanswered(*, outbreak_id: UUID, by: Actor, now: datetime) -> int:
    """Restrictions whose appeal nobody answered in time lapse; the people are free."""
    lapsed = orders.lapse_unanswered(outbreak_id=outbreak_id, by=by, now=now)
    for order in lapsed:
        arrangements.free(order, by=by, now=now)
    return len(lapsed)


@transaction.atomic
def place_waiting(*, outbreak_id: UUID, by: Actor, now: datetime) -> int:
    """Whoever still waits (a room of another outbreak was given back, for example) is given a free room."""
    return waiting.move_up(outbreak_id=outbreak_id, by=by, now=now)
