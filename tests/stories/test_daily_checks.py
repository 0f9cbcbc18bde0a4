"""The daily look: the rule set says what a fever is; an alert asks for a sample today and goes when it is taken."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ringfence.care.quarantine import queries as stays
from ringfence.care.quarantine import rules
from ringfence.field.testing import actions as testing
from ringfence.field.testing.models import Sample
from ringfence.kernel import NotPermitted, Refused
from ringfence.response import daily_check
from ringfence.response.daily_check import Seen
from tests.city import NOON, City, build, hours
from tests.stories.telling import approved, arrived, close_contact, open_case

pytestmark = pytest.mark.django_db
TODAY = date(2022, 1, 9)
LATER = NOON + hours(4)


@pytest.fixture
def city() -> City:
    return build()


@pytest.fixture
def stay(city: City) -> Any:
    return arrived(city, approved(city, close_contact(city, open_case(city), "Wang")))


def keep(city: City, stay: Any, seen: Seen, by: Any = None) -> Any:
    return daily_check.keep(
        stay_id=stay.id, on=TODAY, slot="EVENING", seen=seen, by=by or city.nurse, now=LATER
    )


def alerts(city: City) -> list[Any]:
    return list(stays.alerts(by=city.nurse, outbreak_id=city.outbreak.id, since=LATER - timedelta(days=2)))


@pytest.mark.parametrize(("seen", "finding", "alert"), [
    (Seen(), "WELL", False),
    (Seen(temperature_celsius=Decimal("37.2")), "WELL", False),
    (Seen(temperature_celsius=Decimal("37.3")), "SYMPTOMS", True),  # the limit of the rule set
    (Seen(symptoms="cough"), "SYMPTOMS", True),
    (Seen(reached=False), "NOT_REACHED", True),
])  # fmt: skip
def test_the_rule_set_says_what_was_found(
    city: City, stay: Any, seen: Seen, finding: str, alert: bool
) -> None:
    check, found = keep(city, stay, seen)
    assert (check.finding, found.alert) == (finding, alert)


def test_symptoms_raise_an_alert_and_a_sample_is_due_today_until_it_is_taken(city: City, stay: Any) -> None:
    keep(city, stay, Seen(temperature_celsius=Decimal("38.1"), symptoms="cough"))
    sample = Sample.objects.get(person_id=stay.person_id, purpose="CLINIC")
    assert sample.due_on == TODAY and [one.stay_id for one in alerts(city)] == [stay.id]
    testing.take_scheduled(
        sample_id=sample.id, code="F1", taken_at=LATER + hours(1), by=city.nurse, now=LATER + hours(1)
    )
    assert alerts(city) == []


def test_a_check_told_twice_corrects_the_first_and_asks_for_one_sample(city: City, stay: Any) -> None:
    keep(city, stay, Seen(symptoms="cough"))
    keep(city, stay, Seen(symptoms="cough, fever"))
    assert stays.checks_of(stay_id=stay.id).get().symptoms == "cough, fever"
    assert Sample.objects.filter(purpose="CLINIC", cancelled_at=None).count() == 1


def test_taking_back_takes_the_sample_back_too(city: City, stay: Any) -> None:
    keep(city, stay, Seen(symptoms="cough"))
    told = {"stay_id": stay.id, "on": TODAY, "slot": "EVENING", "now": LATER}
    with pytest.raises(Refused, match="who kept this check"):
        daily_check.take_back(**told, by=city.manager)
    assert daily_check.take_back(**told, by=city.nurse) is True
    assert daily_check.take_back(**told, by=city.nurse) is False
    assert alerts(city) == [] and not Sample.objects.filter(purpose="CLINIC", cancelled_at=None).exists()
    assert Sample.objects.filter(purpose="QUARANTINE", cancelled_at=None).exists()


@pytest.mark.parametrize(("seen", "on"), [
    (Seen(temperature_celsius=Decimal("46.0")), TODAY), (Seen(temperature_celsius=Decimal("12.0")), TODAY),
    (Seen(), TODAY + timedelta(days=1)),
])  # fmt: skip
def test_what_cannot_be_is_refused(city: City, stay: Any, seen: Seen, on: date) -> None:
    with pytest.raises(Refused):
        daily_check.keep(stay_id=stay.id, on=on, slot="MORNING", seen=seen, by=city.nurse, now=LATER)


@pytest.mark.parametrize("other", ["investigator", "epidemiologist", "driver", "laboratory", "command"])
def test_only_who_keeps_health_checks_keeps_them(city: City, stay: Any, other: str) -> None:
    with pytest.raises(NotPermitted):
        keep(city, stay, Seen(), by=getattr(city, other))


def test_a_missed_slot_is_found_once_its_time_is_over(city: City, stay: Any) -> None:
    watched = stays.under_watch(by=city.nurse, outbreak_id=city.outbreak.id)
    due = [rules.DueCheck(TODAY, 1, NOON + hours(10))]
    assert list(stays.missed(watched, due=due)) == [stay]
    keep(city, stay, Seen())
    assert list(stays.missed(watched, due=due)) == []
    assert list(stays.missed(watched, due=[rules.DueCheck(TODAY, 0, NOON)])) == []  # had not arrived yet
