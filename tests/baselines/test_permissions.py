"""Who is let in where: every address, asked as every role, against the table in permissions.md."""

from __future__ import annotations

import pytest
from django.template.base import Template

from ringfence.ground.access import ROLES
from tests.api import documented

from . import tables
from .asking import Asked, Asking, everything

pytestmark = pytest.mark.django_db  # has the database made; the world is built once for the file

OUTSIDE = {"ELSEWHERE": "elsewhere", "OTHER_CITY": "other city", "": "nobody"}
READERS = [*ROLES, *OUTSIDE]
SHORT = {
    "CITY_COMMAND": "city", "COUNTY_COMMAND": "county", "INVESTIGATOR": "invest", "EPIDEMIOLOGIST": "epid",
    "LABORATORY": "lab", "SITE_MANAGER": "site", "SITE_NURSE": "nurse", "DRIVER": "driver", "GRID_WORKER": "grid",
    "DATA_OFFICER": "data", "PRESS": "press", "OVERSIGHT": "overs", "REVIEWER": "review",
}  # fmt: skip
HEADS = ["needs", *(SHORT[one] for one in ROLES), *OUTSIDE.values()]
ABOUT = """<!-- Written by `make baseline` from real answers; a test compares. -->

# Who is let in where

Every address, asked as every role of the city: pages with nothing filled in, the API with a body that its schema takes. `x`: let in (what is sent may still be refused
for what it says). `.`: the role does not include it (403). `?`: there is no such thing for this reader (404). `in`:
asked to sign in (or, by the API, for a key). *elsewhere* holds every role in another county, *other city* every role in
another city; *nobody* is not signed in. Addresses that answer alike to GET and POST stand in one line.
"""
ANSWERED_ELSEWHERE = {  # lists: who sees nothing of them is told that nothing of them was kept, that nobody waits
    "POST api/v1/outbreaks/<outbreak>/results": 200,
    "POST api/v1/outbreaks/<outbreak>/emergencies": 422,  # it is for who is elsewhere; nobody has the number asked for
    # the text of a version names its place, so it is read before anybody can be refused for that place
    "POST api/v1/outbreaks/<outbreak>/local-rulesets": 422,
    "POST api/v1/outbreaks/<outbreak>/local-rulesets/check": 422,
    "POST api/v1/outbreaks/<outbreak>/record-files": 422,  # asked here without a file
    "POST api/v1/outbreaks/<outbreak>/transfers/take": 422,
    # the place that is told decides who may; in a made-up body it is none
    "POST api/v1/outbreaks/<outbreak>/arrival-files": 422,
}
KNOW_NO_ROLES = ("library", "public", "own code")
LET_IN, REFUSED, NOT_THERE, SIGN_IN, NO_METHOD = "x", ".", "?", "in", "405"


Cells = dict[Asked, dict[str, str]]  # what every reader gets at an address


@pytest.fixture(scope="module")
def cells(asking: Asking) -> Cells:
    """Everything, asked as everybody, with the methods that an address takes. Pages are answered, but not drawn."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", lambda _self, _context: "")
        everybody = {one: _cell(asking(one, "EVERYBODY")) for one in everything()}
        return {
            one: {"EVERYBODY": cell} | {reader: _cell(asking(one, reader)) for reader in _asked_as(one)}
            for one, cell in everybody.items()
            if cell != NO_METHOD
        }


def test_every_role_is_let_in_exactly_where_the_table_says(cells: Cells) -> None:
    found = _lines(cells)
    if tables.RENEWED:
        tables.write("permissions", about=ABOUT, heads=HEADS, rows=found)
    changed = list(tables.differences(heads=HEADS, kept=tables.read("permissions"), found=found))
    assert not changed, "\n".join([
        "Who is let in where has changed:", *changed,
        "If this is meant, `make baseline` renews tests/baselines/permissions.md; look at its difference.",
    ])  # fmt: skip


def test_every_role_gets_an_answer_that_the_document_promises(cells: Cells, asking: Asking) -> None:
    """Every single role, whoever is elsewhere and nobody at all; what is sent matters in tests/api/test_schema.py."""
    assert {name: told for name, told in asking.broken.items() if told} == {}
    assert set(documented.operations()) <= asking.broken.keys()


def test_whoever_holds_every_role_is_let_in_everywhere(cells: Cells) -> None:
    """Otherwise the world lacks what an address is about, and its line would prove nothing."""
    shut = {f"{one.method} {one.pattern}": cell["EVERYBODY"] for one, cell in _guarded(cells).items()}
    assert {name: cell for name, cell in shut.items() if cell != LET_IN} == {}


def test_a_write_from_elsewhere_is_refused_for_who_asks(asking: Asking) -> None:
    """Not for what was sent: then nobody would know whether it would have been allowed."""
    writes = [
        one for one in everything() if one.of_the_api and one.method != "GET" and "<outbreak>/" in one.pattern
    ]
    told = {f"{one.method} {one.pattern}": asking(one, "ELSEWHERE").status_code for one in writes}
    assert len(told) > 60
    assert {name: status for name, status in told.items() if status not in (403, 404)} == ANSWERED_ELSEWHERE


def test_of_many_results_from_elsewhere_none_is_kept(asking: Asking) -> None:
    sample = asking.world.ids["sample_id"]
    many = {
        "results": [
            {"sample_id": str(sample), "result": "NEGATIVE", "result_at": "2022-01-09T03:00:00+00:00"}
        ]
    }
    told = asking.world.post("results", many, role="ELSEWHERE").json()
    assert (told["kept"], told["refused"]) == (0, 1)
    assert asking.world.post("results", many).json()["results"][0]["sample_id"] == str(sample)


def test_nobody_is_asked_to_sign_in_everywhere_but_on_public_pages(cells: Cells) -> None:
    guarded = _guarded(cells)
    assert len(guarded) > 200
    assert [f"{one.method} {one.pattern}" for one, cell in guarded.items() if cell[""] != SIGN_IN] == []


def _asked_as(asked: Asked) -> list[str]:
    """Everybody; an address that knows no roles is asked signed in (as EVERYBODY, before) and as nobody."""
    return [""] if asked.needed in KNOW_NO_ROLES else READERS


def _guarded(cells: Cells) -> Cells:
    return {one: cell for one, cell in cells.items() if one.needed not in KNOW_NO_ROLES}


def _cell(answer: object) -> str:
    status, goes_to = answer.status_code, answer.headers.get("Location", "")  # type: ignore[attr-defined]
    assert status < 500, f"{answer.request['REQUEST_METHOD']} {answer.request['PATH_INFO']}: {status}"  # type: ignore[attr-defined]
    if status == 401 or goes_to.startswith("/accounts/login"):
        return SIGN_IN
    return {403: REFUSED, 404: NOT_THERE, 405: NO_METHOD}.get(status, LET_IN)


def _lines(cells: Cells) -> dict[str, list[str]]:
    """One line for an address; two where its methods are answered differently."""
    methods: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for asked, cell in cells.items():
        row = (asked.needed, *(cell.get(reader, cell["EVERYBODY"]) for reader in READERS))
        methods.setdefault((asked.pattern, row), []).append(asked.method)
    return {f"{','.join(taken)} {pattern or '/'}": list(row) for (pattern, row), taken in methods.items()}
