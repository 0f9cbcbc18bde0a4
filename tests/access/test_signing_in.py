"""The application's own sign-in: a role that the policies hold, or no start."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from ringfence.faces.rows import laying
from ringfence.ground.acting.postgresql import fitness
from ringfence.settings.database import driver_parameters

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sign_in() -> Iterator[Any]:
    """Connections under roles made for the test, gone afterwards."""
    made: list[str] = []
    opened: list[Any] = []

    def as_role(attributes: str, *, member_of: str = "") -> Any:
        name, password = f"rf_test_{secrets.token_hex(4)}", secrets.token_hex(8)
        with connection.cursor() as cursor:
            cursor.execute(f"create role {name} login password '{password}' {attributes}")
            if member_of:
                cursor.execute(f"grant {member_of} to {name}")
        made.append(name)
        told = driver_parameters(connection.settings_dict) | {"user": name, "password": password}
        opened.append(psycopg.connect(**told, autocommit=True))
        return opened[-1]

    yield as_role
    for one in opened:
        one.close()
    with connection.cursor() as cursor:
        for name in made:
            cursor.execute(sql.SQL("drop role {}").format(sql.Identifier(name)).as_string(None))


@pytest.mark.parametrize(
    ("attributes", "owner", "sentence"),
    [
        ("superuser", False, "is a superuser"),
        ("bypassrls", False, "may bypass row-level security"),
        ("createrole", False, "may make other roles"),
        ("", True, "owns the tables"),
    ],
)
def test_a_role_above_the_policies_is_refused_with_the_reason(
    sign_in: Any, attributes: str, owner: bool, sentence: str
) -> None:
    member_of = connection.settings_dict["USER"] if owner else ""
    why = fitness.why_unfit(sign_in(attributes, member_of=member_of))
    assert sentence in why
    assert "ringfence database prepare" in why


def test_nothing_is_served_under_such_a_role(sign_in: Any) -> None:
    with pytest.raises(fitness.UnfitRole, match="superuser"):
        fitness.insist(sign_in("superuser"))


def test_a_role_of_its_own_signs_in_and_sees_nothing_before_it_is_known_who_acts(sign_in: Any) -> None:
    own = sign_in("", member_of=settings.ROWS_ROLE)
    assert fitness.why_unfit(own) is None
    assert laying.is_laid(own)
    assert own.execute("select count(*) from people_person").fetchone() == (0,)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        own.execute("alter table people_person disable row level security")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        own.execute(
            "insert into access_roleheld (id, user_id, role, area_code) values (gen_random_uuid(), gen_random_uuid(), 'X', '41')"
        )


def test_policies_of_another_version_are_noticed(sign_in: Any) -> None:
    own = sign_in("", member_of=settings.ROWS_ROLE)
    with connection.cursor() as cursor:
        cursor.execute("update guard.laid set digest = 'old'")
    try:
        assert not laying.is_laid(own)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("update guard.laid set digest = %s", [laying.digest()])
