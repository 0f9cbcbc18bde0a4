"""Whoever takes the whole database without the key file: which names, numbers and telephones do they read? What is left is listed here."""

from __future__ import annotations

from collections import defaultdict

import pytest
from django.db import connection

from ringfence.faces import clock
from ringfence.registry.people.models import Identity
from tests.api import world as api_world
from tests.api.world import World
from tests.faces.walk import make_unique

pytestmark = pytest.mark.django_db(transaction=True)

# table -> why words about people stand there in clear; docs/threat-model.md says the same
LEFT: dict[str, str] = {
    "linelists_importrun": "the file as it came, until its 14 days are over",
    "linelists_importrow": "its cells, as long",
    "corrections_correction": "what somebody asked to be corrected, until they are forgotten",
    "movement_search": "the sentence in which staff say why they search; here it names the case",
    "testing_sample": "the tube's code, which this test names after the person",
    "transfers_transfer": "where somebody was picked up; here the address says whose flat it is",
}
FILE = """case_id,name,id_number,phone,age,sex,report_date
A1,赵小梅,11010519491231002X,13911112222,72,F,2022-01-05
A2,钱大伟,,13911113333,40,M,2022-01-06
A3,,,,,,
"""
TOLD = {"赵小梅", "钱大伟", "11010519491231002X", "13911112222", "13911113333"}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(api_world, "LIST", FILE.encode())
    return api_world.full(clock.real_now())


def test_the_tables_of_who_is_who_hold_nothing_that_can_be_read(world: World) -> None:
    make_unique()
    found = tables_with(words())
    assert len(words()) > 10 and found == {}


def test_no_name_number_or_telephone_stands_in_clear_but_where_it_is_said(world: World) -> None:
    found = tables_with(words() | TOLD)
    assert (
        found["linelists_importrow"] | found["linelists_importrun"] >= TOLD
    )  # the test sees what there is to see
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
