"""Whoever takes the whole database without the key file: which names, numbers and telephones do they read? What is left is listed here."""

from __future__ import annotations

from collections import defaultdict

import pytest
from django.db import connection

from ringfence.faces import clock
from ringfence.registry.people.models import Identity
from tests.api.world import World, build
from tests.faces.walk import make_unique

pytestmark = pytest.mark.django_db(transaction=True)

# table -> why words about people stand there in clear; docs/threat-model.md says the same
LEFT: dict[str, str] = {}


@pytest.fixture
def world() -> World:
    return build(real_now=clock.real_now())


def test_the_tables_of_who_is_who_hold_nothing_that_can_be_read(world: World) -> None:
    make_unique()
    found = tables_with(words())
    assert found == {}


def test_no_name_number_or_telephone_stands_in_clear_but_where_it_is_said(world: World) -> None:
    found = tables_with(words())
    assert {table: sorted(some)[:5] for table, some in found.items() if table not in LEFT} == {}


def words() -> set[str]:
    """Every name, identity number and telephone that the vault holds, long enough not to stand somewhere by chance."""
    known = {word for one in Identity.objects.all() for word in (one.name, one.id_number, one.phone)}
    return {word for word in known if len(word.encode()) >= 4}


def tables_with(sought: set[str]) -> dict[str, set[str]]:
    """table -> the words found in any of its columns, as a dump of the database would write them."""
    assert sought
    found: dict[str, set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(
            "select oid::regclass::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"select t::text from {table} t")
            text = "\n".join(row for (row,) in cursor.fetchall())
            hits = {word for word in sought if word in text or word.encode().hex() in text}
            if hits:
                found[table] = hits
    return found
