"""Finding held batches, and what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Substr

from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.ground.access import queries as users
from ringfence.ground.access.queries import organisations_by_id
from ringfence.kernel import Decision, NotFound, reason

from . import holding, queries, rules
from .models import Hold, Order

TOWNSHIP = 9  # letters of a township's code


@dataclass(frozen=True, slots=True)
class Spread:
    """How the restrictions of a batch lie over places, time and cases."""

    by_place: tuple[tuple[str, int], ...]
    drafted_at: tuple[datetime, ...]
    by_case: tuple[tuple[str, int], ...]
    by_state: dict[str, int]


def visible_to(*, by: Actor, outbreak_id: UUID, state: str = "") -> QuerySet[Hold]:
    """Held batches in the reader's areas, newest first, each with how many orders it holds."""
    found = Hold.objects.filter(
        in_areas("area__code", visible_areas(by, Permission.ORDER_READ)), outbreak_id=outbreak_id
    )
    found = found.filter(state=state) if state else found
    return found.select_related("area").annotate(size=Count("orders")).order_by("-held_at", "-id")


def hold(*, hold_id: UUID, by: Actor, outbreak_id: UUID) -> Hold:
    found = visible_to(by=by, outbreak_id=outbreak_id).filter(id=hold_id).first()
    if found is None:
        raise NotFound(reason("There is no such held batch in the areas that you can see."))
    return found


def all_of(*, outbreak_id: UUID) -> QuerySet[Hold]:
    """Every held batch of an outbreak, for the command line and for counting."""
    return (
        Hold.objects.filter(outbreak_id=outbreak_id)
        .select_related("area")
        .annotate(size=Count("orders"))
        .order_by("-held_at", "-id")
    )


def counted(*, outbreak_id: UUID) -> dict[str, int]:
    """How many held batches of an outbreak are in each state."""
    rows = Hold.objects.filter(outbreak_id=outbreak_id).order_by().values_list("state")
    return dict(rows.annotate(n=Count("id")))


def orders_of(*, hold_id: UUID, by: Actor) -> QuerySet[Order]:
    """The orders of a batch that the reader may see, the first draft on top."""
    areas = visible_areas(by, Permission.ORDER_READ)
    found = Order.objects.filter(in_areas("area__code", areas), hold_id=hold_id)
    return found.select_related("person__identity", "basis_case", "basis_contact__case", "area").order_by(
        "drafted_at", "id"
    )


def drafts_free_to_approve(*, order_ids: Sequence[UUID], by: Actor, now: datetime) -> list[Order]:
    """Of these orders the drafts of one outbreak that this person may put in force and that nobody has looked at yet."""
    areas = visible_areas(by, Permission.ORDER_APPROVE)
    found = Order.objects.filter(
        in_areas("area__code", areas), id__in=order_ids, state=Order.State.DRAFT, hold=None
    )
    found = (
        found.select_related("outbreak", "hold")
        .prefetch_related("stages", "appeals")
        .order_by("drafted_at", "id")
    )
    return [one for one in found if queries.may_be_approved(order=one, by=by, now=now).allowed]


def spread(*, hold_id: UUID) -> Spread:
    """Numbers only; no person is named."""
    found = Order.objects.filter(hold_id=hold_id).order_by()
    places = (
        found.annotate(township=Substr("area_id", 1, TOWNSHIP))
        .values_list("township")
        .annotate(n=Count("id"))
    )
    cases = holding.with_case(found).annotate(
        own=F("basis_case__number"), met=F("basis_contact__case__number")
    )
    by_case = [
        (own or met or "", n) for own, met, n in cases.values_list("own", "met").annotate(n=Count("id"))
    ]
    return Spread(
        by_place=_largest_first(places), by_case=_largest_first(by_case),
        drafted_at=tuple(found.values_list("drafted_at", flat=True).order_by("drafted_at")),
        by_state=dict(found.values_list("state").annotate(n=Count("id"))),
    )  # fmt: skip


def may_review(*, hold: Hold, by: Actor) -> Decision:
    """What the rule says to this person deciding this batch."""
    house = organisations_by_id(ids=[by.organisation_id]).get(by.organisation_id)
    in_command = (house is not None and house.kind == "COMMAND") or any(
        Permission.RULESET_CHANGE in role.permissions or Permission.ORDER_DRAFT in role.permissions
        for role, _area in users.roles_of(by)
    )
    return rules.may_review(
        reviewer=by.id, organisation=by.organisation_id, in_command=in_command, persons=hold.persons,
        organisations=hold.organisations,
    )  # fmt: skip


def _largest_first(rows: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(rows, key=lambda row: (-row[1], row[0])))


__all__ = [
    "Hold",
    "Spread",
    "all_of",
    "counted",
    "drafts_free_to_approve",
    "hold",
    "may_review",
    "orders_of",
    "spread",
    "visible_to",
]
