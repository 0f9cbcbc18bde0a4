"""Another rule set in the middle of an outbreak: shown first, then applied; it only ever shortens."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from ringfence.ground import access
from ringfence.ground.access import Actor, Permission
from ringfence.ground.rulesets import queries as rulesets
from ringfence.ground.rulesets.words import ContactKind
from ringfence.kernel import city_date
from ringfence.measures.orders import actions as orders
from ringfence.measures.orders import queries as order_register
from ringfence.measures.orders import rules
from ringfence.registry.outbreaks import actions as outbreaks
from ringfence.registry.outbreaks import queries as outbreak_register

from . import arrangements, facts


def preview(*, outbreak_id: UUID, to_ruleset_id: str, by: Actor, now: datetime) -> rules.Migration:
    """Who would be affected, and how; changes nothing. Only for who may change the rules of the whole outbreak.

    Refused: a local version that does not hold here and now.
    """
    area_code = outbreak_register.outbreak(outbreak_id=outbreak_id).area_id
    access.require(by, Permission.RULESET_CHANGE, area_code=area_code)
    return _migration(outbreak_id, to_ruleset_id, now)


def _migration(outbreak_id: UUID, to_ruleset_id: str, now: datetime) -> rules.Migration:
    outbreak = outbreak_register.outbreak(outbreak_id=outbreak_id)
    rulesets.may_follow(
        ruleset_id=to_ruleset_id, area_code=outbreak.area_id, purpose=outbreak.purpose, now=now
    ).or_refuse()
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
    migration = preview(outbreak_id=outbreak_id, to_ruleset_id=to_ruleset_id, by=by, now=now)
    outbreaks.change_ruleset(
        outbreak_id=outbreak_id, to_ruleset_id=to_ruleset_id, why=why, by=by, now=now, affected=_kept(migration),
    )  # fmt: skip
    _shorten(migration, by=by, now=now)
    return migration


@transaction.atomic
def return_if_over(*, outbreak_id: UUID, by: Actor, now: datetime) -> rules.Migration | None:
    """Return to the edition when the days of a local version are over, or it was taken back; None if it still holds.

    Nobody decides this: the version itself named its last day. Like every change it only shortens.
    """
    outbreak = outbreak_register.outbreak(outbreak_id=outbreak_id)
    if not _is_over(outbreak, now):
        return None
    edition = rulesets.edition_of(ruleset_id=outbreak.ruleset_id)
    migration = _migration(outbreak_id, edition, now)
    outbreaks.return_to_edition(
        outbreak_id=outbreak_id, edition_id=edition, affected=_kept(migration), by=by, now=now
    )
    _shorten(migration, by=by, now=now)
    return migration


def _is_over(outbreak: outbreak_register.Outbreak, now: datetime) -> bool:
    """A local version that was replaced by a later one holds until its last day for those who follow it."""
    version = rulesets.local_version_named(code=outbreak.ruleset_id)
    return version is not None and (version.state == "WITHDRAWN" or version.valid_to <= city_date(now))


def _kept(migration: rules.Migration) -> list[dict[str, Any]]:
    """Who was affected, as it is kept with the change."""
    return [
        {
            "order": str(one.order_id),
            "change": one.change,
            "reasons": [each.as_json() for each in one.reasons],
        }
        for one in migration.affected
    ]


def _shorten(migration: rules.Migration, *, by: Actor, now: datetime) -> None:
    for one in migration.affected:
        order = orders.shorten(
            order_id=one.order_id,
            stages=one.stages,
            reasons=one.reasons,
            ruleset_id=migration.new_id,
            by=by,
            now=now,
        )
        if not one.stages:
            arrangements.free(facts.order(order.id), by=by, now=now)
