"""A drill from what is wanted to its truth: seeds looked at, one chosen, files kept, sealed until it is opened, on record."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.city import City
from tests.stories.drilling import LATER, WANTED, asked, made, populated, worked_on

from ringfence.command.drills import actions, queries, rules
from ringfence.ground.audit import queries as record
from ringfence.kernel import NotFound, NotPermitted, Refused
from ringfence.registry.places.models import Place


@pytest.fixture
def city(db: None) -> City:
    return populated()


def test_from_what_is_wanted_to_files_that_agree_with_the_estimate(city: City) -> None:
    looked_at = worked_on(city, asked(city))
    assert (looked_at.state, looked_at.wanted["area"]) == ("ESTIMATED", "410702001")
    assert [one["seed"] for one in looked_at.estimates] == list(range(1, 13))
    chosen = max(looked_at.estimates, key=lambda one: one["cases"])
    done = worked_on(
        city, actions.choose(drill_id=looked_at.id, seed=chosen["seed"], by=city.command, now=LATER)
    )
    assert (done.state, done.percent, done.error) == ("DONE", 100, [])
    assert (done.result["infections"], done.result["cases"]) == (chosen["infections"], chosen["cases"])
    rows = {one.name: one.rows for one in queries.files_of(found=done)}
    assert set(rows) == {*rules.PLAYERS_FILES, *rules.EXAMINERS_FILES}
    assert (rows["line-list.csv"], rows["truth.json"]) == (chosen["cases"], chosen["infections"])
    people = done.result["people"]
    assert all(
        people[one["source"]]["infected_hour"] < one["infected_hour"] for one in people if one["source"] >= 0
    )
    assert sum(one["source"] < 0 for one in people) == WANTED.infected
    assert sum(done.result["curves"]["confirmed"]) == chosen["cases"]
    deeds = [one.action for one in record.of_outbreak(outbreak_id=city.outbreak.id)]
    assert {"drill.ask", "drill.look_at_seeds", "drill.choose", "drill.make"} <= set(deeds)


def test_equal_figures_and_seed_give_equal_bytes(city: City) -> None:
    first, second = made(city), made(city)
    told = {"by": city.command}
    for name in (*rules.PLAYERS_FILES, *rules.EXAMINERS_FILES):
        assert queries.content_of(found=first, name=name, **told) == queries.content_of(
            found=second, name=name, **told
        )
    assert first.result == second.result


def test_the_truth_is_the_leaders_until_it_is_opened(city: City) -> None:
    found = made(city)
    others: list[Any] = [city.epidemiologist, city.officer, city.investigator]
    assert not any(queries.sees_truth(found=found, by=one) for one in others)
    for one in others:
        with pytest.raises(NotPermitted, match="sealed"):
            actions.take_file(drill_id=found.id, name="truth.json", by=one, now=LATER)
    with pytest.raises(NotPermitted, match="Only the leader"):
        actions.open_truth(drill_id=found.id, by=city.epidemiologist, now=LATER)
    actions.open_truth(drill_id=found.id, by=city.command, now=LATER)
    opened = queries.drill(drill_id=found.id, by=city.command)
    assert all(queries.sees_truth(found=opened, by=one) for one in others)
    assert json.loads(
        actions.take_file(drill_id=found.id, name="truth.json", by=city.investigator, now=LATER)
    )


def test_the_players_files_are_for_who_brings_them_in_and_taking_is_on_record(city: City) -> None:
    found = made(city)
    assert actions.take_file(drill_id=found.id, name="line-list.csv", by=city.officer, now=LATER).startswith(
        b"\xef\xbb\xbfcase_id"
    )
    entry = next(
        one for one in record.of_outbreak(outbreak_id=city.outbreak.id) if one.action == "drill.take_file"
    )
    assert (entry.by_id, entry.after) == (city.officer.id, {"file": "line-list.csv"})
    with pytest.raises(NotPermitted, match="players' files"):
        actions.take_file(drill_id=found.id, name="line-list.csv", by=city.nurse, now=LATER)
    with pytest.raises(NotFound, match="no file"):
        actions.take_file(drill_id=found.id, name="../settings", by=city.command, now=LATER)


def test_the_record_says_nothing_of_figures_and_seed(city: City) -> None:
    made(city)
    told = [
        one.after
        for one in record.of_outbreak(outbreak_id=city.outbreak.id)
        if one.action.startswith("drill.")
    ]
    assert {key for one in told for key in one} == {"title"}


def test_who_may_not_ask_is_told_so(city: City) -> None:
    for who in (city.nurse, city.investigator, city.tianjin):
        with pytest.raises(NotPermitted):
            actions.ask(outbreak_id=city.outbreak.id, wanted=WANTED, by=who, now=LATER)


def test_another_citys_command_does_not_see_it(city: City) -> None:
    found = asked(city)
    with pytest.raises(NotFound):
        queries.drill(drill_id=found.id, by=city.tianjin)
    assert not queries.visible_to(by=city.tianjin, outbreak_id=city.outbreak.id)


@pytest.mark.parametrize(
    "area", ["Atlantis", "410783"]
)  # the second is known, but nobody is known to live there
def test_an_area_that_nobody_knows_is_refused_at_its_field(city: City, area: str) -> None:
    with pytest.raises(Refused, match="no area") as refusal:
        asked(city, area=area)
    assert set(refusal.value.fields) == {"area"}


def test_a_cancelled_drill_is_not_made_and_cannot_be_cancelled_twice(city: City) -> None:
    found = asked(city)
    actions.cancel(drill_id=found.id, by=city.command, now=LATER)
    assert worked_on(city, found).state == "CANCELLED"
    with pytest.raises(Refused, match="nothing to cancel"):
        actions.cancel(drill_id=found.id, by=city.command, now=LATER)
    with pytest.raises(Refused, match="no truth to open"):
        actions.open_truth(drill_id=found.id, by=city.command, now=LATER)


def test_one_cancelled_while_it_is_made_keeps_nothing(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = worked_on(city, asked(city))
    seed = next(one["seed"] for one in looked_at.estimates if one["cases"])
    actions.choose(drill_id=looked_at.id, seed=seed, by=city.command, now=LATER)
    noted = actions.note_progress

    def cancelled_now(**told: Any) -> bool:
        if noted(**told):
            actions.cancel(drill_id=told["drill_id"], by=told["by"], now=told["now"])
        return noted(**told)

    monkeypatch.setattr(actions, "note_progress", cancelled_now)
    stopped = worked_on(city, looked_at)
    assert (stopped.state, stopped.result, queries.files_of(found=stopped)) == ("CANCELLED", {}, [])


def test_where_no_village_is_known_xinxiang_stands_in(city: City) -> None:
    Place.objects.filter(kind="VILLAGE").delete()
    found = made(city, area="", infected=2)
    assert found.result["stand_in"]
    assert found.result["residents"] > 6_000_000
