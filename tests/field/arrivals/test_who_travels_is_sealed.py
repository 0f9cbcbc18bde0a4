"""Who travels stands sealed with a key of their own; the key goes with the arrival, and an old copy does not open any more."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from tests.city import NOON, City, build
from tests.stories import arriving
from tests.stories.arriving import trip

from ringfence.faces import sealing as seals
from ringfence.faces import vault
from ringfence.field.arrivals import actions as arrivals
from ringfence.field.arrivals import queries, sealing
from ringfence.field.arrivals.models import Arrival, Traveller
from ringfence.field.arrivals.sealing import Who
from ringfence.ground.retention.models import Certificate
from ringfence.kernel import Refused
from ringfence.registry.citizens.queries import Stranger
from ringfence.registry.identities import queries as identities
from ringfence.registry.identities.models import DataKey, TravellerKey
from ringfence.response import clock, retaining

pytestmark = pytest.mark.django_db
OVER = NOON + timedelta(days=29)
STRANGER = Stranger("192.0.2.7")
migration = import_module("ringfence.field.arrivals.migrations.0003_seal_who_travels")
WORDS = Who(name="王小芳", phone="13912345678", address="Hongqi Road 77")


@pytest.fixture
def city() -> City:
    return build()


@pytest.fixture
def grid(city: City) -> Any:
    return arriving.grid_worker()


def registered(city: City, by: Any, name: str = WORDS.name, phone: str = WORDS.phone) -> Any:
    return arriving.registered(city, by, name, phone=phone, address=WORDS.address)


def who(arrival: Any) -> Who:
    return sealing.opened(arrival_ids=[arrival.id])[arrival.id]


def test_no_column_tells_who_travels(city: City, grid: Any) -> None:
    arrival = registered(city, grid)
    with connection.cursor() as cursor:
        for table in ("arrivals_traveller", "identities_travellerkey", "arrivals_arrival"):
            cursor.execute(f"select t::text from {table} t")
            text = str(cursor.fetchall())
            for word in (WORDS.name, WORDS.phone, WORDS.address):
                assert word not in text and word.encode().hex() not in text
    assert who(arrival) == WORDS
    assert TravellerKey.objects.get().person_id == arrival.id and not DataKey.objects.exists()


@pytest.mark.parametrize("column", ["sealed_name", "sealed_phone", "sealed_address"])
def test_a_word_of_another_traveller_is_refused_and_the_check_says_so(
    city: City, grid: Any, column: str
) -> None:
    wang, li = registered(city, grid), registered(city, grid, "Li", "13700000000")
    assert vault.check(by=city.oversight, now=NOON).is_whole
    other = getattr(Traveller.objects.get(arrival=li), column)
    Traveller.objects.filter(arrival=wang).update(**{column: other})
    with pytest.raises(Refused, match="changed from outside"):
        queries.travellers(arrivals=[wang], by=grid)
    found = vault.check(by=city.oversight, now=NOON)
    assert found.travellers == 2
    assert found.faults == [("NOT_GENUINE", wang.id, column.removeprefix("sealed_"))]


def test_the_check_knows_keys_of_nobody_and_words_without_a_key(city: City, grid: Any) -> None:
    wang, li, sun = (registered(city, grid, name, f"1370000000{n}") for n, name in enumerate(("A", "B", "C")))
    TravellerKey.objects.filter(person_id=wang.id).delete()
    TravellerKey.objects.filter(person_id=li.id).update(wrapped=b"\0" * 60)
    Traveller.objects.filter(arrival=sun).delete()
    found = vault.check(by=city.oversight, now=NOON)
    assert {(code, one) for code, one, _ in found.faults} == {
        ("NO_KEY", wang.id), ("WRONG_KEY", li.id), ("KEY_OF_NOBODY", sun.id),
    }  # fmt: skip


def test_a_list_of_fifty_travellers_asks_for_their_keys_once(
    city: City, grid: Any, django_assert_num_queries: Any
) -> None:
    listed = [registered(city, grid, f"P{n:02}", f"138000000{n:02}") for n in range(50)]
    with django_assert_num_queries(3):  # where the reader may see them, the sealed words, the keys
        seen = queries.travellers(arrivals=listed, by=grid)
    assert [one.traveller.name for one in seen if one.traveller] == [f"P{n:02}" for n in range(50)]


def test_keys_of_travellers_change_with_the_others_and_a_busy_key_stays(city: City, grid: Any) -> None:
    arrival, _wang = registered(city, grid), city.person("Wang")
    first = identities.status().active
    made, count = vault.rotate(by=city.command, now=NOON)
    status = identities.status()
    assert (count, status.people, status.travellers, status.keys) == (2, 1, 1, {first: 0, made: 2})
    assert who(arrival) == WORDS
    TravellerKey.objects.update(kek=first)  # as if this one had been left behind
    assert identities.status().waiting == 1
    assert vault.retire(by=city.command, now=NOON + timedelta(days=1)) == []


def test_the_clock_destroys_the_keys_and_writes_a_certificate_that_names_nobody(
    city: City, grid: Any, settings: Any, tmp_path: Path
) -> None:
    settings.MOVEMENT_HOME = tmp_path  # no day of movement is over here
    arrival = registered(city, grid)
    clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=OVER)
    assert not TravellerKey.objects.exists() and not Traveller.objects.exists()
    certificate = Certificate.objects.get()
    assert certificate.content["rows"] == {
        "arrivals.Arrival": 1, "arrivals.Stop": 1, "arrivals.Traveller": 1, "identities.TravellerKey": 1,
    }  # fmt: skip
    assert str(arrival.id) not in str(certificate.content) and certificate.people == 0
    seals.seal(now=OVER)
    told = retaining.prove(certificate_id=certificate.id, outbreak_id=city.outbreak.id, by=city.oversight)
    assert told.is_whole


def test_an_old_copy_of_a_withdrawn_arrival_does_not_open(city: City, grid: Any) -> None:
    told = arrivals.register_oneself(
        outbreak_id=city.outbreak.id, trip=trip(WORDS.name), by=STRANGER, now=NOON
    )
    trip_kept, who_kept = Arrival.objects.get(), Traveller.objects.get()
    arrivals.withdraw(receipt=told.receipt, by=STRANGER, now=NOON)
    trip_kept.save(force_insert=True)
    who_kept.save(force_insert=True)  # a backup from before comes back
    (seen,) = queries.travellers(arrivals=[trip_kept], by=grid)
    assert seen.traveller == Who(name="***", phone="***", address="***")


def test_the_migration_seals_who_stood_in_clear_also_after_it_was_broken_off(
    city: City, grid: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_clear = [registered(city, grid, f"P{n}", f"1380000000{n}") for n in range(5)]
    put_back(in_clear)
    monkeypatch.setattr(migration, "AT_ONCE", 2)
    first = migration._some(connection, UUID(int=0))
    assert first is not None and TravellerKey.objects.count() == 2  # and then the power failed
    migration.seal(None, SimpleNamespace(connection=connection))
    numbers = set(TravellerKey.objects.values_list("number", flat=True))
    migration.seal(None, SimpleNamespace(connection=connection))
    assert set(TravellerKey.objects.values_list("number", flat=True)) == numbers and len(numbers) == 5
    assert [who(one).name for one in in_clear] == [f"P{n}" for n in range(5)]
    assert vault.check(by=city.oversight, now=NOON).is_whole


def put_back(some: list[Any]) -> None:
    """The table as an earlier release left it, between the first and the third step."""
    clear = sealing.opened(arrival_ids=[one.id for one in some])
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for field in migration.FIELDS:
            cursor.execute(
                f"alter table arrivals_traveller add column {field} varchar(200) not null default ''"
            )
        for one, words in clear.items():
            cursor.execute(
                "update arrivals_traveller set name = %s, phone = %s, address = %s, sealed_name = '', sealed_phone = '', "
                "sealed_address = '' where arrival_id = %s", [words.name, words.phone, words.address, one],
            )  # fmt: skip
    TravellerKey.objects.all().delete()
