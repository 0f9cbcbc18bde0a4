"""Line lists over the interface: in, row by row, and out again unchanged."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ringfence.faces import clock
from ringfence.ground.access import queries as access
from ringfence.tracing.linelists import actions as linelists
from tests.city import NOON

from . import world

pytestmark = pytest.mark.django_db
FILE = b"""case_id,age,sex,onset_date,report_date,infection_source,ward
A1,61,F,2022-01-02,2022-01-05,Wuhan,3
A2,40,M,2022-01-04,2022-01-06,family of A1,
A3,33,M,2022-01-09,2022-01-06,,
"""


@pytest.fixture
def city(db: None) -> world.World:
    return world.full(clock.real_now())


def uploaded(city: world.World, content: bytes = FILE, name: str = "list.csv") -> dict[str, Any]:
    answer = Client().post(
        "/api/v1/outbreaks/xinxiang/imports", {"file": SimpleUploadedFile(name, content)},
        headers={"Authorization": f"Bearer {city.keys['DATA_OFFICER']}", "Accept-Language": "en"},
    )  # fmt: skip
    assert answer.status_code == 201, answer.content
    return answer.json()


def imported(city: world.World, content: bytes = FILE, name: str = "list.csv") -> dict[str, Any]:
    """Uploaded, previewed, queued over the interface; run as the worker runs it."""
    run = uploaded(city, content, name)
    city.post(f"imports/{run['id']}/preview", role="DATA_OFFICER")
    assert city.post(f"imports/{run['id']}/run", role="DATA_OFFICER").json()["state"] == "QUEUED"
    by = access.user_named(username="api-data_officer")
    linelists.start(run_id=run["id"], by=by, now=NOON)
    linelists.run_batch(run_id=run["id"], by=by, now=NOON)
    return city.get(f"imports/{run['id']}", role="DATA_OFFICER").json()


def test_what_became_of_each_row_is_told(city: world.World) -> None:
    done = imported(city)
    account = done["account"]
    assert (done["state"], account["rows_in"], account["created"], account["failed"]) == ("DONE", 3, 2, 1)
    rows = city.get(f"imports/{done['id']}/rows", role="DATA_OFFICER").json()["items"]
    assert [one["became"] for one in rows] == ["CREATED", "CREATED", "FAILED"]
    assert rows[2]["notes"][0]["sentence"]
    failed = city.get(f"imports/{done['id']}/failed-rows", role="DATA_OFFICER")
    assert b"A3" in b"".join(failed.streaming_content)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_changes_nothing_when_it_is_imported_again(city: world.World, form: str) -> None:
    imported(city)
    answer = city.get(f"exports/line-list?form={form}", role="DATA_OFFICER")
    content = b"".join(answer.streaming_content)
    account = imported(city, content, f"list.{form}")["account"]
    assert account["rows_in"] == account["unchanged"] == 3, account


def test_every_list_can_be_taken_away(city: world.World) -> None:
    imported(city)
    taken = {}
    for what in ("line-list", "contacts", "links", "tree"):
        answer = city.get(f"exports/{what}?form=json", role="DATA_OFFICER")
        taken[what] = json.loads(b"".join(answer.streaming_content))
    assert {one["case_id"] for one in taken["line-list"]} == {"XX-0001", "A1", "A2"}
    assert next(one for one in taken["contacts"] if one["name"] == "Li")["measure"] == "FACILITY_QUARANTINE"
    assert {(one["case_id"], one.get("source_case_id")) for one in taken["links"]} >= {("A2", "A1")}
    assert next(one for one in taken["tree"] if one["case_id"] == "A2")["source_case_id"] == "A1"


def test_an_export_is_on_record_and_needs_its_permission(city: world.World) -> None:
    assert city.get("exports/line-list", role="INVESTIGATOR").status_code == 403
    b"".join(city.get("exports/contacts", role="DATA_OFFICER").streaming_content)
    deeds = city.get("audit?subject_type=outbreak", role="OVERSIGHT").json()["items"]
    assert deeds[0]["action"] == "export"


def test_a_file_that_is_none_gets_a_sentence(city: world.World) -> None:
    answer = Client().post(
        "/api/v1/outbreaks/xinxiang/imports", {"file": SimpleUploadedFile("old.xls", b"\xd0\xcf\x11\xe0" * 100)},
        headers={"Authorization": f"Bearer {city.keys['DATA_OFFICER']}", "Accept-Language": "en"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert ".xls" in answer.json()["detail"]


def test_the_same_upload_under_the_same_key_is_one_import(city: world.World) -> None:
    before = len(city.get("imports", role="DATA_OFFICER").json()["items"])
    for _ in range(2):
        Client().post(
            "/api/v1/outbreaks/xinxiang/imports", {"file": SimpleUploadedFile("list.csv", FILE)},
            headers={"Authorization": f"Bearer {city.keys['DATA_OFFICER']}", "Idempotency-Key": "u1"},
        )  # fmt: skip
    assert len(city.get("imports", role="DATA_OFFICER").json()["items"]) == before + 1
