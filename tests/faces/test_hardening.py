"""What every answer carries, what no answer and no log line carries; what the repository does not hold."""

from __future__ import annotations

import io
import logging
import os
import re
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from ringfence.faces import logs
from ringfence.faces.logs import WithoutPeople, scrubbed
from ringfence.faces.web.cases.views import listing
from ringfence.ground.access import actions as access
from tests.architecture.house import name_of, tracked_files
from tests.city import NOON, City, build
from tests.faces.web.quarantined import signed_in
from tests.stories.telling import open_case

pytestmark = pytest.mark.django_db
NUMBER, PHONE = "410702199003071233", "13812345678"


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def city() -> City:
    return build()


def pages(city: City) -> list[Any]:
    """Answers of every kind: a page, a person's dossier, the sign-in, everybody's page, the interface, what is not there."""
    case = open_case(city)
    reader, stranger = signed_in(city.investigator), Client()
    return [
        reader.get("/o/xinxiang/cases/"), reader.get(f"/o/xinxiang/cases/{case.id}/"), reader.get("/o/xinxiang/people/?q=Chen"),
        reader.get("/api/v1/outbreaks/xinxiang/cases"), reader.get("/o/xinxiang/nowhere/"), stranger.get(reverse("account_login")),
        stranger.get("/public/en/"), stranger.get("/public/zh/bulletins/"), stranger.get("/my/"), stranger.get("/api/v1/public"),
        stranger.get("/api/v1/outbreaks/xinxiang/cases"), stranger.get("/healthz/"),
    ]  # fmt: skip


def test_every_answer_carries_the_headers(city: City) -> None:
    for answer in pages(city):
        path = answer.request["PATH_INFO"]
        assert answer["X-Content-Type-Options"] == "nosniff", path
        assert answer["X-Frame-Options"] == "DENY", path
        assert answer["Referrer-Policy"] == "same-origin", path
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert "camera=()" in answer["Permissions-Policy"], path


def test_the_policy_lets_no_script_from_elsewhere_or_from_the_page_run(city: City) -> None:
    for answer in pages(city):
        if answer.request["PATH_INFO"] == "/my/":
            continue  # stricter, in tests/stories/test_ones_own_page.py
        policy = dict(
            part.strip().split(" ", 1)
            for part in answer["Content-Security-Policy"].split(";")
            if part.strip()
        )
        assert policy["default-src"] == "'self'"
        assert (
            policy.get("script-src", "'self'") == "'self'"
        )  # without a directive of its own the default holds
        for name, wanted in (("object-src", "'none'"), ("frame-ancestors", "'none'"), ("base-uri", "'none'"), ("form-action", "'self'"), ("connect-src", "'self'")):  # fmt: skip
            assert policy[name] == wanted
        assert "unsafe-eval" not in answer["Content-Security-Policy"]
        assert "http:" not in answer["Content-Security-Policy"]


def test_nobody_keeps_what_is_about_people(city: City) -> None:
    for answer in pages(city):
        told, path = answer["Cache-Control"], answer.request["PATH_INFO"]
        assert ("public" in told) == path.startswith(("/public", "/api/v1/public")), (path, told)
        assert "public" in told or "no-store" in told, (path, told)


def test_no_other_site_may_read_an_answer(city: City) -> None:
    """No CORS: neither a question beforehand nor an answer names another origin."""
    asked = {"headers": {"origin": "https://elsewhere.example"}}
    for answer in (
        signed_in(city.investigator).get("/api/v1/outbreaks/xinxiang/cases", **asked), Client().get("/api/v1/public", **asked),
        Client().options("/api/v1/outbreaks/xinxiang/cases", headers={"origin": "https://elsewhere.example", "access-control-request-method": "POST"}),
    ):  # fmt: skip
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


