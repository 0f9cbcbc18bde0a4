"""The stream is for signed-in readers of the outbreak; a full house sends its pages away politely."""

import json
import threading

import pytest
from tests import city as cities

from ringfence.faces.live import views
from ringfence.faces.live.listener import Listener

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return cities.build(rooms=1)


@pytest.fixture(autouse=True)
def no_database_listener(monkeypatch):
    """Notices are handed to the listener by the tests; the database's own are tested in test_listener."""
    monkeypatch.setattr(views, "listener", Listener(connect=threading.Event().wait))


@pytest.fixture
def address(city):
    return f"/o/{city.outbreak.slug}/live/"


def test_who_is_not_signed_in_is_asked_to(client, address):
    assert client.get(address).headers["Location"].startswith("/accounts/login/")


def test_who_may_not_see_the_outbreak_hears_nothing(client, city, address):
    client.force_login(city.tianjin)
    assert client.get(address, headers={"accept": "application/json"}).status_code == 404


def test_a_reader_hears_what_changed_until_the_server_closes(client, city, address):
    client.force_login(city.investigator)
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/event-stream"
    lines = iter(answer)
    assert next(lines) == b"retry: 3000\n\n"
    views.listener.hear(json.dumps({"topic": "orders", "outbreak": str(city.outbreak.id)}))
    assert next(lines) == b'data: {"topic": "orders"}\n\n'
    views.listener.hear(json.dumps({"topic": "closing"}))
    assert list(lines) == [b'data: {"topic": "closing"}\n\n']


def test_a_full_house_sends_its_pages_away_and_has_a_place_again_later(client, city, address, monkeypatch):
    monkeypatch.setattr(views, "VIEWERS", threading.BoundedSemaphore(1))
    client.force_login(city.investigator)
    lines = iter(client.get(address))
    next(lines)
    assert client.get(address).status_code == 204
    views.listener.hear(json.dumps({"topic": "closing"}))
    list(lines)
    assert client.get(address).status_code == 200


def test_the_sign_of_life_needs_no_sign_in(client):
    assert client.get("/healthz/").content == b"ok"


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "email/", "confirm-email/abc/"])
def test_nobody_signs_up_and_nothing_depends_on_mail(client, path):
    assert client.get(f"/accounts/{path}").status_code == 404
