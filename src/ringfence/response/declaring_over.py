"""The response is declared over: nobody is restricted any more, and everything identified has a last day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from ringfence.ground import access
from ringfence.ground.access import Actor, Permission
from ringfence.ground.retention import schedule
from ringfence.kernel import Decision, allow, city_date, reason, refuse
from ringfence.measures.orders import queries as orders
from ringfence.registry.outbreaks import actions as outbreaks
from ringfence.registry.outbreaks import queries as register
from ringfence.registry.outbreaks.actions import Outbreak


def may_declare(*, outbreak_id: UUID) -> Decision:
    """Nobody may be restricted, and no appeal may wait: after the end no clock runs for them."""
    running, appeals = (
        orders.running_count(outbreak_id=outbreak_id),
        orders.open_appeals_count(outbreak_id=outbreak_id),
    )
    if running or appeals:
        return refuse(
            reason("{orders} orders run or wait for approval, {appeals} appeals wait for an answer. They come first.",
                   orders=running, appeals=appeals)
        )  # fmt: skip
    return allow(reason("Nobody is restricted, and no appeal waits."))


@transaction.atomic
def declare(*, outbreak_id: UUID, by: Actor, now: datetime) -> Outbreak:
    """Declare it over. Refused while an order runs or an appeal waits, and to who may not. Other deeds stay on record."""
    area = register.outbreak(outbreak_id=outbreak_id).area_id
    access.require(by, Permission.OUTBREAK_MANAGE, area_code=area)
    may_declare(outbreak_id=outbreak_id).or_refuse()
    return outbreaks.close_outbreak(outbreak_id=outbreak_id, by=by, now=now)


def last_day(outbreak: Outbreak) -> date | None:
    """The last day on which somebody is kept, once it is over."""
    days = timedelta(days=schedule.current()["OVER"].days)
    return city_date(outbreak.closed_at) + days if outbreak.closed_at else None
