"""The migration seals whoever stood in clear: everybody, once, also after it was broken off; whoever was forgotten stays forgotten."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from tests.city import NOON

from ringfence.registry.identities.models import DataKey
from ringfence.registry.people import checking, seeking
from ringfence.registry.people.models import Identity, IndexCard, Person
from ringfence.registry.places.models import Place

pytestmark = pytest.mark.django_db
migration = import_module("ringfence.registry.people.migrations.0003_seal_what_is_there")
FIELDS = migration.FIELDS


def put_in_clear(**words: str) -> UUID:
    """A row as the earlier release wrote it."""
    person = Person.objects.create(area_id="4107", created_at=NOON)
    told = dict.fromkeys(FIELDS, "") | words
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into people_identity (person_id, sealed_name, sealed_id_number, sealed_phone, sealed_address, sealed_workplace, "
            f"sealed_occupation, sealed_guardian, {', '.join(FIELDS)}) values (%s, '', '', '', '', '', '', '', {', '.join(['%s'] * 7)})",
            [person.id, *told.values()],
        )
    return person.id


@pytest.fixture
def clear(db: None) -> None:
    """The table as it stands between the first and the third step of the migration."""
    with connection.cursor() as cursor:
        for field in FIELDS:
            cursor.execute(f"alter table people_identity add column {field} varchar(200) not null default ''")
    Place.objects.create(code="4107", name="新乡市", kind="CITY")


def seal() -> None:
    migration.seal(None, SimpleNamespace(connection=connection))


def test_everybody_is_sealed_and_found_as_before(clear: None) -> None:
    told = {"name": "王小芳", "id_number": "11010519491231002X", "phone": "13912345678", "address": "Hongqi Road 7",
            "workplace": "School", "occupation": "Teacher", "guardian": "王伟"}  # fmt: skip
    wang, li = put_in_clear(**told), put_in_clear(name="Li Na")
    seal()
    assert {name: getattr(Identity.objects.get(person=wang), name) for name in FIELDS} == told
    assert Identity.objects.get(person=li).name == "Li Na"
    found = {
        text: list(
            IndexCard.objects.filter(seeking._any_of(seeking.readings_of(text))).values_list(
                "person_id", flat=True
            )
        )
        for text in ("王", "wangx", "wxf", "13912345678", "11010519491231002x", "ln")
    }
    assert found == dict.fromkeys(("王", "wangx", "wxf", "13912345678", "11010519491231002x"), [wang]) | {
        "ln": [li]
    }
    assert checking.check().is_whole


def test_broken_off_it_goes_on_and_told_twice_nothing_changes(
    clear: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [put_in_clear(name=f"P{n}") for n in range(7)]
    monkeypatch.setattr(migration, "AT_ONCE", 3)
    assert migration._some(connection, UUID(int=0)) is not None  # and then the power failed
    assert DataKey.objects.count() == 3
    seal()
    keys: dict[Any, Any] = dict(DataKey.objects.values_list("person_id", "number"))
    seal()
    assert dict(DataKey.objects.values_list("person_id", "number")) == keys and set(keys) == set(people)
    assert sorted(one.name for one in Identity.objects.all()) == [f"P{n}" for n in range(7)]


def test_whoever_was_forgotten_gets_no_key(clear: None) -> None:
    gone = put_in_clear(name="***", address="***")
    seal()
    assert Identity.objects.get(person=gone).name == Identity.objects.get(person=gone).address == "***"
    assert not DataKey.objects.exists() and IndexCard.objects.get(person=gone).tokens == []
    assert checking.check().is_whole
