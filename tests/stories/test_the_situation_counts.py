"""The numbers of the situation are those of a recount, after every write."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ringfence.command.situation import queries as situation
from ringfence.command.spread import queries as spread
from ringfence.field.testing import actions as testing
from ringfence.field.testing import queries as sampled
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import city_date
from ringfence.measures.orders import queries as orders
from ringfence.registry.places.models import Place
from ringfence.response import positive_sample
from ringfence.tracing.cases.models import Case
from ringfence.tracing.contacts import queries as contacts
from ringfence.tracing.investigations import queries as investigations
from ringfence.tracing.investigations.models import Investigation
from tests.city import NOON, City, build, hours
from tests.stories.telling import approved, close_contact, meal, open_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return build()


def test_one_case_two_contacts_one_order(city: City) -> None:
    case = open_case(city)
    approved(city, close_contact(city, case, "Wang"))
    close_contact(city, case, "Sun")
    inside = {"by": city.command, "outbreak_id": city.outbreak.id}
    numbers = situation.case_numbers(**inside, now=NOON)
    assert (numbers.total, numbers.new, numbers.without_source) == (1, 1, 1)
    assert situation.contact_numbers(**inside) == {"CLOSE": 2}
    assert situation.under_measure(**inside) == {"FACILITY_QUARANTINE": 1}
    assert situation.rooms(outbreak=city.outbreak).reserved == 1
    waiting = {one.kind: one.count for one in situation.waiting(**inside, now=NOON)}
    assert (
        waiting["APPROVAL"] == 2 and waiting["TRANSFER"] == 1
    )  # isolation and Sun's order; Wang's way to the site


def test_overdue_milestones_are_counted_from_the_minute(city: City) -> None:
    open_case(city)
    inside = {"by": city.command, "outbreak_id": city.outbreak.id}
    assert situation.clock_numbers(**inside, now=NOON + hours(2)).overdue >= 2
    before = situation.clock_numbers(**inside, now=NOON + hours(1.9))
    assert (before.overdue, before.on_time_percent) == (0, None)


def test_the_target_counts_city_days_since_the_last_community_case(city: City) -> None:
    open_case(city, found_by="FEVER_CLINIC")
    ruleset = rulesets.get(city.outbreak.ruleset_id)
    aim = situation.target(
        by=city.command, outbreak=city.outbreak, ruleset=ruleset, now=NOON + hours(24 * 14)
    )
    assert (aim.days_since, aim.control_days, aim.reached) == (14, 14, True)


def test_another_county_sees_none_of_it(city: City) -> None:
    open_case(city)
    assert situation.case_numbers(by=city.outsider, outbreak_id=city.outbreak.id, now=NOON).total == 0


def test_delays_are_grouped_by_who_investigates_else_by_county(city: City) -> None:
    mine, nobodys = open_case(city, "Chen"), open_case(city, "Zhao")
    Investigation.objects.filter(case=mine).update(team_id=city.investigator.organisation_id)
    Investigation.objects.filter(case=nobodys).update(team_id=None)
    Case.objects.update(onset_date=city_date(NOON) - timedelta(days=3))
    found = spread.estimate(by=city.command, outbreak_id=city.outbreak.id, as_of=city_date(NOON))
    (delay,) = [one for one in found.delays if one.name == "ONSET_TO_REPORT"]
    assert {one.group: one.known for one in delay.by_team} == {"Hongqi CDC": 1, "红旗区": 1}


def test_each_kind_of_work_that_waits_is_what_its_list_holds(city: City) -> None:
    case = open_case(city)
    close_contact(city, case)
    positive_sample.name_contact(
        case_id=case.id, person_id=city.person("Zhao").id, exposure=meal(), by=city.investigator, now=NOON
    )
    testing.take(outbreak_id=city.outbreak.id, person_id=city.person("Li").id, code="T9", taken_at=NOON - hours(2),
                 by=city.laboratory, now=NOON)  # fmt: skip
    inside = {"by": city.command, "outbreak_id": city.outbreak.id}
    waiting = {one.kind: (one.count, one.most_urgent_at) for one in situation.waiting(**inside, now=NOON)}
    lists = {
        "MILESTONE": [one.due_at for one in investigations.open_milestones(**inside)],
        "APPROVAL": [one.expires_at for one in orders.waiting_for_approval(**inside)],
        "CLASSIFICATION": [one.created_at for one in contacts.listed(**inside, kind="UNDECIDED")],
        "RESULT": [one.taken_at for one in sampled.awaiting_result(**inside)],
    }
    assert waiting == {kind: (len(times), min(times)) for kind, times in lists.items()}
    assert all(waiting.values()) and waiting["RESULT"] == (1, NOON - hours(2))


def test_a_resident_of_a_management_area_counts_there_and_one_beyond_every_county_in_the_city(
    city: City,
) -> None:
    Place.objects.create(code="41070201", name="示例管委会", kind="MANAGEMENT_AREA", parent_id="410702")
    Place.objects.create(code="41070201001", name="示例街道二", kind="TOWNSHIP", parent_id="41070201")
    for name, area_code in (
        ("Chen", "410702001001"),
        ("Li", "410702001"),
        ("Wang", "41070201001"),
        ("Sun", "4107"),
    ):
        case = open_case(city, name)
        Case.objects.filter(id=case.id).update(area_id=area_code)
    ruled_out = open_case(city, "Zhao")
    Case.objects.filter(id=ruled_out.id).update(classification="RULED_OUT")
    counted = situation.by_county(by=city.command, outbreak=city.outbreak)
    assert counted == {"410702": 2, "41070201": 1, "4107": 1}
