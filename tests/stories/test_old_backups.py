"""Wang is forgotten. Months later somebody finds a backup from before: with every key that is left, Wang cannot be read in it; Chen can."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ringfence.cores.vault import NotGenuine
from ringfence.faces import sealing, vault
from ringfence.kernel import city_date
from ringfence.registry.identities import keyfile
from ringfence.registry.identities import queries as identities
from ringfence.registry.identities.models import DataKey
from ringfence.registry.people import queries as people
from ringfence.registry.people.models import Identity
from ringfence.response import retaining
from tests.city import NOON, City, build, hours
from tests.stories.test_forgetting import LAST_DAY, sweep
from tests.stories.test_forgetting import wang as _wang

pytestmark = pytest.mark.django_db
AFTER = LAST_DAY + timedelta(days=1)
wang = _wang


@pytest.fixture
def city(settings: Any, tmp_path: Path) -> City:
    settings.IDENTITY_KEYS = tmp_path / "keys.json"  # a key is taken out of it
    return build()


def backup() -> list[Identity]:
    """What `ringfence backup` writes of the vault: sealed words, no data keys."""
    return list(Identity.objects.order_by("person_id"))


def restore(kept: list[Identity]) -> None:
    for one in kept:
        one.save(force_update=True)


def test_an_old_backup_with_todays_keys_does_not_open_for_whoever_was_forgotten(
    city: City, wang: Any
) -> None:
    kept = backup()
    sealed = bytes(Identity.objects.get(person=wang).sealed_name)
    sweep(city, AFTER)
    restore(kept)
    assert bytes(Identity.objects.get(person=wang).sealed_name) == sealed  # it is all there again
    assert Identity.objects.get(person=wang).name == "***"
    assert sorted(one.name for one in Identity.objects.exclude(person=wang)) == sorted(
        one.name for one in kept if one.person_id != wang.id
    )
    found = vault.check(by=city.oversight, now=AFTER)
    assert {(code, who) for code, who, _ in found.faults} == {("NO_KEY", wang.id)}
    for other in identities.open_keys(
        person_ids=DataKey.objects.values_list("person_id", flat=True)
    ).values():
        with pytest.raises(NotGenuine):
            other.open("name", sealed)


def test_the_certificate_names_the_destroyed_key_and_notices_when_it_is_back(city: City, wang: Any) -> None:
    key = DataKey.objects.get(person_id=wang.id)
    (certificate,) = sweep(city, AFTER)
    sealing.seal(now=AFTER)
    which = {"certificate_id": certificate.id, "outbreak_id": city.outbreak.id, "by": city.oversight}
    assert certificate.content["v"] == 4 and certificate.content["keys"]["destroyed"] == 1
    assert retaining.prove(**which).keys_gone and retaining.prove(**which).is_whole
    key.save(force_insert=True)  # somebody kept it
    proven = retaining.prove(**which)
    assert not proven.keys_gone and not proven.is_whole and proven.left == {"identities.DataKey": 1}


def test_an_old_file_of_data_keys_does_not_open_either_once_the_earlier_key_is_taken_out(
    city: City, wang: Any
) -> None:
    kept, old_key = backup(), DataKey.objects.get(person_id=wang.id)
    sweep(city, AFTER)
    vault.rotate(by=city.command, now=AFTER)
    vault.retire(by=city.command, now=AFTER + hours(1))
    restore(kept)
    old_key.save(force_insert=True)
    assert old_key.kek not in keyfile.ring().keys
    with pytest.raises(NotGenuine):
        identities.open_keys(person_ids=[wang.id])


def test_whoever_is_forgotten_is_found_by_nothing(city: City, wang: Any) -> None:
    assert [one.id for one in people.search(text="Wang", by=city.investigator, on=NOON.date())] == [wang.id]
    sweep(city, AFTER)
    for text in ("Wang", "w", "wan", "***"):
        assert people.search(text=text, by=city.investigator, on=city_date(AFTER)) == []
