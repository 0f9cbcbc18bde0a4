"""What the approval desk shows of a draft and of an appeal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ringfence.ground.access import Actor, Permission, visible_areas
from ringfence.ground.access.queries import organisations_by_id
from ringfence.kernel import Decision, reason, refuse
from ringfence.measures.orders import queries as orders


@dataclass(frozen=True, slots=True)
class AppealRow:
    """An open appeal and whether this reader may answer it."""

    appeal: orders.Appeal
    decision: Decision


def appeal_rows(found: Iterable[orders.Appeal], *, by: Actor) -> list[AppealRow]:
    return [AppealRow(one, orders.may_decide_appeal(order=one.order, by=by)) for one in found]


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft with its basis and whether this reader may approve it."""

    order: orders.Order
    decision: Decision
    exposure: Any | None
    first: Any | None
    organisation: Any | None


def draft_rows(found: Sequence[orders.Order], *, by: Actor, now: datetime) -> list[DraftRow]:
    """Rows of the desk; every rule is asked, no button is guessed."""
    areas = tuple(visible_areas(by, Permission.ORDER_APPROVE))
    houses = organisations_by_id(ids=[order.drafted_organisation_id for order in found])
    return [
        DraftRow(
            order, may_approve(order, areas=areas, by=by, now=now), _last_exposure(order), _first(order.stages.all()),
            houses.get(order.drafted_organisation_id),
        )
        for order in found
    ]  # fmt: skip


def may_approve(order: orders.Order, *, areas: tuple[str, ...], by: Actor, now: datetime) -> Decision:
    """Who-rule and may-rule together: why this reader may or may not approve this draft."""
    if not order.area_id.startswith(areas or ("-",)):
        return refuse(
            reason("Your role does not include this step ({permission}). Ask your administrator who may do it.",
                   permission=Permission.ORDER_APPROVE.value)
        )  # fmt: skip
    return orders.may_be_approved(order=order, by=by, now=now)


def _last_exposure(order: orders.Order) -> Any | None:
    if order.basis_contact is None:
        return None
    return max(order.basis_contact.exposures.all(), key=lambda one: one.last_at, default=None)


def _first(stages: Iterable[Any]) -> Any | None:
    return min(stages, key=lambda stage: stage.position, default=None)
