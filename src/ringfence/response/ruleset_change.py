"""Another rule set in the middle of an outbreak: shown first, then applied; it only ever shortens."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ringfence.ground.access import Actor
from ringfence.ground.rulesets import queries as rulesets
from ringfence.ground.rulesets.words import ContactKind
from ringfence.measures.orders import actions as orders
from ringfence.measures.orders import queries as order_register
from ringfence.measures.orders import rules
from ringfence.registry.outbreaks import actions as outbreaks
from ringfence.registry.outbreaks import queries as outbreak_register

from . import arrangements, facts


def preview(*, outbreak_id: UUID, to_ruleset_id: str, now: datetime) -> rules.Migration:
    """Who would be affected, and how; changes nothing."""
    outbreak = outbreak_register.outbreak(outbreak_id=outbreak_id)
    running = [
        rules.Running(
            order_id=order.id, contact_kind=ContactKind(order.contact_kind), last_exposure_at=order.last_exposure_at,
            stages=order_register.running_plan(order),
        )
        for order in order_register.in_force(outbreak_id=outbreak_id)
        if order.last_exposure_at is not None and order.contact_kind
    ]  # fmt: skip
    return rules.migrate(
        old=rulesets.get(outbreak.ruleset_id), new=rulesets.get(to_ruleset_id), running=running, now=now
    )


@transaction.atomic
def apply(*, outbreak_id: UUID, to_ruleset_id: str, why: str, by: Actor, now: datetime) -> rules.Migration:
    """Change the rule set and shorten what the new one asks less of; who was affected is kept with the change."""
    migration = preview(outbreak_id=outbreak_id, to_ruleset_id=to_ruleset_id, now=now)
    outbreaks.change_ruleset(
        outbreak_id=outbreak_id, to_ruleset_id=to_ruleset_id, why=why, by=by, now=now,
        affected=[
            {"order": str(one.order_id), "change": one.change, "reasons": [each.as_json() for each in one.reasons]}
            for one in migration.affected
        ],
    )  # fmt: skip
    for one in migration.affected:
        order = orders.shorten(
            order_id=one.order_id,
            stages=one.stages,
            reasons=one.reasons,
            ruleset_id=to_ruleset_id,
            by=by,
            now=now,
        )
        if not one.stages:
            arrangements.free(facts.order(order.id), by=by, now=now)
    return migration
