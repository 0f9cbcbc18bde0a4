"""Movement on the command line: from an empty folder to an explained lead, refused searches on record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ringfence.faces.jobs.command_line import run_command

PLACES = "code,name,longitude,latitude,datum,kind\nmarket,Market,113.9,35.3,GCJ-02,VENUE\n"
RECORDS = """person,place,entered_at,left_at,source
1,market,2022-01-09 08:00,2022-01-09 10:00,INVESTIGATOR
2,market,2022-01-09 09:00,2022-01-09 11:00,CHECK_IN
3,market,2022-01-09 10:00,2022-01-09 11:00,CHECK_IN
Zhao,market,2022-01-09 09:00,2022-01-09 11:00,CHECK_IN
"""
PAPER = {
    "case_id": "X-1", "person": 1, "from_at": "2022-01-09 00:00", "to_at": "2022-01-12 00:00", "purpose": "FIND_CONTACTS",
    "approval": "A-17", "requested_by": "wangfang", "approved_by": "chenjing", "expires_at": "2999-01-01 00:00",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, capsys: Any) -> Path:
    (tmp_path / "places.csv").write_text(PLACES)
    (tmp_path / "records.csv").write_text(RECORDS)
    (tmp_path / "paper.json").write_text(json.dumps(PAPER))
    (tmp_path / "selfmade.json").write_text(json.dumps(PAPER | {"approved_by": "wangfang"}))
    assert said(capsys, tmp_path, "create", "--persons", "10")[0] == 0
    assert said(capsys, tmp_path, "places", str(tmp_path / "places.csv"))[0] == 0
    return tmp_path


def said(capsys: Any, folder: Path, *arguments: str) -> tuple[int, Any]:
    code = run_command(["movement", "--store", str(folder / "store"), *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_from_a_file_to_a_lead(capsys: Any, folder: Path) -> None:
    code, told = said(
        capsys, folder, "add", str(folder / "records.csv"), "--refused", str(folder / "refused.csv")
    )
    assert (code, told["rows_in"], told["kept"], told["merged"], told["refused"]) == (1, 4, 3, 0, 1)
    assert "Zhao" in (folder / "refused.csv").read_text(encoding="utf-8-sig")
    code, told = said(capsys, folder, "search", str(folder / "paper.json"), "--verify")
    assert (code, [lead["person"] for lead in told["leads"]], told["verified"]) == (0, [2], True)
    assert told["leads"][0]["minutes"] == 60
    assert (
        said(capsys, folder, "search", str(folder / "paper.json"), "--rule", "within", "--metres", "20")[1][
            "found"
        ]
        == 1
    )
    assert said(capsys, folder, "search", str(folder / "paper.json"), "--rule", "transport")[1]["found"] == 0
    assert said(capsys, folder, "compact")[1] == {"days": 1}
    assert said(capsys, folder, "status")[1]["stays"] == 3
    assert said(capsys, folder, "forget", "--before", "2022-01-10")[1]["forgotten"] == ["2022-01-09"]
    assert said(capsys, folder, "status")[1]["stays"] == 0


def test_a_refused_search_prints_no_lead_and_is_on_record(capsys: Any, folder: Path) -> None:
    said(capsys, folder, "add", str(folder / "records.csv"))
    code, told = said(capsys, folder, "search", str(folder / "selfmade.json"))
    assert (code, told) == (1, {"refused": "Case X-1: whoever asks cannot approve."})
    assert said(capsys, folder, "search", str(folder / "nowhere.json"))[0] == 1
    assert (
        said(capsys, folder, "search", str(folder / "paper.json"), "--rule", "within", "--metres", "900")[0]
        == 1
    )
    code, told = said(capsys, folder, "calls")
    assert [one["allowed"] for one in told] == [False, False, False]


def test_the_source_of_a_cluster_out_of_two_approved_papers(capsys: Any, folder: Path) -> None:
    (folder / "records.csv").write_text(RECORDS.replace("Zhao", "4"))
    said(capsys, folder, "add", str(folder / "records.csv"))
    papers = [
        PAPER
        | {"case_id": f"X-{person}", "person": person, "purpose": "FIND_SOURCE", "onset_date": "2022-01-13"}
        for person in (1, 2)
    ]
    (folder / "cluster.json").write_text(json.dumps(papers))
    code, told = said(capsys, folder, "source", str(folder / "cluster.json"))
    assert code == 0
    best = told["venues"][0]
    assert (best["place_name"], best["visited"], best["visitors"], best["recorded"]) == (
        "Market",
        ["X-1", "X-2"],
        4,
        4,
    )
    assert (
        best["weight"] + told["unknown"] == pytest.approx(1) and best["by_chance"] > 0.9
    )  # everybody was there
    assert None in [one["case_number"] for one in told["infectors"][0]["candidates"]]
    for wrong in (
        {"purpose": "FIND_CONTACTS"},
        {"approval": "self", "approved_by": "wangfang"},
        {"onset_date": None},
    ):
        (folder / "cluster.json").write_text(json.dumps([papers[0], papers[1] | wrong]))
        assert said(capsys, folder, "source", str(folder / "cluster.json"))[0] == 1
    calls = said(capsys, folder, "calls")[1]
    assert [one["allowed"] for one in calls][:2] == [True, True] and False in [
        one["allowed"] for one in calls
    ]


def test_a_destroyed_day_is_proved_gone_and_no_backup_of_it_opens(capsys: Any, folder: Path) -> None:
    said(capsys, folder, "add", str(folder / "records.csv"))
    code, told = said(capsys, folder, "backup", str(folder / "backups" / "monday.tar"))
    assert code == 0 and Path(told["keys"]).name == "movement-keys.json"
    assert (
        said(capsys, folder, "backup", str(folder / "backups" / "monday.tar"))[0] == 1
    )  # nothing is written over
    copy = ("--copy", str(folder / "backups" / "monday.tar"))
    code, told = said(capsys, folder, "verify", *copy)
    assert (code, told["whole"], told["destroyed_but_readable"]) == (0, True, [])
    said(capsys, folder, "forget", "--before", "2022-01-10")
    code, told = said(capsys, folder, "verify")
    assert (code, told["whole"]) == (0, True)
    assert [(one["day"], one["key_left"], one["files_left"]) for one in told["gone"]] == [
        ("2022-01-09", False, 0)
    ]
    code, told = said(capsys, folder, "verify", *copy)
    assert code == 0 and "destroyed or lost" in told["days"][0]["fault"]
    again = [
        "movement",
        "--store",
        str(folder / "again"),
        "restore",
        str(folder / "backups" / "monday.tar"),
        "--json",
    ]
    assert run_command(again) == 0
    assert json.loads(capsys.readouterr().out)["closed"] == ["2022-01-09"]


def test_a_key_that_came_back_is_found(capsys: Any, folder: Path) -> None:
    said(capsys, folder, "add", str(folder / "records.csv"))
    (key,) = (folder / ".store.keys").glob("*.key")
    kept = key.read_bytes()
    said(capsys, folder, "backup", str(folder / "b.tar"))
    said(capsys, folder, "forget", "--day", "2022-01-09")
    key.write_bytes(kept)
    key.chmod(0o600)
    code, told = said(capsys, folder, "verify")
    assert (code, told["whole"], told["gone"][0]["key_left"]) == (1, False, True)
    assert said(capsys, folder, "verify", "--copy", str(folder / "b.tar"))[1]["destroyed_but_readable"] == [
        "2022-01-09"
    ]
    assert said(capsys, folder, "forget", "--day", "2022-01-09")[1] == {
        "forgotten": []
    }  # it destroys what came back
    assert said(capsys, folder, "verify")[0] == 0 and not key.exists()
    assert said(capsys, folder, "seal")[1] == {"sealed": []}


def test_the_legacy_rule_is_an_offer_and_says_what_it_does_to_the_city(capsys: Any, folder: Path) -> None:
    said(capsys, folder, "add", str(folder / "records.csv"))
    code, told = said(capsys, folder, "search", str(folder / "paper.json"), "--rule", "companion", "--verify")
    assert code == 0 and [one["person"] for one in told["leads"]] == [2]
    assert all(one["offer_only"] for one in told["leads"])
    assert told["harm"][0]["flagged"] is None  # fewer than ten


def test_a_second_ring_stands_on_a_narrow_first_one(capsys: Any, folder: Path) -> None:
    more = RECORDS.replace("3,market,2022-01-09 10:00", "3,market,2022-01-09 10:05").replace("Zhao", "4")
    (folder / "records.csv").write_text(more)
    said(capsys, folder, "add", str(folder / "records.csv"))
    ring = ("search", str(folder / "paper.json"), "--ring", "2", "--first-least-dose", "1")
    code, told = said(capsys, folder, *ring)
    assert code == 0 and told["first_ring"] and 3 in [one["person"] for one in told["leads"]]
    assert all(one["through_person"] in told["first_ring"] for one in told["leads"])
    for wrong in (["--rule", "companion"], ["--verify"], ["--first-top", "500"]):
        assert said(capsys, folder, *ring, *wrong)[0] == 1
    assert [one["allowed"] for one in said(capsys, folder, "calls")[1]] == [True, False, False, False]
