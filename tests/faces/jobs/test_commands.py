"""The command line: what it does, and what it says to what it cannot use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.city import NOON
from tests.faces.web.quarantined import set_clock
from tests.stories.telling import open_case

from ringfence.faces.jobs import commands
from ringfence.faces.jobs.command_line import run_command

TIANJIN = Path(commands.__file__).parent.parent / "data" / "outbreaks" / "tianjin-2020.csv"
SMALL = "case_id,age,onset_date,report_date\nA1,61,2022-01-02,2022-01-05\nA2,40,2022-01-09,2022-01-06\n"


def said(capsys: Any, *arguments: str) -> tuple[int, Any]:
    """The exit code and the JSON document."""
    code = run_command([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_list_is_checked_without_a_database(capsys: Any) -> None:
    code, told = said(capsys, "check-list", str(TIANJIN), "--today", "2020-03-01")
    assert (code, told["verdicts"]) == (0, {"NEW": 135})


def test_a_wrong_row_is_named_and_the_exit_code_says_so(capsys: Any, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(SMALL)
    code, told = said(capsys, "check-list", str(file), "--today", "2022-01-09")
    assert (code, [one["row"] for one in told["rows"]]) == (1, [3])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["check-list", "nowhere.csv"], "There is no file nowhere.csv"),
        (["check-list", str(TIANJIN), "--date-order", "onset_date=XYZ"], "FIELD=DMY"),
        (["template", "/nowhere/at-all.xlsx"], "There is no folder"),
        (["rulesets", "show", "CN-99"], "There is no rule set CN-99"),
        (["rulesets", "check", "nowhere.yaml"], "There is no file nowhere.yaml"),
        (["estimate"], "Name either a file or --outbreak"),
        (["estimate", str(TIANJIN), "--outbreak", "x"], "Name either a file or --outbreak"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence(capsys: Any, arguments: list[str], sentence: str) -> None:
    assert run_command(arguments) == 1
    assert sentence in capsys.readouterr().err


def test_a_template_can_be_checked_at_once(capsys: Any, tmp_path: Path) -> None:
    file = tmp_path / "template.xlsx"
    assert run_command(["template", str(file)]) == 0
    capsys.readouterr()
    assert said(capsys, "check-list", str(file))[1]["verdicts"] == {"NOT_A_CASE": 1}
    assert run_command(["template", str(file)]) == 1  # nothing is written over


def test_rule_sets_are_listed_and_shown(capsys: Any) -> None:
    _, listed = said(capsys, "rulesets", "list")
    assert "CN-8-HN-2022-01" in [one["id"] for one in listed]
    assert said(capsys, "rulesets", "show", "CN-8")[1]["clock"]["hours"]
    _, different = said(capsys, "rulesets", "diff", "CN-8-HN-2022-01")  # from the one it replaces, CN-8
    assert {"parameter": "window.lookback_symptomatic_days", "before": 2, "after": 4, "effect": "STRICTER"}.items() <= different[0].items()  # fmt: skip


LOCAL = """
base_id: CN-9
place_code: 4107
name_en: Xinxiang, five days
name_zh: 新乡市五天版
valid_from: 2022-01-09
valid_to: 2022-01-20
why: The variant is faster.
changes:
  - {parameter: "measures.close_contact[0].days", value: 5, source: City order 12, mark: A, reason: Five are enough.}
  - {parameter: measures.secondary_contact, value: [], source: City order 12, mark: A, reason: No case was among them.}
"""


def test_a_local_version_is_checked_without_a_database(capsys: Any, tmp_path: Path) -> None:
    file = tmp_path / "local.yaml"
    file.write_text(LOCAL)
    code, told = said(capsys, "rulesets", "check", str(file), "--day", "2022-01-09")
    assert (code, [(one["parameter"], one["effect"]) for one in told]) == (
        0, [("measures.close_contact[0].days", "MILDER"), ("measures.secondary_contact", "MILDER")],
    )  # fmt: skip
    assert run_command(["rulesets", "check", str(file), "--day", "2022-02-01"]) == 1
    assert "valid_to: These days are over." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (LOCAL.replace("value: 5", "value: 9"), "changes.0.value: measures.close_contact[0].days: 9 is stricter than 7"),
        (LOCAL.replace("place_code", "place"), "place_code: This is required."),
        (LOCAL.replace("2022-01-20", "soon"), "valid_to: Write a day"),
        (LOCAL.replace("source: City order 12, mark: A, reason: Five", "reason: Five"), "changes.0.source: This is required."),
        ("- a\n- b", "group of named values"),
        (LOCAL + "why: twice", "stands twice"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_proposed_says_where(
    capsys: Any, tmp_path: Path, wrong: str, sentence: str
) -> None:
    file = tmp_path / "local.yaml"
    file.write_text(wrong)
    assert run_command(["rulesets", "check", str(file), "--day", "2022-01-09"]) == 1
    assert sentence in capsys.readouterr().err


def test_an_estimate_is_made_from_a_file(capsys: Any) -> None:
    _, told = said(capsys, "estimate", str(TIANJIN))
    assert told["cases"] == 135
    assert any(one["mean"] for one in told["reproduction"])


@pytest.fixture
def city(db: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The tests' own database is there already: the commands need not start one."""
    from tests import city as small_city

    monkeypatch.setenv("DATABASE_URL", "postgresql://the-tests-own")
    return small_city.build()


