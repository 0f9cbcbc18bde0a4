"""Whoever signs in, fails to or signs out is in the ledger, with the address; what strangers type is not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from ringfence.faces import clock, second_factor, sign_ins
from ringfence.faces.sessions import BEGAN
from ringfence.ground import acting
from ringfence.ground.audit.models import AuditEntry
from tests.city import NOON, City, build
from tests.faces.test_second_factor import PASSWORD, code_of, with_app
from tests.faces.web.quarantined import set_clock

pytestmark = pytest.mark.django_db
LOGIN, HERE = "/accounts/login/", "203.0.113.7"


@pytest.fixture
def city() -> City:
    city = build()
    set_clock(city, NOON)
    city.nurse.set_password(PASSWORD)
    city.nurse.save()
    return city


def try_to(client: Client, name: str, password: str) -> Any:
    return client.post(LOGIN, {"login": name, "password": password}, REMOTE_ADDR=HERE)


def told(action: str) -> AuditEntry:
    return AuditEntry.objects.get(action=action)


def test_signing_in_and_out_is_in_the_ledger_with_the_address(city: City) -> None:
    client = Client()
    assert try_to(client, "nurse", PASSWORD).status_code == 302
    came = told("account.sign_in")
    assert (came.by_id, came.subject_id, came.address) == (city.nurse.id, str(city.nurse.id), HERE)
    assert came.after == {"means": ["password"]} and came.via.startswith("session ")
    client.post("/accounts/logout/", REMOTE_ADDR=HERE)
    left = told("account.sign_out")
    assert (left.by_id, left.via, left.after) == (city.nurse.id, came.via, {"by_itself": False})


def test_a_session_that_ends_by_itself_is_told_as_such(city: City) -> None:
    client = Client()
    try_to(client, "nurse", PASSWORD)
    session = client.session
    session[BEGAN] = (clock.real_now() - timedelta(days=2)).isoformat()
    session.save()
    client.get("/", REMOTE_ADDR=HERE)
    assert told("account.sign_out").after == {"by_itself": True}
    assert told("account.sign_out").by_id == city.nurse.id


def test_a_wrong_password_is_noted_with_the_account_and_by_the_platform(city: City) -> None:
    try_to(Client(), "nurse", "not-the-password")
    failed = told("account.sign_in_failed")
    assert (failed.subject_id, failed.address) == (str(city.nurse.id), HERE)
    assert failed.by_id == city.system.id and failed.organisation_id == city.nurse.organisation_id
    assert failed.after == {"means": ["password"], "known": True}


def test_a_name_that_is_no_account_is_not_kept(city: City) -> None:
    try_to(Client(), "hunter2-my-password", "x")
    failed = told("account.sign_in_failed")
    assert failed.after == {"means": ["password"], "known": False} and failed.subject_id == ""
    assert "hunter2" not in str([vars(one) for one in AuditEntry.objects.all()])


def test_a_wrong_code_and_the_right_one_are_both_noted(city: City, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    secret, client = with_app(city.nurse), Client()
    try_to(client, "nurse", PASSWORD)
    client.post("/accounts/2fa/authenticate/", {"code": "000000"}, REMOTE_ADDR=HERE)
    assert told("account.sign_in_failed").after == {"means": ["totp"], "known": True}
    assert not AuditEntry.objects.filter(action="account.sign_in").exists()  # a password alone is no sign-in
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}, REMOTE_ADDR=HERE)
    assert told("account.sign_in").after == {"means": ["password", "totp"]}


def test_a_second_factor_that_comes_or_goes_is_noted(
    city: City, django_capture_on_commit_callbacks: Any
) -> None:
    client = Client()
    try_to(client, "nurse", PASSWORD)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": code_of(client.session["mfa.totp.secret"])})
    assert Authenticator.objects.filter(user=city.nurse, type=second_factor.KINDS[0]).exists()
    added = AuditEntry.objects.filter(action="account.add_factor", by_id=city.nurse.id)
    assert [one.after["means"] for one in added] == [["totp"], ["recovery_codes"]]
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/deactivate/")
    removed = AuditEntry.objects.filter(action="account.remove_factor", by_id=city.nurse.id)
    assert ["totp"] in [one.after["means"] for one in removed]


@pytest.mark.parametrize(("language", "words"), [
    ("zh-hans", ("登录记录", "登录失败", "已登录", "账号", "验证方式：</span> 密码", "该账号存在：</span> 否")),
    ("en", ("Sign-ins", "FAILED sign-in", "Signed in", "Account", "Means:</span> Password", "Such an account exists:</span> No")),
])  # fmt: skip
def test_oversight_reads_them_on_the_page_of_the_record(
    city: City, language: str, words: tuple[str, ...]
) -> None:
    try_to(Client(), "nurse", PASSWORD)
    try_to(Client(), "nobody-here", "x")
    reader = Client(headers={"accept-language": language})
    reader.force_login(city.oversight, backend="django.contrib.auth.backends.ModelBackend")
    page = reader.get("/o/xinxiang/audit/?kind=ACCOUNT").content.decode()
    assert all(one in page for one in (*words, HERE, str(city.nurse)))
    assert "nobody-here" not in page
    deeds = reader.get("/o/xinxiang/audit/").content.decode()
    assert words[1] not in deeds.split("<tbody")[-1]
    called = reader.get("/api/v1/outbreaks/xinxiang/audit?kind=ACCOUNT").json()["items"]
    assert [one["action"] for one in called] == ["account.sign_in_failed", "account.sign_in"]


def test_who_may_not_read_the_audit_sees_none_by_either_book(city: City) -> None:
    try_to(Client(), "nurse", PASSWORD)
    try_to(Client(), "nurse", "wrong")

    def seen(by: Any) -> int:
        with acting.block(acting.as_user(by.id)):
            return AuditEntry.objects.filter(subject_type="account").count()

    assert (seen(city.command), seen(city.oversight)) == (2, 2)
    assert (seen(city.driver), seen(city.investigator)) == (0, 0)
    assert seen(city.nurse) == 1  # her own coming in, as everybody's own trail
    assert sign_ins.seen_by(by=city.command).count() == 2
    assert sign_ins.seen_by(by=city.tianjin).count() == 0
