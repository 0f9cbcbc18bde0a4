"""The first page leads to where the work is."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.city import NOON, build

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
