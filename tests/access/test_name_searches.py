"""Whoever searches for a name that half the city bears: the policies are asked about the rows of their areas, not about the city.

Counted is how often the database asks who is in sight, by PostgreSQL's own count of function calls. No time is measured.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from ringfence.faces.rows import laying
from ringfence.ground import acting
from ringfence.ground.access import actions as staff
from ringfence.registry.identities import queries as identities
from ringfence.registry.people import actions, seeking
from ringfence.registry.people import queries as people
from ringfence.registry.people.models import IndexCard, Person
from ringfence.registry.places.models import Place
from ringfence.tracing.contacts import queries as contacts
from ringfence.tracing.contacts.models import Contact
from tests.city import NOON, TOWNSHIP, City, build
from tests.stories.telling import open_case

pytestmark = pytest.mark.django_db

HERE, BESIDE, ELSEWHERE = TOWNSHIP, "410702002", "410783001"
LIVE = {HERE: 12, BESIDE: 9, ELSEWHERE: 520}  # how many people called Wang, one in ten of them a contact
READERS = {
    "city": ("CITY_COMMAND", ["4107"], 541), "county": ("INVESTIGATOR", ["410702"], 21),
    "two": ("INVESTIGATOR", [HERE, BESIDE], 21), "township": ("GRID_WORKER", [HERE], 12),
}  # fmt: skip
ASKED = ("person_in_sight", "is_lead", "contact_in_sight", "case_in_sight", "person_lies_in")


@pytest.fixture
def city() -> City:
    city = build()
    Place.objects.create(code=BESIDE, name="向阳小区街道", kind="TOWNSHIP", parent_id="410702")
    case = open_case(city, "Chen")
    for area, many in LIVE.items():
        told = [actions.PersonFacts(name=f"王{number}", area_code=area) for number in range(many)]
        made = actions.register_many(
            people=told, by=city.outsider if area == ELSEWHERE else city.investigator, now=NOON
        )
        Contact.objects.bulk_create([
            Contact(outbreak=city.outbreak, case_id=case.id, person_id=one, area_id=area, last_exposure_at=NOON,
                    named_by_id=city.investigator.id, named_by_name="x", ruleset_id="CN-8-HN-2022-01", created_at=NOON)
            for one in made[::10]
        ])  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("analyze people_person, people_indexcard, contacts_contact")
    return city


def reader(city: City, name: str) -> Any:
    role, areas, _ = READERS[name]
    return staff.seed_user(username=f"s-{name}", full_name=name, full_name_en=name, password=None,
                           organisation=city.command.organisation, roles=[(role, area) for area in areas])  # fmt: skip


@contextmanager
def counted() -> Iterator[dict[str, int]]:
    """How often the policies asked about a row."""
    told: dict[str, int] = {}

    def calls() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "select coalesce(sum(calls), 0) from pg_stat_xact_user_functions "
                "where schemaname = 'guard' and funcname = any (%s)", [list(ASKED)],
            )  # fmt: skip
            return int(cursor.fetchone()[0])

    with connection.cursor() as cursor:
        cursor.execute("set local track_functions = 'pl'")
    before = calls()
    yield told
    told["asked"] = calls() - before


@pytest.mark.parametrize("name", READERS)
def test_a_list_of_contacts_is_searched_for_a_common_name_without_asking_about_the_city(
    city: City, name: str
) -> None:
    by = reader(city, name)
    with counted() as told, acting.block(acting.as_user(by.id)):
        found = contacts.listed(by=by, outbreak_id=city.outbreak.id, text="王").count()
    lives = [area for area in LIVE if area.startswith(tuple(READERS[name][1]))]
    assert found == sum(-(-LIVE[area] // 10) for area in lives)
    assert told["asked"] <= found


@pytest.mark.parametrize("text", ["王", "wang"])
@pytest.mark.parametrize("name", READERS)
def test_the_register_is_searched_for_a_common_name_without_asking_about_the_city(
    city: City, name: str, text: str
) -> None:
    by = reader(city, name)
    with counted() as told, acting.block(acting.as_user(by.id)):
        found = people.search(text=text, by=by, on=NOON.date())
    assert len(found) == min(50, READERS[name][2])
    assert told["asked"] == 0  # all of them live in the reader's areas


def test_a_rare_name_is_asked_about_as_often_as_it_is_borne(city: City) -> None:
    by = reader(city, "township")
    with counted() as told, acting.block(acting.as_user(by.id)):
        found = contacts.listed(by=by, outbreak_id=city.outbreak.id, text="王10").count()
    assert found == 1
    assert told["asked"] <= 20  # the 王10, and the 王100 to 王109 elsewhere


@pytest.mark.parametrize("text", ["王", "wang", "王10", "w", "李"])
@pytest.mark.parametrize("name", READERS)
def test_with_and_without_the_policies_the_same_is_found(city: City, name: str, text: str) -> None:
    by = reader(city, name)

    def both() -> tuple[set[Any], list[Any]]:
        listed = contacts.listed(by=by, outbreak_id=city.outbreak.id, text=text)
        return set(listed.values_list("id", flat=True)), len(people.search(text=text, by=by, on=NOON.date()))

    with acting.block(acting.as_user(by.id)):
        held = both()
    assert held == both()


def test_a_name_counts_as_common_by_the_same_number_in_both_places(city: City) -> None:
    assert f"offset {seeking.FEW_PEOPLE}) then" in laying._functions()
    index = identities.index()
    many, few = index.beginning_of_name("王"), index.beginning_of_name("王10")
    with acting.block(acting.as_user(city.press.id)), connection.cursor() as cursor:
        cursor.execute("select guard.borne_by_many(%s::bigint[])", [[many, few]])
        assert cursor.fetchone() == ([many],)
        assert not IndexCard.objects.exists()  # and nobody is shown


def test_a_card_stands_where_its_person_does(city: City) -> None:
    moved = Person.objects.filter(area_id=HERE).first()
    Person.objects.filter(id=moved.id).update(area_id=BESIDE)
    assert IndexCard.objects.get(person=moved).area_code == BESIDE
    IndexCard.objects.filter(person=moved).update(area_code="4107")
    assert IndexCard.objects.get(person=moved).area_code == BESIDE
    assert not IndexCard.objects.filter(area_code="").exists()
