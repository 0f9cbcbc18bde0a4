"""Counting restrictions against what cases explain; the rule decides whether they wait (`rules.tripped`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from ringfence.ground.access import Actor
from ringfence.ground.rulesets import queries as rulesets

from . import rules
from .models import Hold, Order
from .rules import Cause, Tripped

WINDOW = timedelta(hours=1)  # DOMAIN 9.2: "per rule/hour"
COUNTY = 6  # letters of a county's code
BEHIND = Coalesce("basis_case_id", "basis_contact__case_id")
SIGNED_AWAY = ("REJECTED", "WITHDRAWN", "LAPSED")  # drafts that will never restrict anybody


@dataclass(frozen=True, slots=True)
class Asked:
    """Orders that somebody drafts or approves now, all of one outbreak."""

    orders: Sequence[Order]
    step: str
    by: Actor
    now: datetime

    @property
    def outbreak_id(self) -> UUID:
        return self.orders[0].outbreak_id

    @property
    def county(self) -> str:
        return self.orders[0].area_id[:COUNTY]

    def keys(self) -> dict[Cause, str]:
        """Whose rate each count is."""
        return {
            Cause.NO_CASE: str(self.by.id), Cause.PROPOSER: str(self.by.id),
            Cause.ORGANISATION: str(self.by.organisation_id), Cause.AREA: self.county, Cause.OUTBREAK: "",
        }  # fmt: skip


def judged(asked: Asked) -> Tripped | None:
    """Must these orders wait? None: they may go on. What a reviewer has let pass counts no more."""
    batch = with_case(Order.objects.filter(id__in=[one.id for one in asked.orders]))
    without = batch.exclude(laboratory_found() | reviewed_case(asked.outbreak_id)).count()
    counts = {
        cause: _of_rate(asked, cause)
        for cause in (Cause.PROPOSER, Cause.ORGANISATION, Cause.AREA, Cause.OUTBREAK)
    }
    aggregates = {}
    for cause, mine in counts.items():
        aggregates[f"{cause}_all"] = Count("id", filter=mine)
        aggregates[f"{cause}_cases"] = Count("case_behind", filter=mine & laboratory_found(), distinct=True)
    told = with_case(_recent(asked)).aggregate(**aggregates)
    return rules.tripped(
        ruleset=rulesets.get(asked.orders[0].ruleset_id), without_case=without,
        rates=[rules.Rate(cause, told[f"{cause}_all"], told[f"{cause}_cases"]) for cause in counts],
    )  # fmt: skip


def together(asked: Asked, cause: Cause) -> QuerySet[Order]:
    """What waits with them: every draft of the same count in the same hour that is in no hold yet."""
    own = Q(id__in=[one.id for one in asked.orders])
    if cause is not Cause.NO_CASE and asked.step == Hold.Step.DRAFT:
        own |= Q(id__in=_recent(asked).filter(_of_rate(asked, cause)).values("id"))
    return Order.objects.filter(own, state=Order.State.DRAFT, hold=None)


def with_case(found: QuerySet[Order]) -> QuerySet[Order]:
    """Each order with the id of the case behind it, its own or that of the contact it rests on."""
    return found.annotate(case_behind=BEHIND)


def laboratory_found() -> Q:
    """The case behind an order has a positive sample and was not ruled out."""
    condition = Q()
    for path in ("basis_case", "basis_contact__case"):
        condition |= Q(**{f"{path}__confirming_sample__result": "POSITIVE"}) & ~Q(
            **{f"{path}__classification": "RULED_OUT"}
        )
    return condition


def reviewed_case(outbreak_id: UUID) -> Q:
    """A reviewer has opened a hold of restrictions behind the same case, knowing that no laboratory found it."""
    opened = Order.objects.filter(
        outbreak_id=outbreak_id, hold__state=Hold.State.OPENED, hold__cause=Cause.NO_CASE
    )
    return Q(case_behind__in=with_case(opened).values_list(BEHIND))


def _recent(asked: Asked) -> QuerySet[Order]:
    since = asked.now - WINDOW
    if asked.step == Hold.Step.DRAFT:
        recent = Q(drafted_at__gt=since, drafted_at__lte=asked.now) & ~Q(state__in=SIGNED_AWAY)
    else:
        recent = Q(approved_at__gt=since, approved_at__lte=asked.now) | Q(
            id__in=[one.id for one in asked.orders]
        )
    return Order.objects.filter(recent, outbreak_id=asked.outbreak_id)


def _of_rate(asked: Asked, cause: Cause) -> Q:
    """The orders of one count: not yet held, or held for the same; those of this moment always."""
    signed = "drafted" if asked.step == Hold.Step.DRAFT else "approved"
    own = {
        Cause.PROPOSER: Q(**{f"{signed}_by_id": asked.by.id}),
        Cause.ORGANISATION: Q(**{f"{signed}_organisation_id": asked.by.organisation_id}),
        Cause.AREA: Q(area__code__startswith=asked.county), Cause.OUTBREAK: Q(),
    }[cause]  # fmt: skip
    free = Q(hold=None) | Q(hold__state=Hold.State.HELD, hold__cause=cause, hold__step=asked.step)
    return (own & free) | Q(id__in=[one.id for one in asked.orders])
