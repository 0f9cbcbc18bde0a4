"""What oversight sees of one outbreak, and what everybody may know of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ringfence.ground.alarms import queries as alarms
from ringfence.measures.orders import evidence, watching
from ringfence.measures.orders import hold_queries as holds
from ringfence.measures.orders.watching import AppealCounts, Approver
from ringfence.registry.outbreaks import queries as outbreaks

from . import rules

PUBLISHED = "RESPONSE"  # drills and past outbreaks restrict nobody


@dataclass(frozen=True, slots=True)
class Watch:
    """Numbers of one outbreak. `orders` by mark (watching.MARKS), `alarms` by kind and state, `holds` by state."""

    orders: dict[str, int]
    approvers: list[Approver]
    appeals: AppealCounts
    alarms: dict[tuple[str, str], int]
    holds: dict[str, int]
    violations: int

    @property
    def open_alarms(self) -> int:
        return sum(times for (_kind, state), times in self.alarms.items() if state == "OPEN")

    @property
    def answered_alarms(self) -> int:
        return sum(times for (_kind, state), times in self.alarms.items() if state != "OPEN")


@dataclass(frozen=True, slots=True)
class Published:
    """Counts for everybody; None is a small cell or a sum of which one part is a small cell."""

    restrictions: dict[str, int | None]
    appeals: dict[str, int | None]
    alarms: dict[str, int]
    violations: int


def watch(*, outbreak_id: UUID, now: datetime) -> Watch:
    """Everything oversight sees at once; nine statements, whatever the number of orders. Names nobody restricted."""
    return Watch(
        orders=watching.counts(outbreak_id=outbreak_id),
        approvers=watching.by_approver(outbreak_id=outbreak_id),
        appeals=watching.appeal_counts(outbreak_id=outbreak_id, now=now),
        alarms=alarms.counted(outbreak_ids=[outbreak_id]),
        holds=holds.counted(outbreak_id=outbreak_id),
        violations=evidence.unfounded(outbreak_id=outbreak_id).count(),
    )


def published(*, now: datetime) -> Published:
    """What everybody may know of all responses together. `now` is real time."""
    orders = watching.restricted(purpose=PUBLISHED)
    began, states = rules.told_with_sum(
        total=orders["began"], parts={name: orders[name] for name in ("in_force", "ended")}
    )
    appeals = watching.appeal_counts(purpose=PUBLISHED, now=now)
    opened, answers = rules.told_with_sum(
        total=appeals.opened,
        parts={name: getattr(appeals, name) for name in ("waiting", "in_time", "answered_late", "lapsed")},
    )
    raised = alarms.counted(outbreak_ids=outbreaks.ids_with_purpose(purpose=PUBLISHED))
    return Published(
        restrictions={"began": began, **states, "lifted": rules.told(orders["lifted"])},
        appeals={"opened": opened, **answers, "upheld": rules.told(appeals.upheld)},
        alarms={
            "raised": sum(raised.values()),
            "open": sum(times for (_kind, state), times in raised.items() if state == "OPEN"),
        },
        violations=evidence.unfounded().filter(outbreak__purpose=PUBLISHED).count(),
    )
