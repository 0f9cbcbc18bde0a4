"""Who restricts whom how fast, for whoever watches over it: counts, and behind each count its list.

A mark is a condition with a name; the number and its list use the same one. Nothing here reads who a person is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.fields import CharField
from django.db.models.functions import Cast, TruncHour

from ringfence.ground.audit import queries as record

from .models import Appeal, Order

QUICK = timedelta(seconds=10)  # house decision: nobody reads basis, exposure and reasons in less
LIFTED = "Lifted: {why}"  # the sentence with which `ending.lift` closes an order
# Bounds of the time from proposal to approval, house decision: about threefold steps from 3 seconds to a day.
BOUNDS = tuple(timedelta(seconds=one) for one in (3, 10, 30, 60, 300, 900, 3_600, 14_400, 43_200, 86_400))

_APPEALS = Appeal.objects.filter(order=OuterRef("pk"))
MARKS: dict[str, Q] = {
    "signed": Q(approved_at__isnull=False),
    "draft": Q(state=Order.State.DRAFT),
    "in_force": Q(state=Order.State.IN_FORCE),
    "ended": Q(approved_at__isnull=False) & ~Q(state=Order.State.IN_FORCE),
    "rejected": Q(state=Order.State.REJECTED),
    "not_signed": Q(approved_at=None, state__in=[Order.State.WITHDRAWN, Order.State.LAPSED]),
    "quick": Q(approved_at__lt=F("drafted_at") + QUICK),
    "lifted": Q(closing_reasons__0__text=LIFTED),
    "appealed": Q(Exists(_APPEALS)),
    "upheld": Q(Exists(_APPEALS.filter(upheld=True))),
}


class Median(Aggregate):
    """The median of durations, by PostgreSQL."""

    function = "percentile_cont"
    name = "Median"
    template = "percentile_cont(0.5) within group (order by %(expressions)s)"


@dataclass(slots=True)
class Approver:
    """What one person signed: `quick` within `QUICK`, `busiest` in one hour; `rejected` of what they decided."""

    id: UUID
    name: str
    organisation_id: UUID | None
    signed: int = 0
    in_force: int = 0
    quick: int = 0
    lifted: int = 0
    appealed: int = 0
    upheld: int = 0
    rejected: int = 0
    median: timedelta | None = None
    fastest: timedelta | None = None
    last_at: datetime | None = None
    busiest: int = 0
    proposers: tuple[tuple[UUID, int], ...] = ()
    bins: tuple[int, ...] = (0,) * (len(BOUNDS) + 1)

    @property
    def refused_share(self) -> float | None:
        """Rejections among all that this person decided, 0 to 1; None when nothing was decided."""
        decided = self.signed + self.rejected
        return self.rejected / decided if decided else None

    @property
    def refused_percent(self) -> int:
        return round(100 * (self.refused_share or 0))


@dataclass(frozen=True, slots=True)
class AppealCounts:
    """Appeals by what became of them; `lapsed`: nobody answered in time and the restriction fell."""

    opened: int
    waiting: int
    late: int
    in_time: int
    answered_late: int
    upheld: int
    lapsed: int
    next_due_at: datetime | None


def counts(*, outbreak_id: UUID) -> dict[str, int]:
    """How many orders of an outbreak carry each mark, and all of them."""
    told = {name: Count("id", filter=condition) for name, condition in MARKS.items()}
    return dict(_orders(outbreak_id).aggregate(total=Count("id"), **told))


def by_approver(*, outbreak_id: UUID) -> list[Approver]:
    """Who signed or rejected, the one who signed most on top. Four statements, whatever the number of orders."""
    found = {one.id: one for one in _signed(outbreak_id)}
    for by_id, name, organisation_id, times in record.actors_of(
        action="order.rejected", outbreak_id=outbreak_id
    ):
        found.setdefault(by_id, Approver(by_id, name, organisation_id)).rejected += times
    _add_hours(found, outbreak_id)
    _add_proposers(found, outbreak_id)
    return sorted(found.values(), key=lambda one: (-one.signed, -one.rejected, one.name))


def _signed(outbreak_id: UUID) -> list[Approver]:
    names = ("in_force", "quick", "lifted", "appealed", "upheld")
    edges = (timedelta(0), *BOUNDS, None)
    bins = {
        f"bin_{n}": Count("id", filter=_took(low, high))
        for n, (low, high) in enumerate(zip(edges, edges[1:], strict=False))
    }
    took = ExpressionWrapper(F("approved_at") - F("drafted_at"), output_field=DurationField())
    rows: Any = (
        _orders(outbreak_id).filter(MARKS["signed"])
        .values("approved_by_id")
        .annotate(
            name=Max("approved_by_name"), house=Max(Cast("approved_organisation_id", CharField())), signed=Count("id"),
            median=Median(took, output_field=DurationField()), fastest=Min(took), last_at=Max("approved_at"),
            **{one: Count("id", filter=MARKS[one]) for one in names}, **bins,
        )
    )  # fmt: skip
    return [
        Approver(
            row["approved_by_id"], row["name"], UUID(row["house"]), signed=row["signed"], median=row["median"],
            fastest=row["fastest"], last_at=row["last_at"], bins=tuple(row[one] for one in bins),
            **{one: row[one] for one in names},
        )
        for row in rows
    ]  # fmt: skip


def _took(low: timedelta | None, high: timedelta | None) -> Q:
    """Approved at least `low` and less than `high` after the proposal."""
    found = Q(approved_at__gte=F("drafted_at") + low) if low else Q(approved_at__isnull=False)
    return found & Q(approved_at__lt=F("drafted_at") + high) if high is not None else found


def _add_hours(found: dict[UUID, Approver], outbreak_id: UUID) -> None:
    rows = (
        _orders(outbreak_id).filter(MARKS["signed"]).annotate(hour=TruncHour("approved_at"))
        .values_list("approved_by_id", "hour").annotate(n=Count("id"))
    )  # fmt: skip
    for by_id, _hour, times in rows:
        found[by_id].busiest = max(found[by_id].busiest, times)


def _add_proposers(found: dict[UUID, Approver], outbreak_id: UUID) -> None:
    rows = (
        _orders(outbreak_id).filter(MARKS["signed"])
        .values_list("approved_by_id", "drafted_organisation_id").annotate(n=Count("id")).order_by("-n")
    )  # fmt: skip
    for by_id, house, times in rows:
        found[by_id].proposers += ((house, times),)


def appeal_counts(*, outbreak_id: UUID | None = None, purpose: str = "", now: datetime) -> AppealCounts:
    """What became of the appeals of one outbreak; without one, of all outbreaks of this purpose."""
    found = Appeal.objects.filter(order__outbreak_id=outbreak_id) if outbreak_id else Appeal.objects.all()
    found = found.filter(order__outbreak__purpose=purpose) if purpose else found
    told = found.aggregate(
        opened=Count("id"), next_due_at=Min("due_at", filter=Q(decided_at=None)),
        **{name: Count("id", filter=condition) for name, condition in appeal_marks(now=now).items()},
    )  # fmt: skip
    return AppealCounts(**told)


def appeal_marks(*, now: datetime) -> dict[str, Q]:
    """The conditions by which appeals are counted and listed. Who has no id answered by the clock: nobody did."""
    by_somebody = Q(decided_by_id__isnull=False)
    return {
        "waiting": Q(decided_at=None), "late": Q(decided_at=None, due_at__lte=now),
        "in_time": by_somebody & Q(decided_at__lte=F("due_at")),
        "answered_late": by_somebody & Q(decided_at__gt=F("due_at")),
        "upheld": by_somebody & Q(upheld=True), "lapsed": Q(decided_at__isnull=False, decided_by_id=None),
    }  # fmt: skip


def restrictions(
    *,
    outbreak_id: UUID,
    mark: str = "",
    approver: UUID | None = None,
    proposer: UUID | None = None,
    took: int | None = None,
) -> QuerySet[Order]:
    """The orders behind a number, newest first, without who the person is. `took`: the place among the `BOUNDS`.

    With the mark `rejected` the approver is who rejected, by the record.
    """
    found = _orders(outbreak_id).filter(MARKS.get(mark, Q()))
    if approver and mark == "rejected":
        deeds = record.deeds(subject_type="order").filter(action="order.rejected", by_id=approver)
        found = found.filter(Exists(deeds.filter(subject_id=Cast(OuterRef("pk"), CharField()))))
    elif approver:
        found = found.filter(approved_by_id=approver)
    found = found.filter(drafted_organisation_id=proposer) if proposer else found
    if took is not None and 0 <= took <= len(BOUNDS):
        edges = (timedelta(0), *BOUNDS, None)
        found = found.filter(_took(edges[took], edges[took + 1]))
    return found.select_related("area").order_by("-drafted_at", "-id")


def appeals(*, outbreak_id: UUID, mark: str = "", now: datetime) -> QuerySet[Appeal]:
    """The appeals behind a number, the one whose time is over first on top; what they say is left out."""
    found = Appeal.objects.filter(order__outbreak_id=outbreak_id).filter(appeal_marks(now=now).get(mark, Q()))
    return found.select_related("order__area").defer("text", "answer").order_by("-due_at", "-id")


def restricted(*, purpose: str) -> dict[str, int]:
    """Restrictions that began, that are in force and that are over, in all outbreaks of one purpose."""
    found = Order.objects.filter(MARKS["signed"], outbreak__purpose=purpose)
    return dict(
        found.aggregate(
            began=Count("id"), in_force=Count("id", filter=MARKS["in_force"]), ended=Count("id", filter=MARKS["ended"]),
            lifted=Count("id", filter=MARKS["lifted"]),
        )
    )  # fmt: skip


def organisations_in(rows: Iterable[Approver]) -> set[UUID]:
    """Every organisation that is named in these rows."""
    named = {one.organisation_id for one in rows if one.organisation_id}
    return named | {house for one in rows for house, _n in one.proposers}


def _orders(outbreak_id: UUID) -> QuerySet[Order]:
    return Order.objects.filter(outbreak_id=outbreak_id).order_by()
