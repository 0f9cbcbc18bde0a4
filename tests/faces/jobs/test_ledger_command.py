"""`ringfence ledger`: the head leaves, the check finds what was done behind its back, an entry is proved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.ground.audit.test_ledger import behind_its_back
from tests.stories.telling import open_case

from ringfence.cores.ledger.heads import read
from ringfence.faces.jobs.command_line import run_command
from ringfence.faces.jobs.tasks import ledger as task
from ringfence.ground.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests import city

    monkeypatch.setenv("DATABASE_URL", "postgresql://the-tests-own")
    open_case(city.build())


def said(capsys: Any, *words: object) -> tuple[int, Any]:
    code = run_command(["ledger", *map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out)


def change_something() -> int:
    entry = AuditEntry.objects.earliest("id").id
    with behind_its_back() as cursor:
        cursor.execute("update audit_auditentry set by_name = 'Somebody else' where id = %s", [entry])
    return entry


def test_a_head_leaves_and_later_proves_that_nothing_changed(capsys: Any, tmp_path: Path) -> None:
    file = tmp_path / "head.json"
    code, head = said(capsys, "head", "--out", file)
    assert (code, read(file.read_text()).as_json()) == (0, head)
    code, told = said(capsys, "verify", "--head", file)
    assert (code, told["whole"], told["kept_head"]) == (0, True, head["size"])
    assert told["size"] == head["size"] + 1  # that the head left is on record too
    assert AuditEntry.objects.filter(action__in=["ledger.head", "ledger.verify"]).count() == 2


def test_a_change_gives_a_sentence_and_an_exit_code(capsys: Any) -> None:
    said(capsys, "seal")
    entry = change_something()
    code, told = said(capsys, "verify")
    assert (code, told["whole"]) == (1, False)
    assert [(one["code"], one["entry"]) for one in told["faults"]] == [("ROW_CHANGED", entry)]
    assert run_command(["ledger", "verify"]) == 1
    assert "An entry was changed." in capsys.readouterr().out


def test_an_entry_is_proved_until_it_is_changed(capsys: Any) -> None:
    said(capsys, "seal")
    entry = AuditEntry.objects.earliest("id").id
    code, told = said(capsys, "prove", entry)
    assert (code, told["holds"], told["content"]["id"]) == (0, True, entry)
    change_something()
    code, told = said(capsys, "prove", entry)
    assert (code, told["holds"]) == (1, False)


@pytest.mark.parametrize(("words", "sentence"), [
    (["prove"], "Say which entry"), (["prove", "999999999"], "has no place in the ledger yet"),
    (["verify", "--key", "12"], "64 hex digits"), (["verify", "--head", "nowhere.json"], "There is no file"),
])  # fmt: skip
def test_what_cannot_be_used_gets_a_sentence(capsys: Any, words: list[str], sentence: str) -> None:
    assert run_command(["ledger", *words]) == 1
    assert sentence in capsys.readouterr().err


def test_a_file_that_is_no_head_is_refused(capsys: Any, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text("{}")
    assert run_command(["ledger", "verify", "--head", str(file)]) == 1
    assert "not a head" in capsys.readouterr().err


def test_the_night_lays_a_head_away_and_checks_against_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(task.FOLDER, str(tmp_path))
    assert task.seal(0) is not None
    assert task.nightly(0)["kept_heads"] == 0
    told = task.nightly(0)
    assert (told["kept_heads"], told["faults"]) == (1, {})
    change_something()
    assert task.nightly(0)["faults"] == {"ROW_CHANGED": 1}
