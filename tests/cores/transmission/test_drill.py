"""A drill's truth: contacts and movements regenerated on demand agree with the transmissions."""

from __future__ import annotations

import pytest

from ringfence.cores.transmission import (
    ContactTracing,
    Hospital,
    Quarantine,
    Sim,
    SymptomaticTesting,
    pathogen,
)
from ringfence.cores.transmission.drill import stream, visits


@pytest.fixture(scope="module")
def story(small_city):
    response = [SymptomaticTesting(), Hospital(), ContactTracing(), Quarantine()]
    return Sim(city=small_city, pathogen=pathogen("delta"), interventions=response, days=30).run(seed=11)


def test_every_infection_happened_where_both_were(story):
    tree = [i for i in story.infections() if i.infector is not None]
    assert len(tree) > 30
    for infection in tree:
        day, hour = divmod(infection.infected_at, 24)
        mine = next(
            v
            for v in visits(city=story.sim_city, person=infection.person, day=day)
            if v.layer == infection.layer
        )
        theirs = next(
            v
            for v in visits(city=story.sim_city, person=infection.infector, day=day)
            if v.layer == infection.layer
        )
        assert mine.place == theirs.place
        assert infection.infector in mine.others
        assert (
            mine.hour is None
            or mine.hour == hour
            or infection.infected_at - infector_hour(story, infection) < 24
        )


def infector_hour(story, infection):
    """When the infector was infected: somebody infected on the same day may pass it on at another hour of that day."""
    return next(i.infected_at for i in story.infections() if i.person == infection.infector)


def test_asked_twice_the_answer_is_the_same(story):
    person = next(i.person for i in story.infections())
    assert visits(city=story.sim_city, person=person, day=3) == visits(
        city=story.sim_city, person=person, day=3
    )


def test_the_stream_is_in_order_and_complete(story):
    happenings = stream(story)
    assert [h.hour for h in happenings] == sorted(h.hour for h in happenings)
    assert sum(h.what == "infected" for h in happenings) == len(story.infected)
    assert {h.what for h in happenings} == {"infected", "onset", "quarantine", "confirmed"}
