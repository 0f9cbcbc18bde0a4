"""The vault in the database: what was changed from outside is refused, keys change while people are read, and the right file is needed."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.city import NOON, City, build
from tests.identities import rename

from ringfence.cores import vault as core
from ringfence.faces import vault
from ringfence.ground.audit.models import AuditEntry
from ringfence.kernel import NotPermitted, Refused
from ringfence.registry.identities import actions, keyfile
from ringfence.registry.identities import queries as identities
from ringfence.registry.identities.models import DataKey
from ringfence.registry.people import actions as people_actions
from ringfence.registry.people import queries as people
from ringfence.registry.people.models import Identity, IndexCard, Person

pytestmark = pytest.mark.django_db

SECRETS = {"id_number": "11010519491231002X", "phone": "13912345678", "address": "Hongqi Road 77"}


@pytest.fixture
def own_file(settings: Any, tmp_path: Path) -> Path:
    """A key file of this test alone: it may be changed and lost."""
    settings.IDENTITY_KEYS = tmp_path / "keys.json"
    return tmp_path / "keys.json"


@pytest.fixture
def city(own_file: Path) -> City:
    return build()


def read(person: Any) -> Identity:
    return Identity.objects.get(person_id=person.id)


def test_who_somebody_is_stands_nowhere_in_clear(city: City) -> None:
    wang = city.person("王小芳", **SECRETS)
    with connection.cursor() as cursor:
        for table in ("people_identity", "people_indexcard", "identities_datakey", "people_person"):
            cursor.execute(f"select t::text from {table} t")
            text = str(cursor.fetchall())
            for word in ("王小芳", *SECRETS.values(), "wangxiaofang"):
                assert word not in text and word.encode().hex() not in text
    assert {name: getattr(read(wang), name) for name in SECRETS} == SECRETS


@pytest.mark.parametrize("field", ["name", "id_number", "phone", "address"])
def test_a_word_of_somebody_else_in_ones_place_is_refused(city: City, field: str) -> None:
    wang, li = city.person("Wang", **SECRETS), city.person("Li", phone="13700000000", id_number="1")
    column = f"sealed_{field}"
    Identity.objects.filter(person=wang).update(**{column: getattr(read(li), column)})
    with pytest.raises(Refused, match="changed from outside"):
        getattr(read(wang), field)


def test_a_word_in_another_field_is_refused(city: City) -> None:
    wang = city.person("Wang", **SECRETS)
    Identity.objects.filter(person=wang).update(sealed_phone=read(wang).sealed_address)
    with pytest.raises(Refused, match="changed from outside"):
        _ = read(wang).phone


def test_somebody_elses_key_opens_nothing(city: City) -> None:
    wang, li = city.person("Wang"), city.person("Li")
    other = DataKey.objects.get(person_id=li.id)
    DataKey.objects.filter(person_id=wang.id).update(wrapped=other.wrapped, kek=other.kek)
    with pytest.raises(Refused, match="changed from outside"):
        _ = read(wang).name


def test_the_check_finds_each_of_these_and_names_only_numbers(city: City) -> None:
    wang, li, sun, zhao = (city.person(name) for name in ("Wang", "Li", "Sun", "Zhao"))
    assert vault.check(by=city.oversight, now=NOON).is_whole
    Identity.objects.filter(person=wang).update(sealed_address=read(li).sealed_address)
    IndexCard.objects.filter(person=li).update(sound=1)
    DataKey.objects.filter(person_id=sun.id).delete()
    DataKey.objects.filter(person_id=zhao.id).update(wrapped=b"\0" * 60)
    found = vault.check(by=city.oversight, now=NOON)
    assert {(code, who) for code, who, _ in found.faults} == {
        ("NOT_GENUINE", wang.id), ("WRONG_CARD", li.id), ("NO_KEY", sun.id), ("WRONG_KEY", zhao.id),
    }  # fmt: skip
    assert AuditEntry.objects.filter(action="vault.check").count() == 2


def test_keys_change_while_people_are_read_and_registered(city: City) -> None:
    wang = city.person("Wang", **SECRETS)
    held = read(wang)
    first = identities.status().active
    made, count = vault.rotate(by=city.command, now=NOON)
    assert (count, identities.status().keys) == (1, {first: 0, made: 1})
    assert held.name == read(wang).name == "Wang"  # read before and after
    assert DataKey.objects.get(person_id=city.person("Li").id).kek == made
    assert actions.retire(by=city.command, now=NOON + timedelta(minutes=59)) == []
    assert actions.retire(by=city.command, now=NOON + timedelta(hours=1)) == [first]
    assert read(wang).phone == SECRETS["phone"] and keyfile.ring().keys.keys() == {made}


def test_a_rotation_that_was_broken_off_goes_on(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    someone = [city.person(f"P{n}") for n in range(5)]
    made = actions.change_key(by=city.command, now=NOON)
    assert actions._some_anew(2) == 2  # and then the power failed
    status = identities.status()
    assert (status.waiting, status.keys[made]) == (3, 2)
    assert [read(one).name for one in someone] == [f"P{n}" for n in range(5)]
    assert vault.resume(by=city.command, now=NOON) == 3 and identities.status().waiting == 0


def test_a_key_that_still_wraps_somebody_is_never_taken_out(city: City) -> None:
    city.person("Wang")
    actions.change_key(by=city.command, now=NOON)
    assert actions.retire(by=city.command, now=NOON + timedelta(days=1)) == []


def test_only_command_changes_keys(city: City) -> None:
    for deed in (vault.rotate, vault.retire, vault.resume):
        with pytest.raises(NotPermitted):
            deed(by=city.nurse, now=NOON)  # type: ignore[operator]
    with pytest.raises(NotPermitted):
        vault.check(by=city.nurse, now=NOON)


def test_a_missing_file_is_said_and_never_made_anew(city: City, own_file: Path) -> None:
    wang = city.person("Wang")
    kept = own_file.read_bytes()
    own_file.unlink()
    with pytest.raises(Refused, match="is missing"):
        _ = read(wang).name
    with pytest.raises(Refused, match="is missing"):
        city.person("Li")
    assert not own_file.exists()
    own_file.touch(mode=0o600)
    own_file.write_bytes(kept)
    assert read(wang).name == "Wang"


def test_the_file_of_another_database_is_refused(city: City, own_file: Path) -> None:
    city.person("Wang")
    own_file.unlink()
    core.make(own_file)
    with pytest.raises(Refused, match="belongs to another database"):
        city.person("Li")


def test_a_file_that_others_may_read_is_refused(city: City, own_file: Path) -> None:
    wang = city.person("Wang")
    own_file.chmod(0o644)
    with pytest.raises(Refused, match="chmod 600"):
        _ = read(wang).name


def test_a_page_of_fifty_asks_for_keys_once(city: City, django_assert_num_queries: Any) -> None:
    ids = [city.person(f"P{n:02}").id for n in range(50)]
    with django_assert_num_queries(2):
        shown = people.people(person_ids=ids, on=NOON.date())
    assert sorted(one.name for one in shown.values()) == [f"P{n:02}" for n in range(50)]
    with django_assert_num_queries(2):  # whatever the order in which they are opened
        assert len([one.identity.name for one in reversed(Person.objects.select_related("identity"))]) == 50


def test_an_identity_number_belongs_to_one_person_by_the_database(city: City) -> None:
    city.person("Wang", **SECRETS)
    li = city.person("Li")
    assert city.person("Wang again", id_number=SECRETS["id_number"].lower()).id != li.id
    with pytest.raises(Refused, match="Another person"):
        people_actions.correct(
            person_id=li.id, changes={"id_number": SECRETS["id_number"]}, by=city.investigator, now=NOON
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        rename(li.id, id_number=SECRETS["id_number"])


def test_secrets_are_in_no_log(city: City, own_file: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        wang = city.person("Wang", **SECRETS)
        vault.rotate(by=city.command, now=NOON)
        assert read(wang).phone
    told = json.loads(own_file.read_text())
    for secret in (told["index"], *(one["key"] for one in told["keys"].values())):
        assert secret not in caplog.text and bytes.fromhex(secret).decode("latin-1") not in caplog.text
