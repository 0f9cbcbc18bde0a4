"""Two books of who may do what where, kept by two hands: every role x permission x place, and a bug planted in either."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction

from ringfence.faces.rows import policies
from ringfence.ground import access, acting
from ringfence.ground.access import ROLES, Permission
from ringfence.ground.access import actions as staff
from ringfence.ground.access import queries as books
from tests.baselines.asking import Asked, Asking, everything

from .test_both_enforcers import everywhere, names_in

pytestmark = pytest.mark.django_db  # has the database made; the world is built once for the file

HERE = "410702"
PLACES = (HERE, "410702001", "410702001001", "4107", "410783", "410783001", "12", "41", "4")
DEEDS = [
    one for one in everything() if one.of_the_api and one.method != "GET" and one.needed in set(Permission)
]
REFUSED = (403, 404)


@pytest.mark.parametrize("role", ROLES)
def test_both_books_agree_on_every_deed_in_every_place(asking: Asking, role: str) -> None:
    with transaction.atomic():
        by = holder(role)
        here = {
            (one.value, place): access.may(by, one, area_code=place) for one in Permission for place in PLACES
        } | {(one.value, ""): access.may(by, one) for one in Permission}
        assert begun_by_the_database(by, here.keys()) == here
        transaction.set_rollback(True)


def test_a_permission_slipped_into_the_application_s_book_does_nothing(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: the driver may approve. The database does not know of it, and says so to the page."""
    one = deed("POST", "orders/<order_id>/approve")
    monkeypatch.setitem(
        ROLES,
        "DRIVER",
        replace(
            ROLES["DRIVER"],
            permissions=ROLES["DRIVER"].permissions | {Permission.ORDER_APPROVE, Permission.ORDER_READ},
        ),
    )
    assert asking(one, "DRIVER").status_code in REFUSED
    with pytest.raises(AssertionError):
        test_both_books_agree_on_every_deed_in_every_place(asking, "DRIVER")


def test_a_permission_slipped_into_the_database_s_book_does_nothing(asking: Asking) -> None:
    one = deed("POST", "orders/<order_id>/approve")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("insert into guard.role_permission values ('DRIVER', 'order.approve')")
        assert asking(one, "DRIVER").status_code in REFUSED
        with pytest.raises(AssertionError):
            test_both_books_agree_on_every_deed_in_every_place(asking, "DRIVER")
        transaction.set_rollback(True)


@pytest.mark.parametrize("reader", ["OTHER_CITY", "DRIVER", "LABORATORY", "REVIEWER", "SITE_NURSE"])
def test_an_application_that_believes_everything_writes_nothing(
    asking: Asking, monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    """Planted: everybody may do everything everywhere. Every deed that is not theirs is still refused, by the database."""
    theirs = {one for one in DEEDS if asking(one, reader).status_code not in REFUSED}
    everywhere(monkeypatch)
    monkeypatch.setattr(books, "may", lambda _by, _permission, **_place: True)
    let_in = {
        one.pattern: status
        for one in DEEDS
        if one not in theirs and (status := asking(one, reader).status_code) < 400
    }
    assert let_in == WRITES_NOTHING_OF_PEOPLE.get(reader, {})
    assert len(DEEDS) - len(theirs) > 20


WRITES_NOTHING_OF_PEOPLE: dict[str, dict[str, int]] = {}


def test_a_database_that_lets_everybody_read_shows_nobody_elsewhere(asking: Asking) -> None:
    """Planted: every table may be read by all. The application's own scope still shows the other city nobody of this one."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in policies.READS:
            cursor.execute(f"create policy planted on {table} for select using (true)")
        assert names_in(asking, "OTHER_CITY") == set()
        transaction.set_rollback(True)


def test_what_a_policy_refuses_is_a_sentence_a_record_and_an_alarm(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: a deed forgets to ask for its permission. The policy refuses the write: 403, never a fault."""
    monkeypatch.setattr(books, "_begin", lambda *_asked: None)
    one = deed("POST", "orders/<order_id>/appeals")
    with transaction.atomic():
        answer = asking._sent(one, "INVESTIGATOR")
        assert (answer.status_code, "own rules do not let you" in answer.json()["detail"]) == (403, True)
        with connection.cursor() as cursor:
            cursor.execute("select kind, by_name from alarms_alarm order by last_at desc, id desc limit 1")
            assert cursor.fetchone()[0] == "DATABASE"
            cursor.execute(
                "select after ->> 'kind' from audit_auditentry where action = 'attempt.refused' order by id desc limit 1"
            )
            assert cursor.fetchone() == ("DATABASE",)
        transaction.set_rollback(True)


def holder(role: str) -> Any:
    house = staff.seed_organisation(name="Books", name_en="Books", kind="OTHER", area_code=HERE)
    return staff.seed_user(username=f"books-{role}", full_name=role, full_name_en=role, organisation=house, password=None,
                           roles=[(role, HERE)])  # fmt: skip


def begun_by_the_database(by: Any, asked: Any) -> dict[tuple[str, str], bool]:
    """Each deed asked for by itself, in the place or anywhere."""
    with acting.block(acting.as_user(by.id)), connection.cursor() as cursor:
        cursor.execute(
            "select permission, place, guard.begin(permission, case when place = '' then '{}' else array[place] end) "
            "from unnest(%s::text[], %s::text[]) asked(permission, place)",
            [[permission for permission, _ in asked], [place for _, place in asked]],
        )
        return {(permission, place): begins for permission, place, begins in cursor.fetchall()}


def deed(method: str, ending: str) -> Asked:
    (found,) = [
        one
        for one in everything()
        if one.of_the_api and one.method == method and one.pattern.endswith(ending)
    ]
    return found
