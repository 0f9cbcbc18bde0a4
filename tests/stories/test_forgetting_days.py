"""A day of movement records is over: its key is destroyed, a certificate says so, and whoever looks again sees whether it holds."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from ringfence.faces import sealing
from ringfence.ground.audit.models import AuditEntry
from ringfence.ground.retention import queries as register
from ringfence.kernel import city_date
from ringfence.response import retaining
from ringfence.tracing.movement import actions as movement
from ringfence.tracing.movement import onfile
from tests.city import NOON, City, build
from tests.cores.copresence.test_day_keys import in_the_clear
from tests.stories import moving

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(settings: Any, tmp_path: Path) -> City:
    settings.MOVEMENT_HOME = tmp_path
    return build()


def forget(city: City, days: int) -> dict[str, int]:
    at = NOON + timedelta(days=days)
    done = movement.forget_due(outbreak_id=city.outbreak.id, by=city.system, now=at)
    sealing.seal(now=at)
    return done


def test_a_day_that_is_over_has_a_certificate_with_its_key_and_one_only(city: City, tmp_path: Path) -> None:
    moving.two_days(city)
    store = tmp_path / city.outbreak.slug
    keys = {file.stem.rpartition("-")[2]: file for file in tmp_path.glob(".*.keys/*.key")}
    forget(city, 16)
    assert forget(city, 16)["record_days_forgotten"] == 0  # told twice
    (certificate,) = register.certificates(outbreak_id=city.outbreak.id)
    days = certificate.content["movement_days"]
    assert [one["day"] for one in days] == [str(city_date(NOON) - timedelta(days=ago)) for ago in (2, 1)]
    assert {one["key"] for one in days} == set(keys) and not any(file.exists() for file in keys.values())
    which = {"certificate_id": certificate.id, "outbreak_id": city.outbreak.id, "by": city.oversight}
    assert retaining.prove(**which).is_whole
    day = days[0]
    keys[day["key"]].write_text("somebody kept it")
    proven = retaining.prove(**which)
    assert not proven.is_whole and proven.left == {f"movement {day['day']}": 1}
    keys[day["key"]].unlink()
    (store / "days" / f"{day['day']}-000001").mkdir()
    assert retaining.prove(**which).left == {f"movement {day['day']}": 1}


def test_what_was_destroyed_just_before_a_kill_is_certified_by_the_next_round(city: City) -> None:
    from ringfence.tracing.movement import engine

    moving.two_days(city)
    engine.forget_before(engine.store_of(city.outbreak.slug), day=city_date(NOON) - timedelta(days=1))
    assert not register.certificates(outbreak_id=city.outbreak.id)
    assert forget(city, 1)["record_days_forgotten"] == 0
    assert len(register.certificates(outbreak_id=city.outbreak.id)) == 1


def test_an_installation_from_before_the_keys_is_sealed_by_the_clock(city: City, tmp_path: Path) -> None:
    moving.two_days(city)
    store = tmp_path / city.outbreak.slug
    in_the_clear(store)
    shutil.rmtree(tmp_path / f".{city.outbreak.slug}.keys", ignore_errors=True)
    assert not onfile.is_sealed(slug=city.outbreak.slug)
    assert forget(city, 0)["record_days_sealed"] == 2
    assert onfile.is_sealed(slug=city.outbreak.slug) and forget(city, 0)["record_days_sealed"] == 0
    assert AuditEntry.objects.filter(action="movement.seal_days").count() == 1


def test_a_certificate_of_a_day_that_was_never_sealed_says_so(city: City, tmp_path: Path) -> None:
    moving.two_days(city)
    in_the_clear(tmp_path / city.outbreak.slug)
    forget(city, 30)
    (certificate,) = register.certificates(outbreak_id=city.outbreak.id)
    assert [(one["key"], one["clear"]) for one in certificate.content["movement_days"]] == [("", "yes")] * 2


def test_the_pages_show_days_and_not_nobody(city: City, client: Any) -> None:
    moving.two_days(city)
    forget(city, 16)
    (certificate,) = register.certificates(outbreak_id=city.outbreak.id)
    client.force_login(city.oversight)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    listed = client.get(reverse("retention:show", args=[city.outbreak.slug])).content.decode()
    shown = client.get(
        reverse("retention:certificate", args=[city.outbreak.slug, certificate.id])
    ).content.decode()
    assert "2 days of movement records" in listed
    assert (
        certificate.content["movement_days"][0]["key"] in shown
        and "neither a file nor a key is left" in shown
    )
    assert "Root over the" not in shown  # nobody stands behind it
