"""A number of visitors leaves in tens, from ten people on; two answers together tell no more than each of them."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from ringfence.cores.copresence import (
    AreaAsked,
    Grid,
    Journal,
    MovementStore,
    bring_places,
    count_visitors,
    create_store,
)
from ringfence.cores.copresence.stays import day_number, make_stays
from ringfence.cores.copresence.store import add_batch
from ringfence.cores.copresence.visitors import told
from ringfence.kernel import CITY_ZONE, NotFound, Refused

NOW = datetime(2022, 1, 10, 12, tzinfo=CITY_ZONE)
EIGHTH, NINTH, TENTH = date(2022, 1, 8), date(2022, 1, 9), date(2022, 1, 10)
CENTRE = (113.92, 35.30)
PLACES = (
    "code,name,longitude,latitude,datum,kind\n"
    "market,Market,113.92,35.30,WGS-84,VENUE\n"
    "noodles,Noodles,113.9211,35.30,WGS-84,VENUE\n"  # about 100 m east
    "school,School,113.98,35.30,WGS-84,WORK\n"  # five kilometres away
)


@pytest.mark.parametrize(
    ("count", "leaves"), [(0, None), (1, None), (9, None), (10, 10), (19, 10), (20, 20), (1_234, 1_230)]
)
def test_what_may_leave_of_a_number(count, leaves):
    assert told(count) == leaves


class City:
    """A store with three places; `visit` lets people stay an hour at noon."""

    def __init__(self, folder):
        create_store(folder, persons=1_000, grid=Grid(*CENTRE))
        file = folder.parent / "places.csv"
        file.write_text(PLACES, encoding="utf-8")
        bring_places(folder, file=file)
        self.folder, self.store, self.journal, self.answered, self.batches = (
            folder,
            MovementStore(folder),
            Journal(folder / "calls.jsonl"),
            [],
            0,
        )

    def visit(self, place, people, day=NINTH):
        number = self.store.snapshot().places.number_of(place)
        self.batches += 1
        rows = [(person, number, day_number(day), 43_200, 46_800, 1, 0) for person in people]
        add_batch(self.folder, batch=str(self.batches), stays=make_stays(rows))

    def count(self, *codes, first=NINTH, last=NINTH, **more):
        asked = AreaAsked(from_day=first, to_day=last, place_codes=codes, **more)
        found = count_visitors(
            asked, before=self.answered, store=self.store, record=self.journal.record, now=NOW
        )
        self.answered.append(asked)
        return found


@pytest.fixture
def city(tmp_path):
    return City(tmp_path / "store")


def test_different_people_are_counted_not_stays_and_only_on_the_asked_days(city):
    city.visit("market", range(25))
    city.visit("market", range(25), day=EIGHTH)
    city.visit("market", range(100, 130), day=TENTH)
    assert city.count("market", first=EIGHTH).people == 20
    assert city.count("market", first=NINTH, last=TENTH).people == 50


def test_nine_visitors_and_none_get_the_same_answer(city):
    city.visit("market", range(9))
    assert city.count("market").people is None
    assert city.count("school").people is None


def test_a_circle_holds_the_places_inside_it(city):
    city.visit("market", range(15))
    city.visit("noodles", range(100, 115))
    city.visit("school", range(200, 215))
    circle = {"longitude": CENTRE[0], "latitude": CENTRE[1]}
    assert city.count(radius_metres=50, **circle).people == 10
    assert city.count(radius_metres=150, **circle).people == 30


def test_two_counts_that_differ_by_one_to_nine_people_are_not_both_answered(city):
    city.visit("market", range(40))
    city.visit("noodles", range(36, 43))  # three of them were only there
    assert city.count("market").people == 40
    with pytest.raises(Refused, match="fewer than 10 people"):
        city.count("market", "noodles")
    city.visit("school", range(60, 70))
    assert city.count("market", "school").people == 50  # ten people more: no small group between them


def test_days_are_no_way_around_it(city):
    city.visit("market", range(30))
    city.visit("market", range(30, 32), day=TENTH)
    assert city.count("market").people == 30
    with pytest.raises(Refused, match="fewer than 10 people"):
        city.count("market", first=NINTH, last=TENTH)


def test_no_pair_of_answers_ever_differs_by_a_small_group(city):
    """Random questions: of whatever was answered with a number, any two sets of people are equal or ten people apart."""
    random = np.random.default_rng(20220109)
    everywhere = ("market", "noodles", "school")
    for day in (EIGHTH, NINTH, TENTH):
        for place in everywhere:
            city.visit(place, random.choice(60, random.integers(5, 30), replace=False).tolist(), day=day)
    from ringfence.cores.copresence.visitors import _people

    sets, refused, few = [], 0, 0
    for _ in range(150):
        chosen = random.choice(everywhere, random.integers(1, 4), replace=False).tolist()
        first, last = sorted(random.integers(8, 11, 2).tolist())
        try:
            answer = city.count(*sorted(chosen), first=date(2022, 1, first), last=date(2022, 1, last))
        except Refused:
            refused += 1
            continue
        few += answer.people is None
        if answer.people is not None:
            sets.append(set(_people(city.answered[-1], city.store.snapshot()).tolist()))
    assert refused and few and len(sets) > 5
    for one in sets:
        for other in sets:
            assert len(one ^ other) not in range(1, 10)


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"first": date(2021, 12, 20)}, "14 whole days"),
    ({"first": TENTH, "last": NINTH}, "14 whole days"),
    ({"codes": ()}, "no place of the records"),
    ({"codes": ("nowhere",)}, "not known"),
    ({"longitude": 113.9, "latitude": 35.3, "radius_metres": 5_001}, "at most 5000 metres"),
])  # fmt: skip
def test_odd_questions_are_refused_and_on_record(city, changed, sentence):
    codes = changed.pop("codes", ("market",))
    with pytest.raises(Refused, match=sentence):
        city.count(*codes, **changed)
    (call,) = city.journal.calls()
    assert (call["question"], call["allowed"]) == ("VISITORS", False)


def test_every_answer_is_on_record_before_it_leaves_and_names_nobody(city):
    city.visit("market", range(12))

    def cannot(_call):
        raise Refused

    with pytest.raises(Refused):
        count_visitors(AreaAsked(from_day=NINTH, to_day=NINTH, place_codes=("market",)), before=(), store=city.store,
                       record=cannot, now=NOW)  # fmt: skip
    found = city.count("market", first=EIGHTH)
    assert found.days_without_records == (EIGHTH,)
    (call,) = city.journal.calls()
    assert call["allowed"] and call["cases"] == [] and call["leads"] is None and call["digest"]


def test_without_a_store_nothing_is_counted(tmp_path):
    with pytest.raises(NotFound):
        count_visitors(AreaAsked(from_day=NINTH, to_day=NINTH, place_codes=("market",)), before=(),
                       store=MovementStore(tmp_path), record=lambda _call: None, now=NOW)  # fmt: skip
