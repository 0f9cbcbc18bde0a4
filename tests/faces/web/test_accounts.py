"""Accounts: nobody signs up by themselves; pages of one's own account open in the product's look."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.city import build

from ringfence.ground.access.models import User

pytestmark = pytest.mark.django_db


def test_nobody_signs_up_by_themselves() -> None:
    build()
    before = User.objects.count()
    told = {"username": "intruder", "password1": "a-long-password-1", "password2": "a-long-password-1"}
    answer = Client().post("/accounts/signup/", told)
    assert answer.status_code in (200, 403, 404)
    assert User.objects.count() == before


@pytest.mark.parametrize(
    "address", ["/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/", "/keys/"]
)
def test_the_pages_of_ones_account_open_in_our_look(address: str) -> None:
    client = Client()
    client.force_login(build().nurse, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(address, follow=True)
    assert page.status_code == 200
    assert "Ringfence" in page.content.decode()


def test_a_key_is_shown_once_and_can_be_revoked() -> None:
    city, client = build(), Client()
    client.force_login(city.nurse, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post("/keys/", {"name": "robot", "days": 30}).content.decode()
    assert "rf_" in page
    assert "rf_" not in client.get("/keys/").content.decode()
    token = city.nurse.api_tokens.get()
    client.post(f"/keys/{token.id}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_a_key_that_lives_too_long_is_refused_at_its_field() -> None:
    client = Client()
    client.force_login(build().nurse, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/keys/", {"name": "robot", "days": 400}).status_code == 422