def test_a_write_with_a_session_needs_the_token_of_the_page(city: City) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(city.investigator, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/o/xinxiang/cases/new/", {}).status_code == 403
    assert (
        client.post("/api/v1/outbreaks/xinxiang/positives", {}, content_type="application/json").status_code
        == 403
    )


def test_cookies_are_read_by_no_script_and_sent_to_nobody_else(city: City) -> None:
    client = Client()
    answer = client.post(reverse("account_login"), {"login": "investigator", "password": "only-for-tests"})
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
    assert int(cookie["max-age"] or 0) <= 12 * 3600
    assert 0 < client.session.get_expiry_age() <= 12 * 3600
    assert settings.SESSION_COOKIE_SECURE is settings.CSRF_COOKIE_SECURE is settings.BEHIND_HTTPS
    assert settings.CSRF_COOKIE_SAMESITE == "Lax"


def test_behind_https_cookies_belong_to_this_host_and_the_browser_comes_back_by_https_alone() -> None:
    """Asked of a process of its own: settings are read once."""
    asked = "from ringfence.settings import base as b; print(b.SESSION_COOKIE_NAME, b.CSRF_COOKIE_NAME, b.SESSION_COOKIE_SECURE, b.SECURE_HSTS_SECONDS, b.SECURE_HSTS_INCLUDE_SUBDOMAINS)"
    told = subprocess.run([sys.executable, "-c", asked], env=os.environ | {"RINGFENCE_HTTPS": "1"}, capture_output=True, text=True, check=True)  # fmt: skip
    assert told.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "True", "31536000", "True"]


def test_signing_out_clears_what_the_browser_keeps_and_ends_the_session(city: City) -> None:
    client = signed_in(city.investigator)
    answer = client.post(reverse("account_logout"))
    assert "storage" in answer["Clear-Site-Data"]
    assert client.get("/o/xinxiang/cases/").status_code == 302


def test_signing_in_begins_another_session(city: City) -> None:
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = "kept by somebody else"
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    client.post(reverse("account_login"), {"login": "investigator", "password": "only-for-tests"})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before


def test_a_name_is_locked_after_wrong_passwords_and_the_answer_tells_no_names(
    city: City, settings: Any
) -> None:
    settings.AXES_ENABLED = True
    client = Client()
    told = [
        client.post(reverse("account_login"), {"login": "investigator", "password": f"wrong {n}"})
        for n in range(9)
    ]
    assert told[-1].status_code == 429
    assert (
        client.post(
            reverse("account_login"), {"login": "investigator", "password": "only-for-tests"}
        ).status_code
        == 429
    )
    unknown = Client(REMOTE_ADDR="10.9.9.9").post(
        reverse("account_login"), {"login": "nobody", "password": "x"}
    )
    known = Client(REMOTE_ADDR="10.9.9.9").post(reverse("account_login"), {"login": "nurse", "password": "x"})
    errors = [
        re.findall(r"rf-error[^>]*>(.*?)</div>", one.content.decode(), re.S) for one in (unknown, known)
    ]
    assert errors[0] == errors[1]


def test_a_fault_shows_no_person_on_the_page_and_none_in_the_log(city: City, monkeypatch: Any) -> None:
    """Planted: the list of cases fails with a person's data in its hands, and in the words of the fault."""
    open_case(city)
    person = {"name": "王小明", "id_number": NUMBER}

    def fails(*_given: Any, **_more: Any) -> None:
        raise RuntimeError(
            f"duplicate key\nDETAIL:  Key (id_number, name)=({person['id_number']}, 王小明) exists. {PHONE}"
        )

    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(WithoutPeople("%(levelname)s %(message)s"))
    monkeypatch.setattr(listing, "list_page", fails)
    client = Client(raise_request_exception=False)
    client.force_login(city.investigator, backend="django.contrib.auth.backends.ModelBackend")
    log = logging.getLogger("django.request")
    log.addHandler(handler)
    try:
        answer = client.get(f"/o/xinxiang/cases/?q={PHONE}")
    finally:
        log.removeHandler(handler)
    page, told = answer.content.decode(), stream.getvalue()
    assert answer.status_code == 500
    assert "RuntimeError" in told
    for secret in (NUMBER, PHONE, "王小明"):
        assert secret not in page
        assert secret not in told
    assert "Traceback" not in page


