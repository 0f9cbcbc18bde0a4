"""The desks of quarantine ask the database as often for eight people as for two."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import WORLD, in_room, set_clock, signed_in
from tests.stories.telling import approved, close_contact, open_case

pytestmark = pytest.mark.django_db

PAGES = (
    ("epidemiologist", "orders/desk/"), ("investigator", "orders/"), ("manager", "rooms/"), ("manager", "rooms/list/"),
    ("manager", "rooms/waiting/"), ("manager", "transfers/"), ("driver", "transfers/trips/"), ("manager", "transfers/all/"),
    ("manager", "transfers/manifest/"), ("nurse", "checks/"), ("nurse", "checks/kept/"), ("nurse", "checks/missed/"),
    ("nurse", "checks/sheet/"), ("nurse", "samples/"), ("nurse", "samples/?tab=all"), ("laboratory", "samples/results/"),
)  # fmt: skip
THE_LOOK = 'INSERT INTO "audit_auditentry"'  # one a page, if there is somebody to look at
THE_KEYS = 'SELECT "identities_datakey"'  # one a list with names in it, however long; none for an empty list
ONE_LIST = 1  # empty at first, it asks for less; six more people are more than one statement
MOST_LISTS = 3  # on one page
MOST = 40  # queries of one page; most are the frame's


def people(city: City, case: Any, names: str) -> None:
    """For each letter one draft, one on the way, one waiting, one in a room."""
    for name in names:
        in_room(city, case, f"in {name}")
    for name in names:
        approved(city, close_contact(city, case, f"approved {name}"))
        close_contact(city, case, f"draft {name}")


def asked(city: City) -> dict[str, int]:
    counted = {}
    for role, path in PAGES:
        client = signed_in(getattr(city, role))
        client.get(WORLD + path)  # what is asked once a session
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(WORLD + path).status_code == 200
        sent = [
            one["sql"] or THE_LOOK for one in queries.captured_queries
        ]  # kept planned, it is told without its text
        told = [one for one in sent if not one.startswith(THE_LOOK)]
        keys = [one for one in told if one.startswith(THE_KEYS)]
        assert len(keys) <= MOST_LISTS, path
        counted[path] = len(told) - len(keys)
    return counted


def test_the_number_of_queries_does_not_grow_with_the_people() -> None:
    city = build(rooms=12)
    set_clock(city, NOON + hours(4))
    case = open_case(city)
    people(city, case, "ab")
    few = asked(city)
    people(city, case, "cdefgh")
    many = asked(city)
    assert {path: (few[path], many[path]) for path in few if many[path] > few[path] + ONE_LIST} == {}
    assert max(many.values()) <= MOST, many
