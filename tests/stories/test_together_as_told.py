"""Chen tells when he ate; Li only says "that evening". Were they together? Definitely, possibly, or not: never who infected whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ringfence.kernel import Refused
from ringfence.tracing.investigations import actions as investigations
from ringfence.tracing.movement import actions as movement
from ringfence.tracing.movement import queries
from tests.city import NOON, City, build, hours
from tests.stories import moving
from tests.stories.telling import open_case

pytestmark = pytest.mark.django_db
EVENING = NOON - hours(18)  # 18:00 of the day before


@pytest.fixture
def city(settings: Any, tmp_path: Any) -> City:
    settings.MOVEMENT_HOME = tmp_path
    return build()


def told(city: City, case: Any, place: str, **times: Any) -> Any:
    stop = investigations.StopTold(place=place, **times)
    return investigations.add_stop(
        investigation_id=case.investigation.id, told=stop, by=city.investigator, now=NOON
    )


def two_cases(city: City) -> tuple[Any, Any]:
    return open_case(city, onset_date=NOON.date()), open_case(city, name="Li", onset_date=NOON.date())


def met(city: City, case: Any) -> list[tuple[str, bool, int, int]]:
    found = queries.met_as_told(case=case, by=city.investigator)
    return [(one.other.number, one.met.certain, one.met.least_minutes, one.met.most_minutes) for one in found]


@pytest.mark.parametrize(("theirs", "answer"), [
    ({"from_at": EVENING + hours(0.5), "to_at": EVENING + hours(3)}, (True, 90, 90)),  # both told to the minute
    ({"from_at": EVENING - hours(1), "from_latest": EVENING + hours(6)}, (False, 0, 120)),  # "that evening"
    ({"from_at": EVENING - hours(1), "from_latest": EVENING + hours(1), "to_at": EVENING + hours(5)}, (True, 60, 120)),
    ({"from_at": EVENING + hours(2), "to_at": EVENING + hours(3)}, None),  # came when Chen left
    ({"from_at": EVENING - hours(3), "to_at": EVENING - hours(2), "to_latest": EVENING + hours(0.5)}, (False, 0, 30)),
])  # fmt: skip
def test_definite_possible_or_not(city: City, theirs: dict[str, Any], answer: tuple[Any, ...] | None) -> None:
    chen, li = two_cases(city)
    told(city, chen, "胖东来面馆", from_at=EVENING, to_at=EVENING + hours(2))
    told(city, li, "胖东来 面馆", **theirs)
    assert met(city, chen) == ([(li.number, *answer)] if answer else [])
    assert met(city, li) == ([(chen.number, *answer)] if answer else [])  # symmetric: nobody infected anybody


def test_whoever_does_not_say_when_they_left_was_gone_when_their_next_stop_began(city: City) -> None:
    chen, li = two_cases(city)
    told(city, chen, "面馆", from_at=EVENING + hours(3), to_at=EVENING + hours(4))
    told(city, li, "面馆", from_at=EVENING)
    assert met(city, chen) == [(li.number, False, 0, 60)]
    told(city, li, "家", from_at=EVENING + hours(2))
    assert met(city, chen) == []


def test_another_place_another_outbreak_and_times_out_of_order(city: City) -> None:
    chen, li = two_cases(city)
    told(city, chen, "面馆", from_at=EVENING, to_at=EVENING + hours(2))
    told(city, li, "市场", from_at=EVENING, to_at=EVENING + hours(2))
    assert met(city, chen) == []
    for wrong in ({"from_latest": EVENING - hours(1)}, {"to_latest": EVENING - hours(1)},
                  {"to_at": EVENING + hours(2), "to_latest": EVENING + hours(1)}):  # fmt: skip
        with pytest.raises(Refused, match="before the earliest"):
            told(city, li, "面馆", **({"from_at": EVENING} | wrong))


def test_only_the_sure_part_of_an_open_stop_is_a_record(city: City) -> None:
    chen, _ = two_cases(city)
    moving.bring_places(city)
    moving.bring_records(city, moving.line("13800000002", "Wang", "noodles", ago=18, minutes=240))
    told(city, chen, "胖东来面馆", from_at=EVENING, from_latest=EVENING + hours(1), to_at=EVENING + hours(2))
    told(city, chen, "胖东来面馆", from_at=EVENING + timedelta(hours=2.5), from_latest=EVENING + hours(5))
    kept = movement.keep_stops(case_id=chen.id, by=city.investigator, now=NOON)
    assert (kept.stops, kept.open) == (1, 1)
    search = moving.answered(city, chen)
    assert [one.minutes for one in search.leads.all()] == [60]


def test_the_page_of_the_case_says_it_in_two_languages(city: City) -> None:
    chen, li = two_cases(city)
    told(city, chen, "面馆", from_at=EVENING, to_at=EVENING + hours(2))
    told(city, li, "面馆", from_at=EVENING, from_latest=EVENING + hours(6))
    for language, words in (
        ("en", ("possible", "came at", "0 – 120")),
        ("zh-hans", ("可能", "最晚", "0 – 120")),
    ):
        client = Client(headers={"accept-language": language})
        client.force_login(city.investigator)
        pages = [
            client.get(reverse("movement:case", args=[city.outbreak.slug, one.id])).content.decode()
            for one in (chen, li)
        ]
        assert (
            li.number in pages[0] and words[0] in pages[0] and words[2] in pages[0] and words[1] in pages[1]
        )
