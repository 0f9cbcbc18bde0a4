"""A drill's files: the same seed gives the same bytes, and the product's own readers take every row."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from pathlib import Path

import pytest

from ringfence.cores.copresence import Grid, bring_places, bring_records, create_store
from ringfence.cores.linelist import columns, reading, rows
from ringfence.cores.linelist.fields import CONTACTS, LINE_LIST
from ringfence.cores.linelist.survey import survey
from ringfence.cores.transmission import (
    ContactTracing,
    Distancing,
    Hospital,
    Quarantine,
    Seeds,
    Sim,
    SymptomaticTesting,
    pathogen,
)
from ringfence.cores.transmission.drill import Drill
from ringfence.kernel import CITY_ZONE

UNTIL = 11
FILES = (
    "events.csv",
    "line-list.csv",
    "contacts.csv",
    "places.csv",
    "movement.csv",
    "movement-named.csv",
    "truth.json",
)


def a_drill(city, *, seed: int = 5) -> Drill:
    response = [
        SymptomaticTesting(share=0.8),
        Hospital(),
        Distancing(factor=0.4),
        ContactTracing(),
        Quarantine(rooms=30),
    ]
    sim = Sim(
        city=city, pathogen=pathogen("delta"), interventions=response, days=UNTIL + 1, seeds=Seeds(count=2)
    )
    return Drill(sim=sim, seed=seed, start=date(2022, 1, 1))


@pytest.fixture(scope="module")
def drill(small_city):
    return a_drill(small_city)


@pytest.fixture(scope="module")
def folder(drill, tmp_path_factory):
    found = tmp_path_factory.mktemp("drill")
    counted = drill.write(found, until_day=UNTIL)
    assert set(counted) == set(FILES)
    assert all(counted.values())
    return found


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_the_same_seed_gives_the_same_bytes(small_city, folder, tmp_path):
    a_drill(small_city).write(tmp_path, until_day=UNTIL)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name
    a_drill(small_city, seed=6).write(tmp_path, until_day=UNTIL)
    for name in FILES:
        assert (tmp_path / name).read_bytes() != (folder / name).read_bytes(), name


@pytest.mark.parametrize(("name", "schema"), [("line-list.csv", LINE_LIST), ("contacts.csv", CONTACTS)])
def test_the_line_list_import_takes_every_row(folder, name, schema):
    file = folder / name
    table = reading.open_table(content=file.read_bytes(), file_name=name, schema=schema)
    proposed = columns.propose(table=table, schema=schema).column_map
    found = list(
        rows.read_rows(plan=survey(table=table, column_map=proposed, today=date(2022, 1, 12)).plan())
    )
    assert len(found) == len(read(file)) > 10
    assert not [one for one in found if isinstance(one, rows.WrongRow)]
    assert not [one.remarks for one in found if one.remarks]
    assert not [one.extra for one in found if one.extra]


def test_the_movement_store_takes_every_row(drill, folder, tmp_path):
    store, now = tmp_path / "store", datetime(2022, 1, 13, tzinfo=CITY_ZONE)
    create_store(store, persons=drill.sim.city.population, grid=Grid(113.92, 35.3))
    places = bring_places(store, file=folder / "places.csv")
    records = bring_records(store, file=folder / "movement.csv", now=now)
    for account, name in ((places, "places.csv"), (records, "movement.csv")):
        assert account.rows_in == len(read(folder / name)) == account.kept + account.merged
        assert not account.refusals
        assert not account.remarks
    assert records.imputed == 0


def test_the_exposure_search_finds_infector_and_infected_of_the_truth(drill, folder, tmp_path):
    """The movement alone leads from a case to those whom it infected: what a tracer is to find in the drill."""
    from datetime import timedelta

    from ringfence.cores.copresence import AuthorisedCase, MovementStore, Purpose, SamePlace, find_exposures

    store, now = tmp_path / "store", datetime(2022, 1, 13, tzinfo=CITY_ZONE)
    create_store(store, persons=drill.sim.city.population, grid=Grid(113.92, 35.3))
    bring_places(store, file=folder / "places.csv")
    bring_records(store, file=folder / "movement.csv", now=now)
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["infections"]
    cases = {case.person: case for case in drill.cases(until_day=UNTIL)}
    searched = 0
    for case in list(cases.values())[:8]:
        days = [day for _, day in drill.contact_days(case, until_day=UNTIL)]
        begins = datetime.combine(drill.day(days[0]), datetime.min.time(), CITY_ZONE)
        asked = AuthorisedCase(
            case_id=case.case_id, person=case.person, from_at=begins, to_at=begins + timedelta(days=len(days)),
            purpose=Purpose.FIND_CONTACTS, approval="A", requested_by="wang", approved_by="chen",
            expires_at=now + timedelta(days=1), onset_date=None,
        )  # fmt: skip
        found = find_exposures(
            asked,
            rule=SamePlace(),
            store=MovementStore(store),
            record=lambda call: None,
            now=now,
            least_minutes=8,
        )
        people = set(found.rows["person"].tolist())
        infected = {
            one["person"] for one in truth if one["infector"] == case.person
            and asked.from_at.replace(tzinfo=None) <= datetime.fromisoformat(one["infected_at"]) < asked.to_at.replace(tzinfo=None)
        }  # fmt: skip
        assert infected <= people
        searched += len(infected)
    assert searched > 5


def test_the_files_tell_of_the_same_outbreak(drill, folder):
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    listed, events = read(folder / "line-list.csv"), read(folder / "events.csv")
    assert (
        len(truth["infections"])
        == len(drill.story.infected)
        == sum(one["event"] == "infected" for one in events)
    )
    by_case = {one["case_id"]: one for one in truth["infections"] if one["case_id"]}
    assert set(by_case) == {one["case_id"] for one in listed}
    for one in listed:
        assert one["report_date"] <= str(drill.day(UNTIL))
        assert not one["onset_date"] or by_case[one["case_id"]]["onset_at"].startswith(one["onset_date"])
    known = {one["case_id"] for one in listed}
    assert {one["case_id"] for one in read(folder / "contacts.csv")} <= known


def test_nothing_that_players_get_says_who_infected_whom(folder):
    for name in ("line-list.csv", "contacts.csv", "movement.csv", "movement-named.csv", "places.csv"):
        heading = (folder / name).read_text(encoding="utf-8-sig").splitlines()[0].split(",")
        assert not {"infector", "infected_at", "infection_source", "source_case_ids"} & set(heading)
