"""Whose number in the movement records is whose: the tables alone do not tell, the process with the key tells for a purpose."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from ringfence.cores.pseudonyms import Address, running
from ringfence.kernel import Refused
from ringfence.tracing.movement import actions as movement
from ringfence.tracing.movement import vault
from ringfence.tracing.movement.models import Lead, Pseudonym
from tests.city import NOON, City, build, hours
from tests.identities import rename
from tests.stories import moving
from tests.stories.telling import open_case

pytestmark = pytest.mark.django_db
migration = import_module("ringfence.tracing.movement.migrations.0005_seal_the_numbers")


@pytest.fixture
def city(settings: Any, tmp_path: Path) -> City:
    settings.MOVEMENT_HOME = tmp_path
    return build()


@pytest.fixture
def case(city: City) -> Any:
    case = open_case(city, onset_date=NOON.date())
    rename(case.person_id, phone="13800000001")
    moving.two_days(city)
    return case


def log() -> list[dict[str, Any]]:
    lines = Path(settings.PSEUDONYMS).with_name("pseudonyms.log").read_text().splitlines()
    return [json.loads(one) for one in lines]


def test_the_table_alone_does_not_tell_whose_number_is_whose(city: City, case: Any) -> None:
    search = moving.answered(city, case)
    with connection.cursor() as cursor:
        cursor.execute("select p::text from movement_pseudonym p")
        text = str(cursor.fetchall())
    numbers = [one.number for one in search.leads.all()]
    assert len(numbers) == 2 and Pseudonym.objects.count() == 4
    assert not [one for one in numbers if f",{one}," in text or one.to_bytes(4, "big").hex() + "," in text]
    assert "number" not in {field.column for field in Pseudonym._meta.concrete_fields}


def test_each_opening_is_written_down_with_its_purpose_and_search(city: City, case: Any) -> None:
    search = moving.answered(city, case)
    calls = [one for one in log() if one["outbreak"] == str(city.outbreak.id)]
    of_search = [
        (one["kind"], one["purpose"], one["count"]) for one in calls if one["search"] == str(search.id)
    ]
    assert ("numbers", "SEARCH", 1) in of_search and ("tokens", "LEADS", 2) in of_search
    assert {one["purpose"] for one in calls} <= {"RECORDS", "TOLD", "SEARCH", "LEADS", "LIVE"}
    told = running(Address(Path(settings.PSEUDONYMS)))
    assert told is not None and told["counted"]["tokens LEADS"] >= 2


def test_a_lead_of_a_search_is_named_and_a_dismissed_one_is_not(city: City, case: Any) -> None:
    search = moving.answered(city, case)
    leads = list(search.leads.all())
    names = {person.identity.name for person in _people(vault.people_of(search=search, leads=leads))}
    assert names == {"Wang", "Li"}
    chosen = {"search_id": search.id, "lead_ids": [leads[0].id], "by": city.investigator, "now": NOON}
    movement.dismiss(**chosen, why="worked behind glass")
    assert bytes(Lead.objects.get(id=leads[0].id).token) == b""  # no way leads from the number to the person
    assert len(vault.people_of(search=search, leads=list(search.leads.all()))) == 1
    movement.reopen(**chosen)
    assert len(vault.people_of(search=search, leads=list(search.leads.all()))) == 2


def test_a_number_of_somebody_else_in_ones_place_is_refused(city: City, case: Any) -> None:
    chen, other = (
        Pseudonym.objects.get(person=case.person_id),
        Pseudonym.objects.exclude(person=case.person_id)[0],
    )
    Pseudonym.objects.filter(id=chen.id).update(sealed=other.sealed)
    with pytest.raises(Refused, match="changed from outside"):
        moving.answered(city, case)


def test_without_the_process_nothing_is_searched_and_the_sentence_says_what_to_do(
    city: City, case: Any, settings: Any, tmp_path: Path
) -> None:
    settings.PSEUDONYMS, settings.PSEUDONYMS_START = tmp_path / "nobody.sock", ()
    with pytest.raises(Refused, match="ringfence pseudonyms serve"):
        moving.answered(city, case)


def test_told_twice_a_person_keeps_the_number_and_a_file_may_tell_people_by_it(city: City, case: Any) -> None:
    people = list(Pseudonym.objects.values_list("person_id", flat=True))
    first = vault.give_numbers(outbreak_id=city.outbreak.id, person_ids=people, now=NOON)
    assert vault.give_numbers(outbreak_id=city.outbreak.id, person_ids=people, now=NOON + hours(1)) == first
    numbers = set(first.values())
    asked = [*numbers, (max(numbers) + 1) % vault.NUMBERS, vault.NUMBERS + 5]
    assert vault.those_given(outbreak_id=city.outbreak.id, numbers=asked) == numbers - {max(numbers) + 1}


def test_the_migration_seals_the_numbers_that_stood_in_clear(
    city: City, case: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = moving.answered(city, case)
    people = list(Pseudonym.objects.values_list("person_id", flat=True))
    numbers = vault.give_numbers(outbreak_id=city.outbreak.id, person_ids=people, now=NOON)
    before = vault.people_of(search=search, leads=list(search.leads.all()))
    put_back(numbers)
    monkeypatch.setattr(migration, "AT_ONCE", 3)
    assert migration._some_numbers(connection) == 3  # and then the power failed
    migration.seal(None, SimpleNamespace(connection=connection))
    migration.seal(None, SimpleNamespace(connection=connection))
    assert vault.give_numbers(outbreak_id=city.outbreak.id, person_ids=people, now=NOON) == numbers
    assert vault.people_of(search=search, leads=list(search.leads.all())) == before


def put_back(numbers: dict[Any, int]) -> None:
    """The tables as an earlier release left them, between the first and the third step."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table movement_pseudonym drop constraint a_number_is_one_person")
        cursor.execute("alter table movement_pseudonym add column number integer")
        cursor.execute("update movement_pseudonym set sealed = '', token = ''")
        cursor.execute("update movement_lead set token = ''")
        for person, number in numbers.items():
            cursor.execute("update movement_pseudonym set number = %s where person_id = %s", [number, person])


def _people(found: dict[Any, Any]) -> list[Any]:
    from ringfence.registry.people.models import Person

    return list(Person.objects.filter(id__in=found.values()))
