"""Who comes from a declared area: a list with reasons for the township, an offer that may be declined, and nothing more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from ringfence.care.quarantine.models import Stay
from ringfence.field.arrivals import actions as arrivals
from ringfence.field.arrivals import sealing
from ringfence.field.testing.models import Sample
from ringfence.ground.audit.models import AuditEntry
from ringfence.kernel import NotFound, NotPermitted, Refused, start_of_day
from ringfence.measures.areas import actions as areas
from ringfence.measures.areas import queries
from ringfence.measures.areas.models import DeclaredArea, VisitorCount
from ringfence.measures.areas.rules import Sure
from ringfence.measures.orders.models import Order
from ringfence.response import fence
from ringfence.tracing.movement import engine
from tests.city import NOON, build
from tests.stories import arriving, moving
from tests.stories.arriving import FIFTH, NINTH, stop

pytestmark = pytest.mark.django_db
ELSEWHERE = "410783001"


@pytest.fixture
def city(tmp_path, settings):
    settings.MOVEMENT_HOME = tmp_path
    return build()


@pytest.fixture
def grid(city):
    return arriving.grid_worker()


def found(area, by):
    seen = list(queries.among_arrivals(area=area, by=by))
    who = sealing.opened(arrival_ids=[one.arrival.id for one in seen])  # as the test may, whoever reads
    return [(who[one.arrival.id].name, one.sure) for one in seen]


def test_the_township_sees_who_was_there_within_the_period_and_why_the_surest_first(city, grid):
    area = arriving.declared(city)
    arriving.registered(city, grid, "Li", stops=(stop("郑州", code="4101"),))  # the city around it
    arriving.registered(
        city, grid, "Wang", stops=(stop("安阳", code="410502"), stop("花园路", code="410105003"))
    )  # passed through
    arriving.registered(city, grid, "Sun", stops=(stop("郑州市金水区"),))  # by its name
    arriving.registered(city, grid, "Zhao", stops=(stop("郑州市金水区", NINTH),))  # when the period was over
    arriving.registered(city, grid, "Zhou", stops=(stop("天津"),))
    assert found(area, grid) == [("Wang", Sure.CODE), ("Sun", Sure.NAME), ("Li", Sure.AROUND)]
    (wang, *_others) = queries.among_arrivals(area=area, by=grid)
    assert [str(one.why) for one in wang.matches] == [
        "Declared stop at 花园路 on 2022-01-05, within the declared period of 金水区."
    ]


def test_each_township_sees_its_own(city, grid):
    other = arriving.grid_worker("other", ELSEWHERE)
    area = arriving.declared(city)
    arriving.registered(city, grid, "Wang")
    arriving.registered(city, other, "Li", area_code=ELSEWHERE)
    assert [name for name, _ in found(area, grid)] == ["Wang"]
    assert [name for name, _ in found(area, other)] == ["Li"]
    assert len(found(area, city.command)) == 2
    assert found(area, city.laboratory) == []


def test_the_fence_restricts_nobody_an_offer_is_made_by_a_person_and_may_be_declined(city, grid):
    area, arrival = arriving.declared(city), arriving.registered(city, grid)
    found(area, grid)
    assert not arrival.offers.exists()  # nothing by itself
    told = {
        "area_id": area.id,
        "outbreak_id": city.outbreak.id,
        "arrival_id": arrival.id,
        "by": grid,
        "now": NOON,
    }
    with pytest.raises(Refused, match="nothing else"):
        fence.offer(**told, kind="QUARANTINE")
    offer = fence.offer(**told, kind="TEST")
    assert fence.offer(**told, kind="TEST") == offer
    assert "金水区" in offer.reasons[0]["values"]["area"]
    arrivals.answer(offer_id=offer.id, said="NOT_REACHED", by=grid, now=NOON)
    arrivals.answer(offer_id=offer.id, said="DECLINED", by=grid, now=NOON)
    with pytest.raises(Refused, match="already"):
        arrivals.answer(offer_id=offer.id, said="ACCEPTED", by=grid, now=NOON)
    assert not (Order.objects.exists() or Stay.objects.exists() or Sample.objects.exists())


def test_nobody_is_offered_anything_without_a_match_nor_by_who_does_not_look_after_them(city, grid):
    area = arriving.declared(city)
    zhou = arriving.registered(city, grid, "Zhou", stops=(stop("天津"),))
    wang = arriving.registered(city, grid)
    told = {"area_id": area.id, "outbreak_id": city.outbreak.id, "kind": "TEST", "now": NOON}
    with pytest.raises(NotFound, match="no declared stop"):
        fence.offer(**told, arrival_id=zhou.id, by=grid)
    with pytest.raises(NotPermitted):
        fence.offer(**told, arrival_id=wang.id, by=city.command)


def test_an_area_is_declared_once_and_ends_once(city, grid):
    area = arriving.declared(city, to_at=None)
    assert arriving.declared(city, to_at=None) == area
    with pytest.raises(NotPermitted):
        areas.end(area_id=area.id, at=NOON, by=grid, now=NOON)
    with pytest.raises(Refused, match="before it begins"):
        areas.end(area_id=area.id, at=start_of_day(FIFTH), by=city.epidemiologist, now=NOON)
    arriving.registered(city, grid, stops=(stop(first=date(2022, 1, 8)),))
    assert found(area, grid)
    ended = areas.end(area_id=area.id, at=start_of_day(date(2022, 1, 8)), by=city.epidemiologist, now=NOON)
    assert not found(ended, grid)
    with pytest.raises(Refused, match="already"):
        areas.end(area_id=area.id, at=NOON, by=city.epidemiologist, now=NOON)


def crowd(city, place, people, ago=24.0):
    rows = [
        moving.line(f"1390000{number:04}", f"人{number}", place, ago=ago, minutes=60) for number in people
    ]
    moving.bring_records(city, *rows)


def count(city, area, first=date(2022, 1, 8), last=date(2022, 1, 8), by=None):
    return areas.count(area_id=area.id, outbreak_id=city.outbreak.id, from_on=first, to_on=last,
                       by=by or city.epidemiologist, now=NOON)  # fmt: skip


def venue(city, *codes, **told):
    return arriving.declared(city, name=f"area {' '.join(codes)}", place_code="", venue_codes=codes, **told)


def test_visitors_leave_as_tens_and_fewer_than_ten_never(city):
    moving.bring_places(city)
    crowd(city, "noodles", range(13))
    crowd(city, "office", range(20, 29))
    assert count(city, venue(city, "noodles")).people == 10
    assert count(city, venue(city, "office")).people is None
    with pytest.raises(IntegrityError), transaction.atomic():
        VisitorCount.objects.update(people=9)


def test_asked_again_the_kept_answer_is_given_although_somebody_more_came(city):
    moving.bring_places(city)
    crowd(city, "noodles", range(19))
    area = venue(city, "noodles")
    assert count(city, area).people == 10
    crowd(city, "noodles", range(19, 20))
    assert count(city, area).people == 10
    assert VisitorCount.objects.count() == 1


def test_an_area_that_is_drawn_a_little_larger_tells_nothing_about_the_few_between(city):
    moving.bring_places(city)
    crowd(city, "noodles", range(18))
    crowd(city, "office", range(16, 20))
    assert count(city, venue(city, "noodles")).people == 10
    with pytest.raises(Refused, match="together they would tell"):
        count(city, venue(city, "noodles", "office"))
    refused = AuditEntry.objects.filter(action="movement.refused").get()
    assert refused.after == {"asked": "count"}
    assert [call["allowed"] for call in engine.store_of("xinxiang").journal.calls()] == [True, False]


def test_only_days_of_the_declared_period_are_counted_and_only_by_who_may(city, grid):
    moving.bring_places(city)
    area = venue(city, "noodles")
    with pytest.raises(Refused, match="days of the declared period"):
        count(city, area, last=NINTH)
    for somebody in (grid, city.investigator, city.laboratory):
        with pytest.raises(NotPermitted):
            count(city, area, by=somebody)


def test_counts_are_deleted_when_the_days_they_counted_are(city):
    moving.bring_places(city)
    count(city, venue(city, "noodles"))
    areas.forget_due(outbreak_id=city.outbreak.id, by=city.system, now=NOON + timedelta(days=14))
    assert VisitorCount.objects.exists()
    areas.forget_due(outbreak_id=city.outbreak.id, by=city.system, now=NOON + timedelta(days=15))
    assert not VisitorCount.objects.exists() and DeclaredArea.objects.exists()
