"""A drill from a seed is played on the platform: its line list and its movement come in without a refused row."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ringfence.cores.transmission import (
    ContactTracing,
    Distancing,
    Hospital,
    Quarantine,
    Seeds,
    Sim,
    SymptomaticTesting,
    city_of_villages,
    pathogen,
)
from ringfence.cores.transmission.drill import Drill
from ringfence.kernel import CITY_ZONE
from ringfence.tracing.cases.models import Case
from ringfence.tracing.linelists import actions as linelists
from ringfence.tracing.linelists.models import ImportRun
from ringfence.tracing.movement import actions as movement
from ringfence.tracing.movement.models import RecordFile
from tests.city import City, build

pytestmark = pytest.mark.django_db
UNTIL = 7
EVENING = datetime(2022, 1, 8, 23, 59, 59, tzinfo=CITY_ZONE)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A village of the test's city with its people; eight of them were infected at New Year. Some 10,000 stays."""
    response = [
        SymptomaticTesting(share=0.8), Hospital(), ContactTracing(), Quarantine(rooms=10), Distancing(factor=0.5),
    ]  # fmt: skip
    town = city_of_villages(name="Village", villages=[("410702001001", 30_000)])
    sim = Sim(
        city=town, pathogen=pathogen("delta"), interventions=response, days=UNTIL + 1, seeds=Seeds(count=8)
    )
    drill = Drill(sim=sim, seed=3, start=date(2022, 1, 1))
    assert drill.write(tmp_path, until_day=UNTIL)["line-list.csv"] >= 5
    return tmp_path


def test_line_list_places_and_movement_come_in_whole(city: City, files: Path) -> None:
    told: dict[str, Any] = {"by": city.officer, "now": EVENING}
    content = (files / "line-list.csv").read_bytes()
    run = linelists.upload(outbreak_id=city.outbreak.id, file_name="line-list.csv", content=content, **told)
    linelists.preview(run_id=run.id, **told)
    linelists.queue(run_id=run.id, **told)
    linelists.start(run_id=run.id, **told)
    linelists.run_batch(run_id=run.id, **told)
    rows = len(content.splitlines()) - 1
    assert ImportRun.objects.get(id=run.id).state == "DONE"
    assert Case.objects.filter(outbreak_id=city.outbreak.id).count() == rows
    for holds, name in (("PLACES", "places.csv"), ("RECORDS", "movement-named.csv")):
        file = brought(city, holds, files / name, told)
        assert file.state == RecordFile.State.DONE
        assert file.refusals == []
        assert (
            file.account["rows_in"]
            == file.account["kept"] + file.account["merged"]
            == len((files / name).read_bytes().splitlines()) - 1
        )
    assert file.account["people_known"] >= rows  # the cases of the line list are recognised in the movement


def brought(city: City, holds: str, file: Path, told: dict[str, Any]) -> RecordFile:
    """As the page of records does it."""
    given = movement.FileTold(
        holds=holds, file_name=file.name, content=file.read_bytes(), legal_basis="drill",
        expires_on=(EVENING + timedelta(days=14)).date(),
    )  # fmt: skip
    found = movement.upload(outbreak_id=city.outbreak.id, told=given, **told)
    movement.queue(file_id=found.id, **told)
    return movement.bring(file_id=found.id, **told)


@pytest.fixture
def city(tmp_path: Path, settings: Any) -> City:
    settings.MOVEMENT_HOME = tmp_path / "stores"
    return build()
