"""What a person sees: status and why, until when, what comes next, where, by whose decision, who looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ringfence.care.quarantine import queries as quarantine
from ringfence.faces.web.orders.tests_of import TestRow, test_rows
from ringfence.field.testing import queries as testing
from ringfence.ground.access.queries import Organisation, organisations_by_id
from ringfence.ground.rulesets import queries as rulesets
from ringfence.ground.rulesets.queries import RuleSet
from ringfence.kernel import city_date
from ringfence.measures.health_status import queries as health_status
from ringfence.measures.health_status.rules import HealthStatus, Status
from ringfence.measures.orders import notices
from ringfence.measures.orders import queries as orders
from ringfence.registry.corrections import queries as corrections
from ringfence.registry.outbreaks.queries import Outbreak
from ringfence.registry.people import queries as people

from . import record

UNSIGNED_END = ("REJECTED", "WITHDRAWN")  # drafts that never restricted anybody


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnView:
    """Everything that the page shows. `order` is the newest decision about the person; most people have none."""

    person: people.NamedPerson
    outbreak: Outbreak
    now: datetime
    status: HealthStatus
    order: orders.Order | None
    stages: Sequence[Any]
    tests: Sequence[TestRow]
    stay: Any
    ruleset: RuleSet | None
    drafted_house: Organisation | None
    approved_house: Organisation | None
    appeals: Sequence[Any]
    lines: Sequence[record.Line]
    receivers: Sequence[record.Receiver]
    corrections: Sequence[corrections.Correction]
    notices: Sequence[Any]

    @property
    def is_restricted(self) -> bool:
        """Only an order that two people signed restricts anybody."""
        return self.order is not None and self.order.state == "IN_FORCE"

    @property
    def is_draft(self) -> bool:
        return self.order is not None and self.order.state == "DRAFT"

    @property
    def measure(self) -> str:
        """What holds now: the kind of the running stage, or CLEAR."""
        if self.order is None or not self.is_restricted:
            return str(Status.CLEAR)
        return str(self.running.kind if self.running else self.order.kind)

    @property
    def running(self) -> Any:
        """The stage that is running; none for isolation, which has no stages."""
        return next((one for one in self.stages if one.ended_at is None), None)

    @property
    def following(self) -> Any:
        """The stage after the running one."""
        return next(
            (one for one in self.stages if self.running and one.position > self.running.position), None
        )

    @property
    def until(self) -> datetime | None:
        """When the running stage ends; None: nothing runs, or it lasts until discharge."""
        return self.running.ends_at if self.is_restricted and self.running else None

    @property
    def evidence_is_gone(self) -> bool:
        """An order is in force although the evidence, as it stands now, asks for nothing."""
        return self.is_restricted and self.status.status is Status.CLEAR

    @property
    def open_tests(self) -> list[TestRow]:
        """Test days of the running stage that are not done."""
        here = self.running.position if self.running else -1
        return [
            one for one in self.tests if one.position == here and one.result in ("", "PENDING", "INVALID")
        ]

    @property
    def open_appeal(self) -> Any:
        return next((one for one in self.appeals if one.decided_at is None), None)


def see(*, person_id: UUID, outbreak: Outbreak, now: datetime) -> OwnView:
    """The view of one person of themselves. `now` is the outbreak's time; who asks was let in by a code."""
    inside: dict[str, Any] = {"person_id": person_id, "outbreak_id": outbreak.id}
    order = orders.of_person(**inside).exclude(state__in=UNSIGNED_END).last()
    lines = record.lines_about(**inside)
    return OwnView(
        person=people.people(person_ids=[person_id], on=city_date(now))[person_id], outbreak=outbreak, now=now,
        status=health_status.status_of(**inside, now=now), order=order, lines=lines,
        receivers=record.receivers(lines), corrections=list(corrections.of_person(**inside)),
        notices=list(notices.notices_to(**inside)), **_about_order(order),
    )  # fmt: skip


def _about_order(order: orders.Order | None) -> dict[str, Any]:
    if order is None:
        return {"stages": (), "tests": (), "stay": None, "ruleset": None, "drafted_house": None,
                "approved_house": None, "appeals": ()}  # fmt: skip
    stages = list(orders.stages(order_id=order.id))
    samples = [
        one
        for one in testing.of_person(person_id=order.person_id, outbreak_id=order.outbreak_id)
        if not one.surface
    ]
    ids = [one for one in (order.drafted_organisation_id, order.approved_organisation_id) if one]
    houses = organisations_by_id(ids=ids)
    return {
        "stages": stages, "tests": test_rows(stages, samples), "stay": quarantine.stay_of_order(order_id=order.id),
        "ruleset": rulesets.get(order.ruleset_id), "drafted_house": houses.get(order.drafted_organisation_id),
        "approved_house": houses.get(order.approved_organisation_id) if order.approved_organisation_id else None,
        "appeals": list(orders.appeals_of(order_id=order.id).order_by("-opened_at")),
    }  # fmt: skip
