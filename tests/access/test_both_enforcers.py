"""Two enforcers, one answer: every page, export and reading operation, as every role here and elsewhere, under both and under one."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from ringfence.ground import access, acting
from ringfence.ground.access import ROLES
from ringfence.ground.access.models import User
from ringfence.registry.people.models import Identity
from tests.baselines.asking import Asked, Asking, everything

pytestmark = pytest.mark.django_db  # has the database made; the world is built once for the file

READERS = [*ROLES, "ELSEWHERE", "OTHER_CITY"]
LEFT_OUT = ("o/<slug:outbreak_slug>/live/",)  # a stream without an end
OF_THE_MOMENT = re.compile(
    rb'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": ?"\w+"|nonce="[^"]*"|nonce-[^\']*|name="new_person_id" value="[^"]*"|\d\d:\d\d:\d\d(\.\d+)?'
    rb"|(:|%3A)\w{6}(:|%3A)[\w-]{43}"  # when a cursor was signed, and its signature
)
READING = [
    one
    for one in everything()
    if one.method == "GET" and one.needed not in ("library", "public") and one.pattern not in LEFT_OUT
]


@contextmanager
def only_the_application() -> Iterator[None]:
    """The database's enforcer is switched off: requests run as the owner of the tables."""
    role = connection.settings_dict["ROWS_ROLE"]
    connection.settings_dict["ROWS_ROLE"] = ""
    try:
        yield
    finally:
        connection.settings_dict["ROWS_ROLE"] = role


@pytest.mark.parametrize("reader", READERS)
def test_every_page_and_export_says_the_same_with_and_without_the_database_s_own_enforcer(
    asking: Asking, reader: str
) -> None:
    differ = []
    for one in READING:
        both = _answer(asking, one, reader)
        if both[0] in (403, 405):
            continue  # who is let in where is told by tests/baselines
        with only_the_application():
            alone = _answer(asking, one, reader)
        if (
            not (both[0] == alone[0] == 404) and both != alone
        ):  # which of two things is not there matters to nobody
            differ.append(f"{one.pattern}: {_first_difference(both, alone)}")
    assert not differ, "\n".join(differ)


def _answer(asking: Asking, asked: Asked, reader: str) -> tuple[int, bytes]:
    cache.clear()
    answer = asking(asked, reader)
    body = b"" if asked.pattern.endswith(".xlsx") else answer.kept  # holds the second in which it was made
    return answer.status_code, OF_THE_MOMENT.sub(b"", body)


def _first_difference(both: tuple[int, bytes], alone: tuple[int, bytes]) -> str:
    if both[0] != alone[0]:
        return f"{both[0]} instead of {alone[0]}"
    at = next((n for n, (a, b) in enumerate(zip(both[1], alone[1], strict=False)) if a != b), len(both[1]))
    return f"...{both[1][max(at - 60, 0) : at + 60]!r} instead of {alone[1][max(at - 60, 0) : at + 60]!r}"


def test_a_bug_in_the_application_s_scope_shows_nothing_elsewhere(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: every query believes that the reader may see everything. The other city still meets nobody of this one."""
    everywhere(monkeypatch)
    with only_the_application():
        assert names_in(asking, "OTHER_CITY"), "the planted bug shows nothing: it proves nothing"
    assert names_in(asking, "OTHER_CITY") == set()


def test_a_policy_that_lets_everybody_pass_is_found(asking: Asking) -> None:
    """Planted: three tables let everybody read. Then the database shows more than the application."""
    tables = ("people_person", "cases_case", "contacts_contact")
    assert seen_by_the_database("api-other_city", tables) == 0
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"create policy planted on {table} for select using (true)")
        assert seen_by_the_database("api-other_city", tables) > 0
        transaction.set_rollback(True)


def everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "visible_areas", lambda _by, _permission: ["4107"])
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("ringfence.") and "visible_areas" in vars(module):
            monkeypatch.setattr(module, "visible_areas", lambda _by, _permission: ["4107"])


def names_in(asking: Asking, reader: str) -> set[str]:
    """The people of the city whose names stand in any list that this reader opens."""
    known = {one.name for one in Identity.objects.all()}
    found: set[str] = set()
    for one in READING:
        if one.pattern.startswith("api/v1/outbreaks/") and one.pattern.endswith(
            ("cases", "contacts", "orders", "samples")
        ):
            text = _answer(asking, one, reader)[1].decode()
            found |= {name for name in known if name in text}
    return found


def seen_by_the_database(username: str, tables: tuple[str, ...]) -> int:
    reader = User.objects.get(username=username)
    with acting.block(acting.as_user(reader.id)), connection.cursor() as cursor:
        counted = 0
        for table in tables:
            cursor.execute(f"select count(*) from {table}")
            counted += cursor.fetchone()[0]
    return counted
