"""Finding whom to look at today, what was found, and what was missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Left

from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.measures.orders import queries as orders

from .. import rules
from ..models import HealthCheck, Stay

SLOTS = (HealthCheck.Slot.MORNING, HealthCheck.Slot.EVENING)
TOWNSHIP = 9  # digits of a township's code


@dataclass(frozen=True, slots=True)
class Watched:
    """A place with people who are looked at every day: a site, or a township with people at home."""

    site_id: UUID | None
    site_name: str
    site_name_en: str
    township_code: str
    people: int


def under_watch(
    *,
    by: Actor,
    outbreak_id: UUID,
    site_id: UUID | None = None,
    township_code: str = "",
    at_home: bool = False,
) -> QuerySet[Stay]:
    """Started stays whose health this reader keeps: in a site's room, or at home. Nobody looks after self-monitoring."""
    areas = visible_areas(by, Permission.HEALTH_CHECK_RECORD)
    here = in_areas("room__site__area__code", areas) | (Q(at_home=True) & in_areas("area__code", areas))
    found = Stay.objects.filter(here, outbreak_id=outbreak_id, state=Stay.State.STARTED).exclude(
        order_id__in=orders.in_stage(outbreak_id=outbreak_id, kind="SELF_MONITORING")
    )
    if site_id:
        found = found.filter(room__site_id=site_id)
    if at_home or township_code:
        found = found.filter(at_home=True, area__code__startswith=township_code)
    return found.select_related("person__identity", "room__site", "order", "area")


def people_at_home(*, outbreak_id: UUID) -> QuerySet[Stay, UUID]:
    """The ids of those in quarantine or monitoring at home whom somebody looks after; self-monitoring is not."""
    found = Stay.objects.filter(outbreak_id=outbreak_id, state=Stay.State.STARTED, at_home=True)
    alone = orders.in_stage(outbreak_id=outbreak_id, kind="SELF_MONITORING")
    return found.exclude(order_id__in=alone).order_by().values_list("person_id", flat=True)


def unchecked(found: QuerySet[Stay], *, day: date, slot: str) -> QuerySet[Stay]:
    """Those without a health check in this slot of this day, by room."""
    seen = HealthCheck.objects.filter(stay__order_id=OuterRef("order_id"), on=day, slot=slot)
    return found.filter(~Exists(seen)).order_by(
        "at_home", "room__site__name", "room__floor", "room__number", "area_id", "id"
    )


def checks_on(found: QuerySet[Stay], *, day: date, slot: str) -> QuerySet[HealthCheck]:
    """The checks of these people that were kept in this slot, the latest first."""
    return (
        HealthCheck.objects.filter(on=day, slot=slot, stay__in=found)
        .select_related("stay__person__identity", "stay__room__site", "stay__area").order_by("-checked_at", "-id")
    )  # fmt: skip


def places_with_people(*, by: Actor, outbreak_id: UUID) -> list[Watched]:
    """Where somebody is to be looked at: sites by name, then townships."""
    found = under_watch(by=by, outbreak_id=outbreak_id).order_by()
    in_sites = (
        found.filter(at_home=False).values("room__site_id", "room__site__name", "room__site__name_en")
        .annotate(n=Count("id")).order_by("room__site__name")
    )  # fmt: skip
    at_home = (
        found.filter(at_home=True).annotate(township=Left("area_id", TOWNSHIP)).values("township")
        .annotate(n=Count("id")).order_by("township")
    )  # fmt: skip
    return [
        Watched(row["room__site_id"], row["room__site__name"], row["room__site__name_en"], "", row["n"])
        for row in in_sites
    ] + [Watched(None, "", "", row["township"], row["n"]) for row in at_home]


def missed(found: QuerySet[Stay], *, due: Sequence[rules.DueCheck]) -> QuerySet[Stay]:
    """Those of whom at least one of these checks was not kept, each with its checks loaded (`checks_under_order`)."""
    lacking: Q = Q(pk__in=[])
    for one in due:
        kept = HealthCheck.objects.filter(
            stay__order_id=OuterRef("order_id"), on=one.on, slot=SLOTS[one.slot]
        )
        lacking |= Q(started_at__lt=one.due_by) & Q(~Exists(kept))
    return with_checks(found.filter(lacking))


def alerts(*, by: Actor, outbreak_id: UUID, since: datetime) -> QuerySet[HealthCheck]:
    """Symptoms or fever since this instant of people who were not sampled afterwards; the latest first."""
    watched = under_watch(by=by, outbreak_id=outbreak_id)
    return (
        HealthCheck.objects.filter(
            finding=HealthCheck.Finding.SYMPTOMS, checked_at__gte=since, stay__order_id__in=watched.values("order_id")
        )
        .exclude(stay__person__samples__taken_at__gte=F("checked_at"))
        .select_related("stay__person__identity", "stay__room__site", "stay__area").order_by("-checked_at", "-id")
    )  # fmt: skip


def checks_of(*, stay_id: UUID) -> QuerySet[HealthCheck]:
    return HealthCheck.objects.filter(stay_id=stay_id)


def with_checks(found: QuerySet[Stay]) -> QuerySet[Stay]:
    """The stays with the health checks of all rooms under their order loaded (`checks_under_order`)."""
    return found.prefetch_related("order__stays__health_checks")


def checks_of_person(*, person_id: UUID, outbreak_id: UUID) -> QuerySet[HealthCheck]:
    return HealthCheck.objects.filter(stay__person_id=person_id, stay__outbreak_id=outbreak_id)
