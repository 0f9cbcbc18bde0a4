"""Drills through the interface: wanted, looked at, chosen, read, downloaded, played; sealed for everybody but the leader."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from ringfence.command.drills import queries
from ringfence.faces import clock
from ringfence.faces.jobs.tasks.drills import work_on_now
from ringfence.registry.places.models import Place

from . import world

WANTED = {"title": "Autumn", "starts_on": "2022-01-01", "days": 14, "infected": 5, "area": "410702001"}


@pytest.fixture
def here(db: None) -> world.World:
    found = world.full(clock.real_now())
    Place.objects.filter(code="410702001001").update(population=30_000)
    return found


def asked(here: world.World, **changed: Any) -> Any:
    return here.post("drills", WANTED | changed, role="CITY_COMMAND")


def worked_on(drill_id: str) -> None:
    """What the worker does, as whoever asked."""
    leader = queries.Drill.objects.get(id=drill_id).asked_by_id
    work_on_now(drill_id=UUID(drill_id), user_id=leader)


def made(here: world.World) -> str:
    drill_id = str(asked(here).json()["id"])
    worked_on(drill_id)
    estimates = here.get(f"drills/{drill_id}", role="CITY_COMMAND").json()["estimates"]
    seed = max(estimates, key=lambda one: one["cases"])["seed"]
    assert here.post(f"drills/{drill_id}/choose", {"seed": seed}, role="CITY_COMMAND").status_code == 200
    worked_on(drill_id)
    return drill_id


def test_from_what_is_wanted_to_the_files(here: world.World) -> None:
    drill_id = made(here)
    found = here.get(f"drills/{drill_id}", role="CITY_COMMAND").json()
    assert (found["state"], found["sees_truth"], len(found["files"])) == ("DONE", True, 7)
    assert len(found["truth"]["people"]) == found["truth"]["infections"]
    file = here.get(f"drills/{drill_id}/files/line-list.csv", role="CITY_COMMAND")
    assert file.headers["Content-Disposition"] == 'attachment; filename="line-list.csv"'
    assert len(file.content.splitlines()) == found["truth"]["cases"] + 1
    assert drill_id in [one["id"] for one in here.get("drills").json()["items"]]


def test_it_is_sealed_for_everybody_else(here: world.World) -> None:
    drill_id = made(here)
    for role in ("EPIDEMIOLOGIST", "INVESTIGATOR", "DATA_OFFICER"):
        found = here.get(f"drills/{drill_id}", role=role).json()
        empty = (found["sees_truth"], found["seed"], found["wanted"], found["estimates"], found["truth"])
        assert empty == (False, None, {}, [], {})
        assert here.get(f"drills/{drill_id}/files/truth.json", role=role).status_code == 403
    assert len(here.get(f"drills/{drill_id}", role="DATA_OFFICER").json()["files"]) == 5
    assert here.post(f"drills/{drill_id}/open-truth", role="EPIDEMIOLOGIST").status_code == 403
    assert here.post(f"drills/{drill_id}/open-truth", role="CITY_COMMAND").status_code == 200
    assert here.get(f"drills/{drill_id}", role="INVESTIGATOR").json()["truth"]["infections"] > 0


def test_a_figure_outside_its_bounds_is_named_with_unit_and_bounds(here: world.World) -> None:
    answer = asked(here, days=90)
    assert answer.status_code in (409, 422)
    assert "must lie between 5 and 60 days" in answer.content.decode()


def test_an_exercise_and_its_line_list(here: world.World) -> None:
    drill_id = made(here)
    opened = here.post(f"drills/{drill_id}/exercise", {"slug": "autumn"}, role="CITY_COMMAND")
    assert opened.status_code == 201
    taken = here.post(f"/api/v1/outbreaks/autumn/drills/{drill_id}/line-list", role="DATA_OFFICER")
    assert taken.status_code == 201
    run = here.get(f"/api/v1/outbreaks/autumn/imports/{taken.json()['import_id']}", role="DATA_OFFICER")
    assert run.status_code == 200


def test_it_can_be_stopped_once(here: world.World) -> None:
    path = f"drills/{asked(here).json()['id']}/cancel"
    assert here.post(path, role="CITY_COMMAND").json()["state"] == "CANCELLED"
    assert here.post(path, role="CITY_COMMAND").status_code in (409, 422)


def test_roles(here: world.World) -> None:
    assert here.get("drills", role="INVESTIGATOR").status_code == 200
    assert here.get("drills", role="DRIVER").status_code == 403
    assert here.post("drills", WANTED, role="INVESTIGATOR").status_code == 403