def test_a_problem_of_the_interface_repeats_nothing_that_was_sent(city: City) -> None:
    answer = signed_in(city.investigator).get(
        f"/api/v1/outbreaks/xinxiang/cases?limit={NUMBER}x&area={PHONE}"
    )
    assert answer["Content-Type"] == "application/problem+json"
    assert NUMBER not in answer.content.decode()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f"no person {NUMBER} here", "no person [left out] here"),
        (f"called ＋86 {PHONE}", "called [left out]"),
        ("GET /o/x/people/?q=王小明&area=4107 404", "GET /o/x/people/?[left out] 404"),
        ("DETAIL:  Failing row contains (1, 王小明).", "DETAIL: [left out]"),
        ("Order XX-L-0012 released at 2022-01-09 12:00:00,123", "Order XX-L-0012 released at 2022-01-09 12:00:00,123"),
        ("worker 1234 took 0.532 s for 200000 rows", "worker 1234 took 0.532 s for 200000 rows"),
    ],
)  # fmt: skip
def test_a_line_of_the_log_is_scrubbed(line: str, told: str) -> None:
    assert scrubbed(line) == told


def test_nobody_writes_a_second_line_into_the_log() -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "user %s", ("eve\nWARNING all is well",), None)
    assert "\n" not in WithoutPeople("%(message)s").format(record)


def test_the_product_logs_through_it() -> None:
    from ringfence.settings import base

    assert base.LOGGING["formatters"]["line"]["()"] == f"{logs.__name__}.{WithoutPeople.__name__}"


def test_a_key_is_told_once_and_never_logged(city: City, caplog: Any) -> None:
    with caplog.at_level(logging.DEBUG):
        made = access.make_token(by=city.investigator, name="programme", days=9, now=NOON)
        key = made[1] if isinstance(made, tuple) else made.key
        Client(headers={"Authorization": f"Bearer {key}"}).get("/api/v1/outbreaks")
    assert key not in caplog.text


# --- the repository
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_\w{22,}|\bglpat-[\w-]{20}|\bxox[abprs]-[\w-]{10,}"
    r"|\bsk-[A-Za-z0-9]{32,}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}|(?i:(?:password|passwd|secret|token|api_?key)[\"']?\s*[:=]\s*[\"'])(?P<value>[^\"'\s{}$<>]{12,})[\"']"
    r"|[a-z]+://[^/\s:@{}$<]+:(?P<in_url>[^/\s:@{}$<]{4,})@"
)  # fmt: skip
# said in public on purpose: they open nothing but a throw-away database and the demo
KNOWN = {
    "ringfence-demo", "only-for-tests", "a-long-first-password", "another-first-password", "se%2Fcret", "PASSWORD", "password",
}  # fmt: skip
TEXT = (
    ".py",
    ".toml",
    ".md",
    ".ts",
    ".html",
    ".yaml",
    ".yml",
    ".po",
    ".json",
    ".cfg",
    ".sh",
    ".in",
    ".env",
    "",
)


def secrets_in(text: str) -> list[str]:
    found = [(one[0], one["value"] or one["in_url"]) for one in SECRETS.finditer(text)]
    return [whole for whole, value in found if value not in KNOWN]


def test_no_secret_stands_in_the_repository() -> None:
    own = name_of(next(one for one in tracked_files() if one.name == "test_hardening.py"))
    found = [
        f"{name_of(file)}: {one[:40]}"
        for file in tracked_files()
        if file.suffix in TEXT and file.stat().st_size < 2_000_000 and name_of(file) != own
        for one in secrets_in(file.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []
    assert not [name_of(file) for file in tracked_files() if file.name in ("secret_key", ".env", "ledger_key") or file.suffix in (".pem", ".key", ".p12")]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "-----BEGIN " + "PRIVATE KEY-----", "AKIA" + "ABCDEFGHIJKLMNOP", "ghp_" + "a" * 36, 'password = "correct-horse-battery"',
        "postgresql://user:" + "hunter2hunter2@db/x", "'api_key': 'abcdef0123456789'",
    ],
)  # fmt: skip
def test_a_planted_secret_is_found(line: str) -> None:
    assert secrets_in(line)
