"""How many statements each page and each reading operation asks of the database: no more than before, however many rows."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ringfence.faces import clock

from . import crowd, tables
from .asking import Asked, Asking, everything

pytestmark = pytest.mark.django_db  # has the database made; the world is built once for the file

FEW, MANY = range(1, 3), range(3, 8)  # all of it fits on one page: a list on several counts itself once more
LEFT_OUT = (
    "o/<slug:outbreak_slug>/live/",  # a stream without an end
    "o/<slug:outbreak_slug>/home_watch/stays/<uuid:stay_id>/begin/",  # this world has nobody at home
)
BOOKKEEPING = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
ABOUT = """<!-- Written by `make baseline` from real requests; a test compares. -->

# How many statements each page asks of the database

Asked by somebody who may do everything, in a small city. The number is the same with few rows and with many: a test asks
each address twice and refuses one whose statements grow with its rows.
"""
Statements = dict[str, list[str]]  # address -> the statements that it sends


@pytest.fixture(scope="module")
def few_and_many(asking: Asking) -> tuple[Statements, Statements]:
    """Every page in a city with little in it, and again when there is more of everything."""
    now = clock.real_now()
    crowd.add(asking.world, FEW, now)
    few = _all_statements(asking)
    crowd.add(asking.world, MANY, now)
    return few, _all_statements(asking)


def test_no_page_asks_more_of_the_database_than_the_table_says(
    few_and_many: tuple[Statements, Statements],
) -> None:
    found = {address: [str(len(statements))] for address, statements in few_and_many[0].items()}
    if tables.RENEWED:
        tables.write("queries", about=ABOUT, heads=["statements"], rows=found)
    kept = tables.read("queries")
    more = [
        f"{address}: {now} statements, {kept[address][0] if address in kept else 'no line'} in the table."
        for address, (now,) in sorted(found.items())
        if address not in kept or int(now) > int(kept[address][0])
    ]
    gone = [f"{address}: is gone, its line still stands." for address in sorted(kept.keys() - found.keys())]
    assert not more + gone, "\n".join([
        "Pages ask more of the database than before:", *more, *gone,
        "If this is needed, `make baseline` renews tests/baselines/queries.md; look at its difference.",
    ])  # fmt: skip


def test_no_page_asks_more_when_there_are_more_rows(few_and_many: tuple[Statements, Statements]) -> None:
    few, many = few_and_many
    grown = [
        f"{address}: {len(few[address])} statements with few rows, {len(many[address])} with many. "
        f"Most often: {_most_often(many[address])}"
        for address in many
        if len(many[address]) > len(few[address])
    ]
    assert not grown, "\n".join(grown)


def _all_statements(asking: Asking) -> Statements:
    pages = [one for one in everything() if one.method == "GET" and one.needed not in ("library", "public")]
    found = {
        f"GET {one.pattern or '/'}": _statements(asking, one) for one in pages if one.pattern not in LEFT_OUT
    }
    return {address: statements for address, statements in found.items() if statements is not None}


def _statements(asking: Asking, asked: Asked) -> list[str] | None:
    """What a page sends that was opened before: once to fill what a process keeps for ever, once to count.

    None: the address only takes what is sent to it.
    """
    if asking(asked, "EVERYBODY").status_code == 405:
        return None
    cache.clear()  # what is kept for seconds is counted
    with CaptureQueriesContext(connection) as captured:
        answer = asking(asked, "EVERYBODY")
    assert answer.status_code < 400, (asked.pattern, answer.status_code)
    told = [one["sql"] or "kept planned by the server" for one in captured]
    return [one for one in told if not one.startswith(BOOKKEEPING)]


def _most_often(statements: list[str]) -> str:
    """The statement that is sent most often, without its values: where to look first."""
    shape, count = Counter(one.partition(" WHERE ")[0][:200] for one in statements).most_common(1)[0]
    return f"{count} x {shape}"
