"""The situation in numbers. Each number has one definition, here, and the list behind it uses the same filter."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from ringfence.care.quarantine import queries as quarantine
from ringfence.care.transfers import queries as transfers
from ringfence.field.testing import queries as testing
from ringfence.ground.access import Actor
from ringfence.ground.rulesets.queries import RuleSet
from ringfence.kernel import city_date
from ringfence.measures.orders import queries as orders
from ringfence.registry.outbreaks.queries import Outbreak
from ringfence.registry.places import queries as places
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.contacts import queries as contacts
from ringfence.tracing.investigations import queries as investigations


@dataclass(frozen=True, slots=True)
class CaseNumbers:
    """Cases without those ruled out. `new` = reported in the last 24 hours."""

    total: int
    new: int
    confirmed: int
    asymptomatic: int
    imported: int
    community: int
    in_quarantine: int
    found_unknown: int
    without_source: int


@dataclass(frozen=True, slots=True)
class ClockNumbers:
    """Milestones of all investigations: on time, late, open, overdue now."""

    met_on_time: int
    met_late: int
    open: int
    overdue: int

    @property
    def on_time_percent(self) -> int | None:
        """Share of decided milestones (met, or overdue) that were met on time; None before the first."""
        decided = self.met_on_time + self.met_late + self.overdue
        return round(100 * self.met_on_time / decided) if decided else None


@dataclass(frozen=True, slots=True)
class Target:
    """Control within one incubation period: days without a community-detected case, against the period."""

    control_days: int
    last_community_at: datetime | None
    days_since: int | None
    days_since_any: int | None
    day_of_outbreak: int

    @property
    def reached(self) -> bool:
        return self.days_since is not None and self.days_since >= self.control_days


@dataclass(frozen=True, slots=True)
class Waiting:
    """A kind of work that waits: how much, and since or until when the most urgent one."""

    kind: str
    count: int
    most_urgent_at: datetime | None


@dataclass(frozen=True, slots=True)
class DayCount:
    """Cases of one day, by kind: CONFIRMED, ASYMPTOMATIC, IMPORTED, OTHER."""

    day: date
    kind: str
    count: int


def case_numbers(*, by: Actor, outbreak_id: UUID, now: datetime) -> CaseNumbers:
    found = cases.visible_to(by=by, outbreak_id=outbreak_id).filter(cases.COUNTED)
    rows = found.order_by().values_list("classification", "origin", "found_by").annotate(n=Count("id"))
    counted: Counter[str] = Counter()
    for classification, origin, found_by, n in rows:
        counted["total"] += n
        counted[classification] += n
        counted[origin] += n
        counted[f"by {found_by}"] += n
    unknown = counted["by UNKNOWN"]
    return CaseNumbers(
        total=counted["total"], new=found.filter(reported_at__gt=now - timedelta(hours=24)).count(),
        confirmed=counted["CONFIRMED"], asymptomatic=counted["ASYMPTOMATIC"], imported=counted["IMPORTED"],
        community=counted["total"] - counted["by QUARANTINE"] - unknown, in_quarantine=counted["by QUARANTINE"],
        found_unknown=unknown, without_source=cases.without_source(found).count(),
    )  # fmt: skip


def clock_numbers(*, by: Actor, outbreak_id: UUID, now: datetime) -> ClockNumbers:
    return ClockNumbers(**investigations.count_milestones(by=by, outbreak_id=outbreak_id, now=now))


def target(*, by: Actor, outbreak: Outbreak, ruleset: RuleSet, now: datetime) -> Target:
    """Days since the last community-detected case was reported, in city days."""
    last = cases.last_community_report(by=by, outbreak_id=outbreak.id)
    last_any = cases.last_report(by=by, outbreak_id=outbreak.id)
    return Target(
        control_days=ruleset.incubation.control_days, last_community_at=last,
        days_since=(city_date(now) - city_date(last)).days if last else None,
        days_since_any=(city_date(now) - city_date(last_any)).days if last_any else None,
        day_of_outbreak=(city_date(now) - city_date(outbreak.opened_at)).days + 1,
    )  # fmt: skip


def under_measure(*, by: Actor, outbreak_id: UUID) -> dict[str, int]:
    """Orders in force by kind of their running stage."""
    found = orders.visible_to(by=by, outbreak_id=outbreak_id).filter(state="IN_FORCE")
    return orders.count_by_running_kind(found)


def people_under_measure(*, by: Actor, outbreak_id: UUID) -> int:
    """Orders in force, whatever their stage: the sum of `under_measure`, counted without looking at stages."""
    return orders.visible_to(by=by, outbreak_id=outbreak_id).filter(state="IN_FORCE").order_by().count()


def contact_numbers(*, by: Actor, outbreak_id: UUID) -> dict[str, int]:
    """Contacts by kind."""
    rows = (
        contacts.visible_to(by=by, outbreak_id=outbreak_id)
        .order_by()
        .values_list("kind")
        .annotate(n=Count("*"))  # not of the id: the index by kind answers alone
    )
    return dict(rows)


def rooms(*, outbreak: Outbreak) -> quarantine.RoomCount:
    return quarantine.count_rooms(area_code=outbreak.area_id)


def waiting(*, by: Actor, outbreak_id: UUID, now: datetime) -> list[Waiting]:
    """Who waits for what, most urgent kind first; kinds with nothing waiting are left out."""
    today = city_date(now)
    inside: dict[str, Any] = {"by": by, "outbreak_id": outbreak_id}
    at_home = quarantine.people_at_home(outbreak_id=outbreak_id)
    found = [
        _waiting("MILESTONE", investigations.open_milestones(**inside), "due_at"),
        _waiting("APPROVAL", orders.waiting_for_approval(**inside), "expires_at"),
        _waiting("APPEAL", orders.appeals(**inside, open_only=True), "due_at"),
        _waiting("CLASSIFICATION", contacts.visible_to(**inside).filter(kind="UNDECIDED"), "created_at"),
        _waiting("ROOM", quarantine.waiting_list(**inside), "requested_at"),
        _waiting(
            "TRANSFER", transfers.visible_to(**inside).filter(state__in=["REQUESTED", "PICKED_UP"]), "due_at"
        ),
        _waiting("SAMPLE", testing.due(**inside, day=today, not_of=at_home), ""),
        _waiting("HOME_SAMPLE", testing.due(**inside, day=today, of=at_home), ""),
        _waiting("RESULT", testing.awaiting_result(**inside), "taken_at"),
    ]
    return [one for one in found if one.count]


def curve(*, by: Actor, outbreak_id: UUID) -> dict[str, list[DayCount]]:
    """Cases per day by report and by onset; cases without an onset are missing from the second."""
    found = cases.visible_to(by=by, outbreak_id=outbreak_id).filter(cases.COUNTED).order_by()
    curves = {}
    for basis, field in (("report", "reported_on"), ("onset", "onset_date")):
        rows = (
            found.exclude(**{field: None})
            .values_list(field, "classification", "origin")
            .annotate(n=Count("id"))
        )
        counted: Counter[tuple[date, str]] = Counter()
        for day, classification, origin, n in rows:
            counted[day, _kind(classification, origin)] += n
        curves[basis] = [DayCount(day, kind, n) for (day, kind), n in sorted(counted.items())]
    return curves


def by_county(*, by: Actor, outbreak: Outbreak) -> dict[str, int]:
    """Cases by county-level unit; residents of a management area are counted there and not in the legal county."""
    counties = {place.code for place in places.counties(city_code=outbreak.area_id)}
    lengths = sorted({len(code) for code in counties}, reverse=True)
    counted: Counter[str] = Counter()
    by_area = cases.count_by_area(by=by, outbreak_id=outbreak.id, digits=max(lengths, default=1))
    for area_code, n in by_area.items():
        above = (area_code[:length] for length in lengths)
        counted[next((code for code in above if code in counties), outbreak.area_id)] += n
    return dict(counted)


def _kind(classification: str, origin: str) -> str:
    if origin == "IMPORTED":
        return "IMPORTED"
    return classification if classification in ("CONFIRMED", "ASYMPTOMATIC") else "OTHER"


def _waiting(kind: str, found: QuerySet[Any], urgent_field: str) -> Waiting:
    """Counted and the most urgent found in one look: to count is to pass every row anyway."""
    if not urgent_field:
        return Waiting(kind, found.order_by().count(), None)
    told = found.order_by().aggregate(count=Count("*"), most_urgent=Min(urgent_field))
    return Waiting(kind, told["count"], told["most_urgent"])
