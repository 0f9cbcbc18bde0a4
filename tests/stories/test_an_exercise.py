"""A drill becomes an exercise: its outbreak is opened, its line list comes in whole, the truth stays sealed for who plays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from ringfence.command.drills import queries
from ringfence.kernel import CITY_ZONE, NotPermitted, Refused
from ringfence.response import exercise
from ringfence.tracing.cases.models import Case
from ringfence.tracing.linelists import actions as linelists
from tests.city import City
from tests.stories.drilling import LATER, asked, made, populated


@pytest.fixture
def city(db: None) -> City:
    return populated()


def opened(city: City, found: queries.Drill) -> Any:
    return exercise.open_exercise(
        drill_id=found.id, slug="spring", case_prefix="DR", by=city.command, now=LATER
    )


def test_the_line_list_of_a_drill_comes_into_its_exercise_whole(city: City) -> None:
    found = made(city)
    outbreak = opened(city, found)
    assert (outbreak.purpose, outbreak.name, outbreak.area_id) == ("DRILL", "Spring", city.outbreak.area_id)
    assert outbreak.clock_set_to == datetime(2022, 1, 14, 23, 59, 59, tzinfo=CITY_ZONE)
    told: dict[str, Any] = {"by": city.officer, "now": outbreak.clock_set_to}
    run = exercise.bring_line_list(drill_id=found.id, **told)
    linelists.preview(run_id=run.id, **told)
    linelists.queue(run_id=run.id, **told)
    linelists.start(run_id=run.id, **told)
    linelists.run_batch(run_id=run.id, **told)
    cases = Case.objects.filter(outbreak_id=outbreak.id)
    assert cases.count() == found.result["cases"]
    assert not Case.objects.filter(outbreak_id=city.outbreak.id).exists()
    assert [one.id for one in queries.visible_to(by=city.investigator, outbreak_id=outbreak.id)] == [found.id]
    assert not queries.sees_truth(found=found, by=city.investigator)


def test_it_is_played_once_and_by_its_leader(city: City) -> None:
    found = made(city)
    with pytest.raises(Refused, match="no exercise yet"):
        exercise.bring_line_list(drill_id=found.id, by=city.officer, now=LATER)
    with pytest.raises(NotPermitted):
        exercise.open_exercise(
            drill_id=found.id, slug="other", case_prefix="DR", by=city.epidemiologist, now=LATER
        )
    opened(city, found)
    with pytest.raises(Refused, match="exercise already"):
        exercise.open_exercise(drill_id=found.id, slug="again", case_prefix="DR", by=city.command, now=LATER)
    with pytest.raises(NotPermitted):
        exercise.bring_line_list(drill_id=found.id, by=city.investigator, now=LATER)


def test_what_is_not_made_yet_is_not_played(city: City) -> None:
    with pytest.raises(Refused, match="not made yet"):
        opened(city, asked(city))
