"""The numbers of the situation are those of a recount, after every write."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ringfence.command.situation import queries as situation
from ringfence.command.spread import queries as spread
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import city_date
from ringfence.tracing.cases.models import Case
from ringfence.tracing.investigations.models import Investigation
from tests.city import NOON, City, build, hours
from tests.stories.telling import approved, close_contact, open_case

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