def test_a_list_comes_in_once_and_goes_out_unchanged(city: Any, capsys: Any, tmp_path: Path) -> None:
    file, failed, out = (tmp_path / name for name in ("list.csv", "failed.csv", "out.csv"))
    file.write_text(SMALL)
    here = ["--outbreak", "xinxiang", "--as", city.officer.username]
    code, looked = said(capsys, "import", str(file), *here)
    assert (code, looked["state"], looked["verdicts"]) == (0, "PREVIEWED", {"NEW": 1, "WRONG": 1})
    code, done = said(capsys, "import", str(file), *here, "--yes", "--failed-rows", str(failed))
    assert (code, done["created"], done["failed"]) == (1, 1, 1)
    assert "A2" in failed.read_text()
    assert run_command(["export", *here, "--out", str(out)]) == 0
    capsys.readouterr()
    code, again = said(capsys, "import", str(out), *here, "--yes")
    assert (code, again["rows_in"], again["unchanged"]) == (0, 1, 1)


def test_a_map_is_told_by_heading(city: Any, capsys: Any, tmp_path: Path) -> None:
    file, told = tmp_path / "list.csv", tmp_path / "map.json"
    file.write_text("who,when\nA1,03/02/2022\n")
    told.write_text(json.dumps({"who": "case_id", "when": "report_date"}))
    here = ["--outbreak", "xinxiang", "--as", city.officer.username]
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps({"nobody": "case_id"}))
    assert run_command(["import", str(file), *here, "--map", str(wrong)]) == 1
    assert "no column 'nobody'" in capsys.readouterr().err
    code, looked = said(
        capsys, "import", str(file), *here, "--map", str(told), "--date-order", "report_date=MDY"
    )
    assert (code, looked["rows_in"]) == (0, 1)


def test_deeds_need_a_name(city: Any, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RINGFENCE_AS", raising=False)
    assert run_command(["chain", "--outbreak", "xinxiang"]) == 1
    assert "--as NAME" in capsys.readouterr().err


def test_the_chain_clock_tick_and_keys_are_told(city: Any, capsys: Any) -> None:
    open_case(city)
    here = ["--outbreak", "xinxiang", "--as", city.command.username]
    assert said(capsys, "chain", *here)[1]["resolved"] == 0
    assert said(capsys, "clock", *here)[1]["outbreak"] == "xinxiang"
    assert said(capsys, "clock", *here, "--to", "tomorrow")[0] == 1
    assert "xinxiang" in said(capsys, "tick")[1]
    assert said(capsys, "token", "--user", city.command.username)[1]["key"].startswith("rf_")
    assert said(capsys, "token", "--user", "nobody")[0] == 1


def test_a_local_version_is_proposed_shown_and_exported(city: Any, capsys: Any, tmp_path: Path) -> None:
    from ringfence.ground.rulesets import actions as rulesets

    file, out = tmp_path / "local.yaml", tmp_path / "out.yaml"
    file.write_text(LOCAL)
    here = ["--outbreak", "xinxiang", "--as", city.epidemiologist.username]
    set_clock(city, NOON)
    code, made = said(capsys, "rulesets", "propose", str(file), *here)
    assert (code, made["ruleset_id"], made["state"]) == (0, "CN-9-4107-L1", "DRAFTED")
    assert said(capsys, "rulesets", "show", made["ruleset_id"])[0] == 1  # not signed yet
    rulesets.approve(version_id=UUID(made["id"]), by=city.command, now=NOON)
    rulesets.publish(version_id=UUID(made["id"]), where="Xinxiang Daily", by=city.command, now=NOON)
    assert made["ruleset_id"] in [one["id"] for one in said(capsys, "rulesets", "list", "--local")[1]]
    assert (
        said(capsys, "rulesets", "show", made["ruleset_id"])[1]["measures"]["close_contact"][0]["days"] == 5
    )
    assert len(said(capsys, "rulesets", "diff", made["ruleset_id"])[1]) == 2
    assert said(capsys, "rulesets", "export", made["ruleset_id"], "--out", str(out))[0] == 0
    assert len(said(capsys, "rulesets", "check", str(out), "--day", "2022-01-09")[1]) == 2
    assert said(capsys, "rulesets", "export", "CN-9", "--out", str(out), "--force")[0] == 1
