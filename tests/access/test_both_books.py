"""Two books of who may do what where, kept by two hands: every role x permission x place, and a bug planted in either."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction

from ringfence.faces.rows import policies, rights
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
ABOUT_NOBODY = {
    "attempt.refused",
    "movement.refused",
    "alarm.raise",
    "ledger.verify",
    "ledger.head",
}  # that it was tried; the ledger as a whole


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


@pytest.mark.parametrize("reader", ["OTHER_CITY", "DRIVER", "LABORATORY", "REVIEWER"])
def test_an_application_that_believes_everything_writes_nothing(
    asking: Asking, monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    """Planted: everybody may do everything everywhere. Of the deeds that are not theirs, none is done: the database sees to it."""
    everywhere(monkeypatch)
    monkeypatch.setattr(books, "may", lambda _by, _permission, **_place: True)
    foreign = [one for one in DEEDS if one.needed not in rights.ROLES.get(reader, ())]
    done = {
        one.pattern: deeds for one in foreign if (deeds := deeds_done(asking, one, reader) - ABOUT_NOBODY)
    }
    assert done == {}
    assert len(foreign) > 20


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


def deeds_done(asking: Asking, one: Asked, reader: str) -> set[str]:
    """The deeds that are on record after asking for this one; taken back again."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select coalesce(max(id), 0) from audit_auditentry")
        last = cursor.fetchone()[0]
        assert asking._sent(one, reader).status_code < 500, one
        cursor.execute("select distinct action from audit_auditentry where id > %s and kind = 'DEED'", [last])
        found = {action for (action,) in cursor.fetchall()}
        transaction.set_rollback(True)
    return found


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
