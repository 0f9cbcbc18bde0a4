"""A stolen password is not enough, and a lost telephone locks nobody out for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.test import Client

from ringfence.faces import clock, resetting, second_factor
from ringfence.faces.sessions import BEGAN, BY_ITSELF, USED
from ringfence.ground.access import actions as access
from ringfence.ground.audit.models import AuditEntry
from ringfence.kernel import Refused
from tests.city import NOON, City, build

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-first-password"
HERE = "/o/xinxiang/situation/"


@pytest.fixture(autouse=True)
def asked(settings: Any) -> None:
    settings.SECOND_FACTOR = True


@pytest.fixture
def city() -> City:
    return build()


@pytest.fixture
def nurse(city: City) -> Any:
    city.nurse.set_password(PASSWORD)
    city.nurse.save()
    return city.nurse


def signed_in(user: Any, password: str = PASSWORD) -> tuple[Client, Any]:
    client = Client()
    return client, client.post("/accounts/login/", {"login": user.username, "password": password})


def signed_in_since(user: Any, *, began: timedelta, used: timedelta) -> Client:
    """Somebody who signed in and used it last so long ago; the second factor has its own tests."""
    client, _ = signed_in(user)
    session = client.session
    now = clock.real_now()
    session[BEGAN], session[USED] = (now - began).isoformat(), (now - used).isoformat()
    session[second_factor.SEEN] = True
    session.save()
    return client


def with_app(user: Any) -> str:
    """The person has set up an authenticator app; returns its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return str(secret)


def code_of(secret: str) -> str:
    return str(
        totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    )


def test_without_a_second_factor_nobody_reads_anything(nurse: Any, city: City) -> None:
    client, _ = signed_in(nurse)
    for page in (f"/o/{city.outbreak.slug}/situation/", f"/o/{city.outbreak.slug}/people/", "/keys/", "/"):
        answer = client.get(page)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/2fa/"), page
    page = client.get("/accounts/2fa/")
    assert page.status_code == 200 and "第二重验证" in page.content.decode()
    call = client.get(f"/api/v1/outbreaks/{city.outbreak.slug}/people")
    assert call.status_code == 403 and "第二重验证" in call.json()["detail"]


def test_a_stolen_password_is_not_enough(nurse: Any, city: City) -> None:
    with_app(nurse)
    client, answer = signed_in(nurse)
    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert (
        client.get(f"/o/{city.outbreak.slug}/situation/").headers["Location"].startswith("/accounts/login/")
    )
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200 and client.get("/").status_code == 302


def test_with_password_and_app_the_work_begins(nurse: Any, city: City) -> None:
    secret = with_app(nurse)
    client, _ = signed_in(nurse)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert client.get(f"/o/{city.outbreak.slug}/situation/").status_code == 200


def test_who_gives_the_factor_up_is_asked_again(nurse: Any, city: City) -> None:
    secret = with_app(nurse)
    client, _ = signed_in(nurse)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert client.get(f"/o/{city.outbreak.slug}/situation/").status_code == 200
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=nurse, type="totp").exists()
    assert client.get(f"/o/{city.outbreak.slug}/situation/").headers["Location"] == "/accounts/2fa/"


def test_a_lost_device_is_signed_out_from_another(nurse: Any, city: City, settings: Any) -> None:
    settings.SECOND_FACTOR = False
    lost, _ = signed_in(nurse)
    here, _ = signed_in(nurse)
    assert lost.get(f"/o/{city.outbreak.slug}/situation/").status_code == 200
    assert UserSession.objects.filter(user=nurse).count() == 2
    assert here.get("/accounts/sessions/").status_code == 200
    here.post("/accounts/sessions/")
    assert lost.get(f"/o/{city.outbreak.slug}/situation/").headers["Location"].startswith("/accounts/login/")
    assert here.get(f"/o/{city.outbreak.slug}/situation/").status_code == 200


def test_a_reset_account_begins_anew_and_it_is_on_record(nurse: Any, city: City) -> None:
    with_app(nurse)
    access.make_token(by=nurse, name="robot", days=5, now=NOON)
    settings_free, _ = signed_in(nurse)
    done = resetting.reset(
        username=nurse.username, password="another-first-password", why="came in person with her badge", by=city.command, now=NOON
    )  # fmt: skip
    assert (done.factors, done.keys) == (1, 1)
    assert not Authenticator.objects.filter(user=nurse).exists()
    client, _ = signed_in(nurse, "another-first-password")
    assert client.get("/").headers["Location"] == "/accounts/2fa/"
    entry = AuditEntry.objects.get(action="user.reset")
    assert entry.by_id == city.command.id and "another-first-password" not in str(entry.after)


