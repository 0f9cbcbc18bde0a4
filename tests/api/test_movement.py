"""Exposure searches through the interface: asked, decided by another organisation, run, decided; and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ringfence.faces import clock
from ringfence.ground.audit.models import AuditEntry
from ringfence.tracing.movement.models import Search

from . import world

QUESTION = {"purpose": "FIND_CONTACTS", "why": "Who ate with the case on Saturday"}
ROWS = "手机号,姓名,场所,进入时间,离开时间\n13800000002,Wang,noodles,2022-01-07 12:00,2022-01-07 13:00\n,Nobody,noodles,2022-01-07 12:00,\n"


@pytest.fixture
def here(db: None) -> world.World:
    return world.full(clock.real_now())


def ask(here: world.World, **changed: Any) -> Any:
    return here.post(
        f"cases/{here.ids['case_id']}/exposure-searches", QUESTION | changed, role="INVESTIGATOR"
    )


def test_a_search_from_question_to_contact(here: world.World) -> None:
    answer = ask(here)
    assert (answer.status_code, answer.json()["state"]) == (201, "ASKED")
    path = f"exposure-searches/{answer.json()['id']}"
    assert here.post(f"{path}/run", role="INVESTIGATOR").status_code in (409, 422)  # nobody has approved
    assert (
        here.post(f"{path}/decision", {"approved": True}, role="EPIDEMIOLOGIST").json()["state"] == "APPROVED"
    )
    assert here.post(f"{path}/run", role="INVESTIGATOR").json()["found"] == 2
    leads = here.get(f"{path}/leads", role="INVESTIGATOR").json()["items"]
    assert sorted(one["person"]["name"] for one in leads) == ["Li", "Wang"]
    assert here.post(f"{path}/leads/name", {"lead_ids": [leads[0]["id"]]}, role="INVESTIGATOR").json() == {
        "changed": 1
    }
    away = {"lead_ids": [leads[1]["id"]], "why": "behind glass"}
    assert here.post(f"{path}/leads/dismiss", away, role="INVESTIGATOR").json() == {"changed": 1}
    states = {one["state"] for one in here.get(f"{path}/leads", role="INVESTIGATOR").json()["items"]}
    assert states == {"CONTACT", "DISMISSED"}
    replay = here.post(f"{path}/replay", role="OVERSIGHT").json()
    assert replay["whole"] and {one["compared"] for one in replay["rows"]} == {"SAME"}


@pytest.mark.parametrize(("role", "status"), [
    ("DATA_OFFICER", 403), ("CITY_COMMAND", 403), ("LABORATORY", 403), ("OUTSIDER", 404),  # of another area: there is no such case
])  # fmt: skip
def test_who_does_not_trace_in_this_area_cannot_ask(here: world.World, role: str, status: int) -> None:
    path = f"cases/{here.ids['case_id']}/exposure-searches"
    assert here.post(path, QUESTION, role=role).status_code == status


def test_no_case_a_longer_window_and_no_reason_are_refused_and_on_record(here: world.World) -> None:
    before = Search.objects.count()
    assert here.post(f"cases/{uuid4()}/exposure-searches", QUESTION, role="INVESTIGATOR").status_code == 404
    assert ask(here, from_at="2021-12-01T00:00:00+08:00").status_code in (409, 422)
    assert ask(here, why="-").status_code in (409, 422)
    assert Search.objects.count() == before
    assert AuditEntry.objects.filter(action="movement.refused").count() == 3


def test_a_refusal_stays_on_record_even_when_its_transaction_is_taken_back(
    here: world.World, settings: Any
) -> None:
    """A call with an idempotency key is one transaction; the record of calls is a file and keeps it."""
    calls = Path(settings.MOVEMENT_HOME) / "xinxiang" / "calls.jsonl"
    lines = len(calls.read_text().splitlines())
    path = f"cases/{here.ids['case_id']}/exposure-searches"
    answer = here.post(path, QUESTION | {"why": "-"}, role="INVESTIGATOR", **{"Idempotency-Key": "once"})
    assert answer.status_code in (409, 422)
    assert len(calls.read_text().splitlines()) == lines + 1


def test_who_approves_or_oversees_gets_no_names(here: world.World) -> None:
    for role in ("EPIDEMIOLOGIST", "OVERSIGHT"):
        items = here.get(f"exposure-searches/{here.ids['search_id']}/leads", role=role).json()["items"]
        assert [one["person"] for one in items] == [None, None]


def test_the_asker_with_every_role_cannot_approve_their_own(here: world.World) -> None:
    path = f"cases/{here.ids['case_id']}/exposure-searches"
    mine = here.post(path, QUESTION).json()["id"]
    answer = here.post(f"exposure-searches/{mine}/decision", {"approved": True})
    assert answer.status_code in (409, 422)
    assert "cannot approve" in answer.content.decode()


def test_records_are_looked_at_brought_in_and_refused_rows_come_back(here: world.World) -> None:
    said = {"holds": "RECORDS", "legal_basis": "Request 12", "expires_on": "2022-01-15", "source": "CHECK_IN"}
    file = SimpleUploadedFile("checkins.csv", ROWS.encode())
    answer = Client().post(
        "/api/v1/outbreaks/xinxiang/record-files", said | {"file": file},
        headers={"Authorization": f"Bearer {here.keys['DATA_OFFICER']}", "Accept-Language": "en"},
    )  # fmt: skip
    told = answer.json()
    assert answer.status_code == 201, told
    account = told["account"]
    assert (account["rows_in"], account["kept"], account["merged"], account["refused"]) == (2, 1, 0, 1)
    path = f"record-files/{told['id']}"
    refused = here.get(f"{path}/refused.csv", role="DATA_OFFICER").content.decode()
    assert "Nobody" in refused and "does not say whose" in refused
    assert here.post(f"{path}/bring", role="DATA_OFFICER").json()["state"] == "QUEUED"
    assert here.post(f"{path}/bring", role="DATA_OFFICER").status_code in (409, 422)


def test_a_report_is_read_with_its_characters_and_nothing_is_invented(here: world.World) -> None:
    text = "患者1月6日8时30分到胖东来面馆吃早餐，后到牧野市场。"
    told = here.post(f"cases/{here.ids['case_id']}/report", {"text": text}, role="INVESTIGATOR").json()
    first, second = told["stops"]
    place = first["place"]
    assert text[place["start"] : place["end"]] == place["text"] == "胖东来面馆"
    assert (first["order"], first["from_time"]) == ("TOLD", "08:30:00")
    assert (second["order"], second["from_time"]) == ("AFTER", None)


def test_where_two_cases_were_together_as_told(here: world.World) -> None:
    path = f"cases/{here.ids['case_id']}/told-meetings"
    assert here.get(path, role="INVESTIGATOR").json() == []
    for role, status in (("LABORATORY", 403), ("OUTSIDER", 404)):
        assert here.get(path, role=role).status_code == status
    stop = {
        "place": "面馆",
        "from_at": "2022-01-07T18:00:00+08:00",
        "from_latest": "2022-01-07T17:00:00+08:00",
    }
    answer = here.post(f"cases/{here.ids['case_id']}/investigation/movement", stop, role="INVESTIGATOR")
    assert answer.status_code in (409, 422) and "earliest" in answer.content.decode()
