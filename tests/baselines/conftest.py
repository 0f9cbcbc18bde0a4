"""One world for all requests of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ringfence.faces import clock, sealing
from ringfence.ground.audit import queries as audit
from ringfence.response import ruling_out
from tests.api import world
from tests.city import NOON, hours
from tests.stories.telling import approved, close_contact, open_case

from .asking import Asking


@pytest.fixture(scope="module")
def asking(django_db_setup: None, django_db_blocker: Any) -> Iterator[Asking]:
    with world.taken_back(django_db_blocker):
        full = world.full(clock.real_now())
        _rule_out(full)
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
