"""One world for all requests of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ringfence.care.home_watch import actions as home_watch
from ringfence.care.quarantine import queries as stays
from ringfence.faces import clock, sealing
from ringfence.ground.access import queries as users
from ringfence.ground.audit import queries as audit
from ringfence.response import drafting, ruling_out
from ringfence.tracing.cases import queries as cases
from tests.api import world
from tests.city import NOON, hours
from tests.stories.telling import approved, close_contact, open_case

from .asking import Asking


@pytest.fixture(scope="module")
def asking(django_db_setup: None, django_db_blocker: Any) -> Iterator[Asking]:
    with world.taken_back(django_db_blocker):
        full = world.full(clock.real_now())
        _rule_out(full)
        _at_home(full)
        sealing.seal(now=clock.real_now())
        full.ids["entry_id"] = audit.of_outbreak(outbreak_id=full.city.outbreak.id).order_by("id")[0].id
        yield Asking(full)


def _rule_out(full: world.World) -> None:
    """A case that turned out to be none; who was affected waits to be told."""
    city = full.city
    case = open_case(city, "Sun")
    approved(city, close_contact(city, case, "Zhu"))
    ruling_out.rule_out(
        case_id=case.id, why="The second laboratory found nothing.", by=city.investigator, now=NOON + hours(2)
    )
    full.ids["ruled_out_case_id"] = case.id


def _at_home(full: world.World) -> None:
    """He is in quarantine at home with a device; what it reported was handed to the investigator."""
    city, grid = full.city, users.user_named(username="api-grid_worker")
    case = cases.case(case_id=full.ids["case_id"], by=city.investigator)
    order = drafting.draft_again(
        order_id=close_contact(city, case, "He").id, why="a child at home", kind="HOME_QUARANTINE", by=city.investigator, now=NOON
    )  # fmt: skip
    approved(city, order)
    stay = stays.stays_of_person(person_id=order.person_id, outbreak_id=city.outbreak.id).get()
    begun = home_watch.begin(
        stay_id=stay.id, device="DOOR", agreed=True, agreed_by="PERSON", by=grid, now=NOON
    )
    report = begun.watch.reports.create(
        told_id="2", cause="DOOR_OPENED", happened_at=NOON, received_at=NOON, state="OPEN", due_at=NOON
    )
    told: dict[str, Any] = {"report_id": report.id, "by": grid, "now": NOON}
    home_watch.call(heard="AWAY", note="", **told)
    home_watch.escalate(why="says to be away", **told)
    full.ids |= {"home_stay_id": stay.id, "handed_over_id": report.id}