@pytest.mark.parametrize(("who", "why"), [("nurse", "lost"), ("command", "lost my own telephone")])
def test_a_reset_without_a_reason_or_by_oneself_is_refused(city: City, who: str, why: str) -> None:
    user = getattr(city, who)
    with pytest.raises(Refused):
        resetting.reset(username=user.username, password=PASSWORD, why=why, by=city.command, now=NOON)


def test_a_demo_account_is_open_only_with_the_password_that_everybody_knows(city: City) -> None:
    from ringfence.faces.jobs.seeding import DEMO_PASSWORD

    house = access.seed_organisation(name="Demo house", name_en="", kind="CDC", area_code="4107")
    for username, password, let_in in (("liwei", DEMO_PASSWORD, True), ("helin", PASSWORD, False)):
        user = access.seed_user(username=username, full_name=username, full_name_en="", organisation=house,
                                password=password, roles=[("CITY_COMMAND", "4107")])  # fmt: skip
        client, _ = signed_in(user, password)
        assert (client.get(f"/o/{city.outbreak.slug}/situation/").status_code == 200) is let_in


def test_a_waiting_thief_does_not_walk_in_behind_the_owner(nurse: Any, city: City) -> None:
    """The thief signed in first, by the stolen password; then the owner sets up her app. She alone goes on."""
    here = f"/o/{city.outbreak.slug}/situation/"
    thief, _ = signed_in(nurse)
    assert thief.get(here).headers["Location"] == "/accounts/2fa/"
    secret = with_app(nurse)
    assert thief.get(here).headers["Location"] == "/accounts/2fa/"
    assert thief.get(f"/api/v1/outbreaks/{city.outbreak.slug}/people").status_code == 403
    owner, _ = signed_in(nurse)
    owner.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert owner.get(here).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_lets_this_session_in_and_ends_the_others(nurse: Any, city: City) -> None:
    here = f"/o/{city.outbreak.slug}/situation/"
    thief, _ = signed_in(nurse)
    owner, _ = signed_in(nurse)
    owner.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert owner.get("/accounts/2fa/totp/activate/").status_code == 200
    done = owner.post("/accounts/2fa/totp/activate/", {"code": code_of(owner.session["mfa.totp.secret"])})
    assert done.status_code == 302, done.content
    assert owner.get(here).status_code == 200
    assert thief.get(here).headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("began", "used", "let_in"),
    [
        (timedelta(hours=11, minutes=59), timedelta(minutes=1), True),
        (timedelta(hours=12), timedelta(minutes=1), False),  # one shift, whatever was done in it
        (timedelta(hours=2), timedelta(minutes=59), True),
        (timedelta(hours=2), timedelta(minutes=60), False),  # nobody was there for an hour
    ],
)
def test_a_session_ends_after_a_shift_or_an_idle_hour(
    nurse: Any, city: City, began: timedelta, used: timedelta, let_in: bool
) -> None:
    client = signed_in_since(nurse, began=began, used=used)
    answered = client.get(f"/o/{city.outbreak.slug}/situation/")
    assert (answered.status_code == 200) is let_in
    assert let_in or answered.headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("by_itself", [True, False])
def test_a_page_that_refreshes_itself_keeps_no_session_open(nurse: Any, city: City, by_itself: bool) -> None:
    client = signed_in_since(nurse, began=timedelta(hours=2), used=timedelta(minutes=30))
    before = client.session[USED]
    headers = {BY_ITSELF: "1"} if by_itself else {}
    assert client.get(f"/o/{city.outbreak.slug}/situation/", headers=headers).status_code == 200
    assert (client.session[USED] == before) is by_itself


@pytest.mark.parametrize(
    ("forwarded", "shown"), [("198.51.100.7, 203.0.113.9", "203.0.113.9"), ("nonsense", "0.0.0.0")]
)  # noqa: S104
def test_the_list_shows_the_address_behind_the_proxy(
    nurse: Any, settings: Any, forwarded: str, shown: str
) -> None:
    settings.PROXIES = 1
    client = Client(headers={"x-forwarded-for": forwarded})
    client.post("/accounts/login/", {"login": nurse.username, "password": PASSWORD})
    assert UserSession.objects.get(user=nurse).ip == shown
