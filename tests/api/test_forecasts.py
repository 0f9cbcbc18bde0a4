"""Forecasts through the interface: begun with presets, asked, refused, watched, stopped."""

from __future__ import annotations

from typing import Any

import pytest

from ringfence.faces import clock

from . import world


@pytest.fixture
def here(db: None) -> world.World:
    return world.full(clock.real_now())


def asked(here: world.World, **changed: Any) -> Any:
    begun = here.get("forecast-presets").json()
    told = {"strategies": begun["strategies"][:2], "horizon_days": 28, "runs": 50} | changed
    return here.post("forecasts", told)


def test_presets_can_be_sent_back_as_a_question(here: world.World) -> None:
    answer = asked(here, title="Meeting")
    assert answer.status_code == 201
    kept = here.get(f"forecasts/{answer.json()['id']}").json()
    assert (kept["state"], kept["title"], kept["result"]) == ("QUEUED", "Meeting", {})
    assert [one["label"] for one in kept["strategies"]] == ["As now", "Contacts found in 6 hours"]
    assert kept["id"] in [one["id"] for one in here.get("forecasts").json()["items"]]


def test_a_figure_outside_its_bounds_is_named_with_unit_and_bounds(here: world.World) -> None:
    begun = here.get("forecast-presets").json()["strategies"]
    answer = asked(here, strategies=[begun[0] | {"pool": 50}])
    assert answer.status_code in (409, 422)
    assert "must lie between 1 and 20 swabs in a tube" in answer.content.decode()


def test_areas_are_named_by_code_or_name_and_refused_at_their_field(here: world.World) -> None:
    begun = here.get("forecast-presets").json()["strategies"]
    wrong = asked(here, strategies=[begun[0], begun[1] | {"close_areas": ["Atlantis"]}])
    assert wrong.status_code in (409, 422)
    assert "strategies.1.close_areas" in wrong.content.decode()
    assert "There is no area Atlantis in this outbreak's area" in wrong.json()["detail"]


def test_it_can_be_stopped_once(here: world.World) -> None:
    path = f"forecasts/{here.ids['forecast_id']}/cancel"
    assert here.post(path).json()["state"] == "CANCELLED"
    assert here.post(path).status_code in (409, 422)


def test_roles(here: world.World) -> None:
    assert here.get("forecasts", role="INVESTIGATOR").status_code == 200
    assert here.post("forecasts", {"strategies": [{"label": "x"}]}, role="INVESTIGATOR").status_code == 403
