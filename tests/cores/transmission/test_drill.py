"""A drill's truth: contacts and movements regenerated on demand agree with the transmissions."""

from __future__ import annotations

from datetime import date

import pytest

from ringfence.cores.transmission import (
    AreaClosure,
    ContactTracing,
    Distancing,
    Hospital,
    Laboratory,
    MassTesting,
    Quarantine,
    Seeds,
    Sim,
    SymptomaticTesting,
    pathogen,
)
from ringfence.cores.transmission.drill import Drill, stream, visits
from ringfence.cores.transmission.drill.samples import NOT_KEPT, Samples
from ringfence.cores.transmission.state import HELD, INFECTED, NEVER
from ringfence.kernel import Refused

RESPONSE = [
    SymptomaticTesting(), Laboratory(), Hospital(), Distancing(factor=0.45), AreaClosure(), ContactTracing(),
    Quarantine(rooms=20, reserve_rooms=30), MassTesting(rounds=2),
]  # fmt: skip


@pytest.fixture(scope="module")
def drill(small_city):
    sim = Sim(
        city=small_city, pathogen=pathogen("delta"), interventions=RESPONSE, days=25, seeds=Seeds(count=3)
    )
    return Drill(sim=sim, seed=11, start=date(2022, 1, 1))


@pytest.fixture(scope="module")
def story(drill):
    return drill.story


def transmissions(drill):
    return [h for h in drill.events() if h.what == "infected" and h.other is not None]


