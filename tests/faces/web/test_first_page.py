"""The first page leads to where the work is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.city import NOON, build
from tests.faces.web.quarantined import get, set_clock, signed_in
from tests.stories.telling import open_case

from ringfence.registry.outbreaks.models import Outbreak

pytestmark = pytest.mark.django_db


def test_a_real_outbreak_opens_before_a_drill_with_more_cases() -> None:
    city = build()
    Outbreak.objects.create(
        slug="a-drill", name="演练", case_prefix="DR", purpose="DRILL", area_id=city.outbreak.area_id,
        ruleset_id=city.outbreak.ruleset_id, opened_at=NOON, clock_set_to=NOON, clock_set_at=NOON, last_case_number=9,
    )  # fmt: skip
    client = Client()
    client.force_login(city.command, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/").headers["Location"] == f"/o/{city.outbreak.slug}/"


def first_page(user: Any) -> str:
    client = signed_in(user)
    client.get("/o/xinxiang/")
    return str(client.get("/o/xinxiang/").headers["Location"]).removeprefix("/o/xinxiang/")


def test_everybody_begins_where_their_work_is() -> None:
    city = build()
    begins = {"command": "situation/", "investigator": "situation/", "laboratory": "tasks/", "nurse": "tasks/",
              "manager": "tasks/", "driver": "transfers/", "oversight": "orders/"}  # fmt: skip
    assert {role: first_page(getattr(city, role)) for role in begins} == begins


def test_who_reads_no_cases_is_not_told_that_there_are_none() -> None:
    city = build()
    set_clock(city, NOON)
    open_case(city)
    told = get(city.laboratory, "situation/")
    assert "that is not the same as none" in told and "No case yet" not in told
    assert "situation/deadlines/" not in told  # the door would be shut
    assert "Epidemic curve" in get(city.command, "situation/")
    numbers = signed_in(city.laboratory).get("/api/v1/outbreaks/xinxiang/situation").json()
    assert numbers["cases"] is None and numbers["aim"] is None
    assert signed_in(city.command).get("/api/v1/outbreaks/xinxiang/situation").json()["cases"]["total"] == 1
