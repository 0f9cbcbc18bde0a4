"""The drill of the exposure search: there at once with its case, filled in the background, told twice unchanged."""

from __future__ import annotations

from typing import Any

import pytest

from ringfence.faces import clock
from ringfence.faces.jobs.seeding import exposures, seed_city, seed_staff, seed_system
from ringfence.tracing.movement.models import Lead, Search

pytestmark = pytest.mark.django_db


def test_a_newcomer_finds_a_search_with_leads_and_one_that_waits(tmp_path: Any, settings: Any) -> None:
    settings.MOVEMENT_HOME = tmp_path
    now = clock.real_now()
    seed_city(by=seed_system(), now=now)
    seed_staff()
    assert exposures.seed_exposures(now=now)
    assert not exposures.seed_exposures(now=now)
    found = exposures.fill()
    assert 10 <= found <= exposures.GUESTS
    assert exposures.fill() == 0
    assert sorted(Search.objects.values_list("state", flat=True)) == ["ANSWERED", "ASKED"]
    assert Lead.objects.filter(state="OPEN").count() == found
    assert Lead.objects.filter(sure_minutes=0).exists()  # somebody who was only seen coming