def presences(drill, person, hour):
    """Where this person is in this hour."""
    found = drill.movement(person=person, first_day=hour // 24, last_day=hour // 24)
    return [one for one in found if one.from_s < hour * 3600 + 3600 and hour * 3600 < one.to_s]


def test_in_the_hour_of_every_infection_both_are_at_its_place(drill):
    told = transmissions(drill)
    assert len(told) > 100
    assert len({one.layer for one in told}) >= 5
    for one in told:
        mine, theirs = (
            [p for p in presences(drill, who, one.hour) if p.place.code == one.place]
            for who in (one.person, one.other)
        )
        shared = min(mine[0].to_s, theirs[0].to_s) - max(mine[0].from_s, theirs[0].from_s)
        assert shared >= 3600 // 7, one


def test_every_infection_is_a_contact_of_both_sides(drill):
    for one in transmissions(drill):
        day = one.hour // 24
        for who, other in ((one.person, one.other), (one.other, one.person)):
            met = drill.contacts(person=who, first_day=day, last_day=day)
            assert any(c.other == other and c.place == one.place for c in met), one


def test_contacts_are_mutual_and_to_the_second(drill):
    person = transmissions(drill)[5].person
    for one in drill.contacts(person=person, first_day=2, last_day=3):
        back = drill.contacts(person=one.other, first_day=one.day, last_day=one.day)
        assert (one.place, one.from_s, one.to_s, one.seconds) in [
            (c.place, c.from_s, c.to_s, c.seconds) for c in back if c.other == person
        ]
        assert 0 < one.seconds <= one.to_s - one.from_s


def test_a_day_has_no_gap_and_nobody_is_in_two_places(drill):
    for person in [1, 777, *(one.person for one in transmissions(drill)[:40])]:
        found = drill.movement(person=person, first_day=-3, last_day=24)
        assert (found[0].from_s, found[-1].to_s) == (-3 * 86_400, 25 * 86_400)
        assert all(one.to_s == other.from_s for one, other in zip(found[:-1], found[1:], strict=True))


def test_who_is_held_stays_there_unless_he_infects(drill, story):
    courses = drill.days.restrictions.courses
    in_rooms = [(p, c) for p, c in courses.items() if c.room_from + 30 < c.held_until][:40]
    isolated = [(p, c) for p, c in courses.items() if c.isolated_at + 30 < 24 * 25][:40]
    assert len(in_rooms) >= 20
    assert len(isolated) >= 20
    for kind, told in (
        ("room", [(p, c.room_from) for p, c in in_rooms]),
        ("ward", [(p, c.isolated_at) for p, c in isolated]),
    ):
        for person, hour in told:
            assert [one.place.kind for one in presences(drill, person, hour + 1)] == [kind]


def test_the_samples_are_those_that_the_engine_drew(drill, story):
    """What is drawn anew confirms whom the engine confirmed, and nobody else."""
    samples = Samples(drill.sim, story)
    found = {
        int(one["person"]): (one, samples.of(one))
        for one in story.records
        if one["flags"] & (HELD | INFECTED)
    }
    confirmed = [told for one, told in found.values() if one["confirmed_at"] != NEVER]
    assert len(confirmed) > 50
    assert all(told[-1].positive and sum(one.positive for one in told) == 1 for told in confirmed)
    assert not any(s.positive for one, told in found.values() if one["confirmed_at"] == NEVER for s in told)
    assert sum(told[-1].why == NOT_KEPT for told in confirmed) <= 0.05 * len(confirmed)
    assert all(s.taken_at < s.result_at for told in confirmed for s in told)


def test_the_events_tell_everything_in_order(drill, story):
    told = drill.events()
    assert [h.hour for h in told] == sorted(h.hour for h in told)
    assert sum(h.what == "infected" for h in told) == len(story.infected)
    assert {"onset", "sampled", "positive", "negative", "quarantine", "room", "confirmed", "isolated", "released", "area closed"} <= {
        h.what for h in told
    }  # fmt: skip
    named = [h for h in told if h.what == "quarantine" and h.other is not None]
    assert all(h.other in drill.days.restrictions.courses for h in named)


def test_every_infection_happened_in_a_group_of_both(story):
    for infection in [i for i in story.infections() if i.infector is not None]:
        mine, theirs = (
            next(v for v in visits(city=story.sim_city, person=who, day=infection.infected_at // 24) if v.layer == infection.layer)
            for who in (infection.person, infection.infector)
        )  # fmt: skip
        assert mine.place == theirs.place
        assert infection.infector in mine.others


def test_asked_in_another_order_the_answer_is_the_same(drill):
    person = transmissions(drill)[0].person
    again = Drill(sim=drill.sim, seed=11, start=date(2022, 1, 1))
    assert again.contacts(person=person, first_day=9, last_day=9) == drill.contacts(
        person=person, first_day=9, last_day=9
    )
    assert again.movement(person=person, first_day=8, last_day=9) == drill.movement(
        person=person, first_day=8, last_day=9
    )
    assert again.events() == drill.events()


def test_the_stream_is_in_order_and_complete(story):
    happenings = stream(story)
    assert [h.hour for h in happenings] == sorted(h.hour for h in happenings)
    assert sum(h.what == "infected" for h in happenings) == len(story.infected)
    assert {h.what for h in happenings} == {"infected", "onset", "quarantine", "confirmed"}


def test_nobody_who_lives_here_is_asked_for(drill):
    with pytest.raises(Refused, match="no resident"):
        drill.movement(person=drill.sim.city.population, first_day=0, last_day=0)
    with pytest.raises(Refused, match="until_day"):
        drill.write(None, until_day=25)


def test_papers_are_nobodys_and_tell_residents_apart(drill):
    people = [drill.person(number) for number in range(0, 90_000, 7)]
    assert len({one.id_number for one in people}) == len({one.phone for one in people}) == len(people)
    assert all(one.id_number.startswith("99") and one.phone.startswith("0192") for one in people)
    assert all((date(2022, 1, 20) - one.birth_date).days // 365.25 == one.age for one in people)


def test_a_longer_drill_begins_as_the_shorter_one(drill):
    """More days of a drill that is being played come from the same seed; what was told stays true."""
    shorter = Drill(sim=drill.sim.but(days=14), seed=11, start=date(2022, 1, 1))
    kept = ("infected", "onset", "confirmed")
    assert [h for h in shorter.events() if h.what in kept] == [
        h for h in drill.events() if h.what in kept and h.hour < 14 * 24
    ]
    told = [(case.case_id, case.person, case.confirmed_at) for case in shorter.cases(until_day=13)]
    assert told == [
        (case.case_id, case.person, case.confirmed_at) for case in drill.cases(until_day=24)[: len(told)]
    ]
