"""What the database itself lets somebody see and write, asked with plain SQL."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, connections, transaction

from ringfence.faces import clock
from ringfence.faces.rows import policies, rights
from ringfence.ground import acting
from ringfence.ground.access import ROLES
from ringfence.registry.emergencies import actions as emergencies
from ringfence.registry.people.models import Person
from ringfence.response import emergency
from tests import city as small_city
from tests.stories.telling import approved, close_contact, open_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Any:
    city = small_city.build()
    approved(city, close_contact(city, open_case(city), "Li"))
    return city


def test_the_database_s_own_book_of_roles_agrees_with_the_application_s() -> None:
    assert {code: set(many) for code, many in rights.ROLES.items()} == {
        code: {one.value for one in role.permissions} for code, role in ROLES.items()
    }


def test_the_application_s_role_is_no_superuser_and_bypasses_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb from pg_roles where rolname = %s",
            [settings.ROWS_ROLE],
        )
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize("table", sorted(policies.READS))
def test_nobody_sees_no_row(city: Any, table: str) -> None:
    with acting.block(acting.NOBODY), connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    ("reader", "sees"), [("command", True), ("investigator", True), ("outsider", False), ("tianjin", False), ("driver", False)]
)  # fmt: skip
def test_cases_are_seen_where_the_duty_is_held(city: Any, reader: str, sees: bool) -> None:
    with acting.block(acting.as_user(getattr(city, reader).id)), connection.cursor() as cursor:
        cursor.execute("select count(*) from cases_case")
        assert (cursor.fetchone()[0] > 0) is sees


def test_whoever_reads_cannot_write_without_a_deed(city: Any) -> None:
    with acting.block(acting.as_user(city.investigator.id)), transaction.atomic():
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Person.objects.update(needs_carer=True)
        assert acting.begin(user_id=city.investigator.id, permission="person.write", area_codes=["410702"])
        assert Person.objects.update(needs_carer=True) > 0


@pytest.mark.parametrize(
    ("who", "permission", "area", "begins"),
    [
        ("investigator", "case.write", "410702001", True),
        ("investigator", "case.write", "410783", False),  # elsewhere
        ("investigator", "case.write", "4107", False),  # around it
        ("investigator", "order.approve", "410702", False),  # not this duty
        ("epidemiologist", "order.approve", "410702", True),
    ],
)  # fmt: skip
def test_a_deed_begins_where_the_books_of_the_database_say_so(
    city: Any, who: str, permission: str, area: str, begins: bool
) -> None:
    user = getattr(city, who)
    with acting.block(acting.as_user(user.id)), transaction.atomic():
        assert acting.begin(user_id=user.id, permission=permission, area_codes=[area]) is begins


def test_a_deed_ends_with_its_transaction(city: Any) -> None:
    with acting.block(acting.as_user(city.investigator.id)):
        Person.objects.count()  # the connection knows who acts
        with transaction.atomic():
            assert acting.begin(user_id=city.investigator.id, permission="person.write")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Person.objects.update(needs_carer=True)


@pytest.mark.django_db(transaction=True)
def test_a_deed_lasts_through_the_blocks_inside_its_transaction(city: Any) -> None:
    """A real transaction: a story calls deeds within deeds, asks a job for counts, and takes a part of itself back."""
    with acting.block(acting.as_user(city.investigator.id)), transaction.atomic():
        with transaction.atomic():
            assert acting.begin(
                user_id=city.investigator.id, permission="person.write", area_codes=["410702"]
            )
        assert Person.objects.update(needs_carer=True) > 0
        with acting.block(acting.as_job("rooms.count")), transaction.atomic():
            assert not Person.objects.exists()
        with transaction.atomic():
            assert Person.objects.update(needs_carer=False) > 0
            transaction.set_rollback(True)
        with transaction.atomic():
            pass
        assert Person.objects.update(needs_carer=True) > 0
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with acting.block(acting.as_user(city.investigator.id)), refused, transaction.atomic():
        Person.objects.update(needs_carer=False)


def test_a_duty_cannot_be_given_by_the_application(city: Any) -> None:
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with (
        acting.block(acting.as_user(city.command.id)),
        connection.cursor() as cursor,
        refused,
        transaction.atomic(),
    ):
        cursor.execute("update access_roleheld set area_code = '41'")


def test_a_transaction_that_is_taken_back_leaves_nobody_else_s_name_behind(city: Any) -> None:
    with acting.block(acting.as_user(city.command.id)):
        assert Person.objects.exists()
        with transaction.atomic():
            with acting.block(acting.as_user(city.tianjin.id)):
                assert not Person.objects.exists()
            transaction.set_rollback(True)
        assert Person.objects.exists()
    with acting.block(acting.as_user(city.tianjin.id)):
        assert not Person.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_connections_that_serve_many_never_answer_in_somebody_else_s_name(city: Any) -> None:
    """Six threads, each with a connection of its own that serves one reader after the other, some of them failing halfway."""
    readers = [(city.command.id, True), (city.tianjin.id, False), (None, False)]
    wrong: list[str] = []

    def serve(turn: int) -> None:
        connections["default"].settings_dict["ROWS_ROLE"] = settings.ROWS_ROLE
        try:
            for step in range(60):
                user_id, sees = readers[(turn + step) % 3]
                with acting.block(acting.as_user(user_id) if user_id else acting.NOBODY):
                    if Person.objects.exists() is not sees:
                        wrong.append(f"{turn}/{step}")
                    if step % 4 == 0:
                        with transaction.atomic():
                            Person.objects.exists()
                            transaction.set_rollback(True)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=serve, args=(turn,)) for turn in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert wrong == []


def test_an_emergency_opens_one_person_to_one_reader_and_ends(city: Any) -> None:
    case = open_case(city, "Wang")

    def seen() -> tuple[bool, int]:
        with acting.block(acting.as_user(city.outsider.id)):
            return Person.objects.filter(id=case.person_id).exists(), Person.objects.count()

    before = seen()
    with acting.block(acting.as_user(city.outsider.id)):
        opening = emergency.begin(number=case.number, why="He is unconscious in our hospital.", outbreak_id=city.outbreak.id,
                                  by=city.outsider, now=clock.real_now())  # fmt: skip
    assert seen() == (True, before[1] + 1) and not before[0]
    with acting.block(acting.as_user(city.outsider.id)):
        emergencies.end(
            opening_id=opening.id, outbreak_id=city.outbreak.id, by=city.outsider, now=clock.real_now()
        )
    assert seen() == before
