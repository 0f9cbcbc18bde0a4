"""Every page, operation and file that shows personal data leaves a record: who, whom, which fields, why, from where."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from ringfence.faces import clock
from ringfence.faces.jobs.command_line import run_command
from ringfence.faces.shown import ALL, SHOWN
from ringfence.ground import audit
from ringfence.ground.audit.models import AuditEntry
from ringfence.registry.people.models import Person
from tests.api.world import World, full
from tests.faces.web.quarantined import WORLD, get, signed_in

from .walk import FIELDS, everything, make_unique

pytestmark = pytest.mark.django_db
# what these show concerns one person, though neither name nor id need stand there
WITHOUT_A_NAME = re.compile(
    r"/investigation$|/cases/[^/]+/sources$|/stays/[^/]+/checks$|/(cases|people)/[^/]+/correct/$|/chain/evidence/|/versions/$"
)
PAGES_IN_THE_WALK = 45  # that showed somebody when this was written; fewer means that the walk broke


@pytest.fixture
def world(db: None) -> World:
    made = full(clock.real_now())
    make_unique()
    return made


def save_a_block(world: World) -> None:
    path = f"cases/{world.ids['case_id']}/investigation/blocks/ONSET"
    answer = world.call("PUT", path, {"content": {}, "on_version": 0}, role="INVESTIGATOR")
    assert answer.status_code == 200, answer.content


def newest() -> AuditEntry:
    return AuditEntry.objects.filter(kind="LOOK").latest("id")


def test_everything_that_shows_somebody_is_on_record(world: World) -> None:
    opened = list(everything(world))
    forgotten = {one.path: set(one.shown) - one.recorded for one in opened if set(one.shown) - one.recorded}
    assert forgotten == {}
    understated = {one.path: one.fields_shown - one.fields for one in opened if one.fields_shown - one.fields}
    assert understated == {}
    overstated = {
        one.page: (set(SHOWN[one.page]) & set(FIELDS)) - one.fields_shown
        for one in opened
        if one.page in SHOWN
    }
    assert {page: names for page, names in overstated.items() if names} == {}
    assert sum(bool(one.shown) for one in opened) >= PAGES_IN_THE_WALK
    assert all(len(one.looks) <= 1 for one in opened), "a page is one look, whoever many people it shows"


def test_what_concerns_one_person_without_naming_them_is_on_record(world: World) -> None:
    save_a_block(world)
    opened = [one for one in everything(world) if WITHOUT_A_NAME.search(one.path)]
    assert len(opened) == 7
    assert [one.path for one in opened if len(one.recorded) != 1] == []


def test_a_look_says_who_whom_what_why_and_from_where(world: World) -> None:
    user, person = world.city.investigator, world.ids["person_id"]
    client = signed_in(user)
    client.get(f"{WORLD}people/{person}/", REMOTE_ADDR="10.4.7.2")
    look = newest()
    assert (look.by_id, look.by_name, look.organisation_id) == (user.id, str(user), user.organisation_id)
    assert (look.persons, look.fields, look.purpose) == ([person], list(ALL), "person.read")
    assert (look.action, look.page, look.address) == ("look.person", "people:show", "10.4.7.2")
    assert look.via.startswith("session ")
    assert client.cookies["sessionid"].value not in look.via
    assert look.outbreak_id == world.city.outbreak.id


def test_a_list_is_one_look_at_the_people_that_it_shows(world: World) -> None:
    get(world.city.investigator, "contacts/")
    assert (newest().action, len(newest().persons)) == ("look.list", 3)


def test_a_search_and_a_key_are_named_as_such(world: World) -> None:
    name = Person.objects.get(id=world.ids["person_id"]).identity.name
    world.get(f"people?q={name}", role="INVESTIGATOR")
    assert (newest().action, newest().via[:4], newest().page) == ("look.search", "key ", "api:people.search")
    before = AuditEntry.objects.count()
    world.get("people?q=nobody-at-all", role="INVESTIGATOR")
    assert AuditEntry.objects.count() == before


def test_a_file_is_on_record_before_its_rows_leave(world: World) -> None:
    answer = signed_in(world.city.officer).get(f"{WORLD}exports/contacts.csv")
    first = next(iter(answer.streaming_content))
    assert b"zq" in first
    assert (newest().action, newest().page, len(newest().persons)) == ("look.file", "exports:download", 3)


def test_a_command_is_on_record_too(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://the-tests-own")
    out = str(tmp_path / "list.csv")
    assert (
        run_command(["export", "--outbreak", "xinxiang", "--as", world.city.officer.username, "--out", out])
        == 0
    )
    assert (newest().page, newest().persons) == ("command:export", [world.ids["person_id"]])
    assert newest().via.startswith("command line ")


def test_what_cannot_be_recorded_is_not_shown(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**told: Any) -> None:
        raise DatabaseError("the record cannot be written")

    monkeypatch.setattr(audit.actions, "record_look", broken)
    client = signed_in(world.city.investigator)
    client.raise_request_exception = False
    answer = client.get(f"{WORLD}people/{world.ids['person_id']}/")
    assert answer.status_code == 500
    assert b"zq" not in answer.content


def test_a_deed_says_from_where_and_whom_it_concerns(world: World) -> None:
    world.call("PATCH", f"people/{world.ids['person_id']}", {"occupation": "cook"}, role="INVESTIGATOR")
    deed = AuditEntry.objects.filter(kind="DEED").latest("id")
    assert (deed.persons, deed.page, deed.via[:4]) == ([world.ids["person_id"]], "api:people.correct", "key ")


def test_the_person_s_page_tells_who_looked_newest_first(world: World) -> None:
    person = world.ids["person_id"]
    get(world.city.investigator, f"people/{person}/")
    get(world.city.nurse, "checks/")
    get(world.city.laboratory, f"people/{person}/")
    page = get(world.city.investigator, f"people/{person}/looks/")
    assert page.index(str(world.city.laboratory)) < page.index(
        str(world.city.investigator), page.index("<table")
    )
    assert "To find a person" in page
    told = world.get(f"people/{person}/looks", role="INVESTIGATOR").json()["items"]
    assert [one["page"] for one in told[:3]] == ["people:looks", "people:show", "people:show"]
    assert "为查找人员" in get(world.city.investigator, f"people/{person}/looks/", language="zh-hans")


def test_who_may_not_see_a_person_does_not_see_who_looked(world: World) -> None:
    answer = signed_in(world.city.tianjin).get(f"{WORLD}people/{world.ids['person_id']}/looks/")
    assert answer.status_code in (403, 404)


def test_the_audit_shows_deeds_or_looks(world: World) -> None:
    get(world.city.investigator, f"people/{world.ids['person_id']}/")
    assert "people:show" not in get(world.city.oversight, "audit/")
    assert "people:show" in get(world.city.oversight, "audit/?kind=LOOK")
    looks = world.get("audit?kind=LOOK", role="OVERSIGHT").json()["items"]
    assert looks[0]["persons"] == [str(world.ids["person_id"])]


def test_nobody_signed_in_leaves_nothing(world: World) -> None:
    before = AuditEntry.objects.count()
    Client().get(f"{WORLD}people/")
    assert AuditEntry.objects.count() == before
