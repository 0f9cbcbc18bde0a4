"""Where a cluster came from: only out of approved searches, never a count alone, "unknown" always there, replayed row by row."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from ringfence.kernel import Refused
from ringfence.response import clock, exposure_leads
from ringfence.tracing.contacts.models import Contact
from ringfence.tracing.movement import actions as movement
from ringfence.tracing.movement import engine, queries
from ringfence.tracing.movement.models import Lead, Search, VisitedPlace
from tests.city import NOON, City, build
from tests.identities import rename
from tests.stories import moving
from tests.stories.telling import open_case

pytestmark = pytest.mark.django_db
PHONES = {"Chen": "13800000001", "Wang": "13800000002", "Li": "13800000003"}
CROWD = 12  # people at the market who have nothing to do with it


@pytest.fixture
def city(tmp_path, settings) -> City:
    settings.MOVEMENT_HOME = tmp_path
    return build()


@pytest.fixture
def cluster(city) -> dict[str, Any]:
    """Chen, Wang and Li ate noodles five days ago and went to the market, where everybody goes."""
    cases = {name: open_case(city, name, onset_date=NOON.date()) for name in PHONES}
    for name, case in cases.items():
        rename(case.person_id, phone=PHONES[name])
    moving.bring_places(city)
    rows = [moving.line(PHONES[name], name, "noodles", ago=120, minutes=60) for name in PHONES]
    rows += [moving.line(PHONES[name], name, "market", ago=96, minutes=20) for name in PHONES]
    rows += [
        moving.line(f"1390000000{at:02}", f"Guest{at}", "market", ago=96, minutes=20) for at in range(CROWD)
    ]
    rows += [
        moving.line(f"1390000000{at:02}", f"Guest{at}", "office", ago=120, minutes=20) for at in range(CROWD)
    ]
    moving.bring_records(city, *rows)
    return cases


def answered(city, cluster):
    why = "Where Chen, Wang and Li were infected"
    return [moving.answered(city, case, purpose="FIND_SOURCE", why=why) for case in cluster.values()]


def found(city, **more):
    return queries.source_of(by=city.investigator, outbreak_id=city.outbreak.id, **more)


def test_the_noodle_shop_explains_it_and_the_market_does_not_though_all_were_there(city, cluster):
    answered(city, cluster)
    told = found(city)
    best, *others = told.result.ranking.suspects
    assert told.names[best.venue.place][0] == "胖东来面馆"
    market = next(one for one in others if one.venue.place == "market")
    assert (len(best.visited), len(market.visited)) == (3, 3)  # counts are the same
    assert market.by_chance > 2 > 0.2 > best.by_chance
    assert best.weight + sum(one.weight for one in others) + told.result.ranking.unknown == pytest.approx(1)
    assert all(one.people for one in told.trials)  # a test of nobody is none
    for candidates in told.infectors.values():
        assert "" in {one.case_id for one in candidates}
    assert not Contact.objects.exists()


def test_without_an_approved_answered_search_a_case_takes_no_part(city, cluster):
    moving.approved_search(city, cluster["Chen"], purpose="FIND_SOURCE", why="Where Chen was infected")
    told = found(city)
    assert (told.taking, told.result) == ([], None)
    assert len(told.without) == 3
    moving.answered(city, cluster["Wang"], purpose="FIND_SOURCE", why="Where Wang was infected")
    alone = found(city)
    assert alone.why_not is not None and alone.result is None  # one case has no common source
    assert queries.source_cases(by=city.outsider, outbreak_id=city.outbreak.id) == []


def test_a_search_for_contacts_keeps_no_places(city, cluster):
    moving.answered(city, cluster["Chen"])
    assert not VisitedPlace.objects.exists()


def test_a_replay_brings_out_every_place_again_and_shows_a_changed_one(city, cluster):
    search = answered(city, cluster)[0]
    told = movement.replay(search_id=search.id, by=city.oversight, now=NOON)
    assert told.whole and told.same_digest and len(told.places) == 2
    VisitedPlace.objects.filter(search=search, place_code="noodles").update(visitors=99)
    again = movement.replay(search_id=search.id, by=city.oversight, now=NOON)
    assert not again.whole
    assert {one.place_code: how for one, how in again.places} == {"noodles": "CHANGED", "market": "SAME"}


def test_the_places_are_deleted_with_their_search(city, cluster):
    answered(city, cluster)
    clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=NOON + timedelta(days=15))
    assert not VisitedPlace.objects.exists()


def test_the_legacy_rule_tells_its_harm_before_approval_and_gives_only_an_offer(city, cluster):
    search = moving.asked(city, cluster["Chen"], rule="COMPANION")
    assert (
        search.state == "ASKED" and search.harm_people == 14
    )  # Wang, Li and the guests: known before anybody decides
    assert search.harm["share"] > 0.8 and search.harm["same_place"] is not None
    movement.decide(search_id=search.id, approved=True, why="", by=city.epidemiologist, now=NOON)
    movement.run(search_id=search.id, by=city.investigator, now=NOON)
    leads = list(Lead.objects.filter(search=search))
    assert leads and all(one.offer_only for one in leads)
    with pytest.raises(Refused, match="that is no contact"):
        exposure_leads.name_leads(search_id=search.id, lead_ids=[leads[0].id], by=city.investigator, now=NOON)
    assert movement.offer(search_id=search.id, lead_ids=[leads[0].id], by=city.investigator, now=NOON) == 1
    assert Lead.objects.get(id=leads[0].id).state == "OFFERED"
    assert not Contact.objects.exists()
    assert movement.replay(search_id=search.id, by=city.oversight, now=NOON).whole


def test_the_database_lets_the_legacy_rule_make_no_contact_and_hide_no_harm(city, cluster):
    search = moving.answered(city, cluster["Chen"], rule="COMPANION")
    for changed in ({"offer_only": False}, {"state": "CONTACT", "decided_at": NOON, "decided_by_name": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Lead.objects.filter(search=search).update(**changed)
    with pytest.raises(IntegrityError), transaction.atomic():
        Search.objects.filter(id=search.id).update(harm_people=None)


def test_the_legacy_rule_says_nothing_of_a_source(city, cluster):
    with pytest.raises(Refused, match="says nothing of a source"):
        moving.asked(city, cluster["Chen"], rule="COMPANION", purpose="FIND_SOURCE")


SECOND = {"ring": 2, "first_top": 5, "first_least_dose": 5.0}


def ring_records(city):
    """Chen worked a day beside Wang, Wang ate with Sun; at the market Chen passed people for minutes only."""
    moving.bring_places(city)
    moving.bring_records(
        city, moving.line(PHONES["Chen"], "Chen", "office", ago=50, minutes=240), moving.line(PHONES["Wang"], "Wang", "office", ago=50, minutes=240),
        moving.line(PHONES["Wang"], "Wang", "noodles", ago=26, minutes=90), moving.line("13900000001", "Sun", "noodles", ago=26, minutes=90),
        moving.line(PHONES["Chen"], "Chen", "market", ago=30, minutes=12), moving.line("13900000002", "Zhao", "market", ago=30, minutes=12),
        moving.line("13900000002", "Zhao", "noodles", ago=10, minutes=90), moving.line("13900000003", "Qian", "noodles", ago=10, minutes=90),
    )  # fmt: skip


@pytest.fixture
def chen(city):
    case = open_case(city, onset_date=NOON.date())
    rename(case.person_id, phone=PHONES["Chen"])
    ring_records(city)
    return case


def test_the_second_ring_is_named_only_through_somebody_who_is_a_contact(city, chen):
    first = moving.answered(city, chen)
    second = moving.answered(city, chen, **SECOND)
    lead = second.leads.get()  # Sun, who ate with Wang; not Qian, who met somebody whom Chen only passed
    assert lead.through_number is not None and not lead.offer_only
    with pytest.raises(Refused, match="Name that person first"):
        exposure_leads.name_leads(search_id=second.id, lead_ids=[lead.id], by=city.investigator, now=NOON)
    wang = first.leads.get(place_code="office")
    (close,) = exposure_leads.name_leads(
        search_id=first.id, lead_ids=[wang.id], by=city.investigator, now=NOON
    )
    (named,) = exposure_leads.name_leads(
        search_id=second.id, lead_ids=[lead.id], by=city.investigator, now=NOON
    )
    assert (named.via_contact_id, named.kind, named.person.identity.name) == (close.id, "UNDECIDED", "Sun")
    assert movement.replay(search_id=second.id, by=city.oversight, now=NOON).whole


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"first_least_dose": 0.0}, "sharing a place alone is refused"), ({"first_least_dose": None}, "sharing a place alone is refused"),
    ({"first_top": 21}, "the first 1 to 20"), ({"first_top": None}, "the first 1 to 20"), ({"rule": "WITHIN"}, "same place only"),
    ({"rule": "COMPANION"}, "same place only"), ({"purpose": "FIND_SOURCE"}, "same place only"), ({"ring": 3}, "no third"),
])  # fmt: skip
def test_a_second_ring_without_a_narrow_first_one_is_refused_and_recorded(city, chen, changed, sentence):
    with pytest.raises(Refused, match=sentence):
        moving.asked(city, chen, **(SECOND | changed))
    assert not Search.objects.exists()
    assert [one["allowed"] for one in engine.store_of("xinxiang").journal.calls()] == [False]


def test_the_database_knows_no_second_ring_without_a_narrow_first_one(city, chen):
    search = moving.asked(city, chen, **SECOND)
    for changed in ({"first_top": None}, {"first_least_dose": 0.1}, {"rule": "WITHIN"}, {"first_top": 50}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Search.objects.filter(id=search.id).update(**changed)


def test_where_the_rule_set_knows_no_contacts_of_contacts_there_is_no_second_ring(tmp_path, settings):
    settings.MOVEMENT_HOME = tmp_path
    city = build(ruleset_id="CN-20")
    case = open_case(city, onset_date=NOON.date())
    with pytest.raises(Refused, match="does not determine contacts of contacts"):
        moving.asked(city, case, **SECOND)
