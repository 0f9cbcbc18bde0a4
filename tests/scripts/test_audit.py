"""A locked package with a known fault fails the check everywhere alike; a service that cannot be asked fails nothing."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import pytest
from scripts.audit import (
    Asked,
    Fault,
    _said,
    ask_npm,
    ask_pypi,
    below_the_floor,
    main,
    npm_locked,
    python_locked,
    told,
)

from scripts import audit

TODAY = date(2026, 12, 1)
FAULT = {"package": "django", "id": "CVE-1", "fixed_in": "5.2.8", "what": "SQL injection"}
KNOWN = {"gone_through_on": "2026-11-30"}


@pytest.mark.parametrize(
    ("version", "found"),
    [("5.2.7", True), ("5.2.8", False), ("5.2.19", False), ("5.10", False), ("local", True)],
)
def test_a_version_below_the_floor_is_a_fault(version: str, found: bool) -> None:
    assert bool(list(below_the_floor([FAULT], python={"django": {version}}, npm={}))) is found


def test_a_fault_fails_until_it_is_accepted_and_again_when_that_is_over() -> None:
    fault = Fault("django", "5.2.7", "CVE-1", "SQL injection")
    accepted = {"id": "CVE-1", "reason": "never called", "until": "2026-12-31"}
    assert told([fault], KNOWN, today=TODAY) == 1
    assert told([fault], KNOWN | {"accepted": [accepted]}, today=TODAY) == 0
    assert told([fault], KNOWN | {"accepted": [accepted]}, today=date(2027, 1, 1)) == 1


def test_an_old_list_is_told_and_fails_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert told([], KNOWN, today=date(2027, 6, 1)) == 0
    assert "days ago" in capsys.readouterr().out


def test_the_locks_of_this_product_are_read_and_have_none_of_the_known_faults() -> None:
    assert len(python_locked(audit.ROOT)["django"]) == 1
    assert "vite" in npm_locked(audit.ROOT)
    assert main([]) == 0


def test_a_service_that_cannot_be_asked_fails_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("ask_pypi", "ask_npm"):
        monkeypatch.setattr(audit, name, lambda _root: Asked(why_not="no answer in time"))
    assert main(["--ask"]) == 0
    assert "PyPI could not be asked: no answer in time" in capsys.readouterr().out


@pytest.mark.parametrize("code", ["raise SystemExit(1)", "print('<html>')", "print('[]')"])
def test_an_answer_that_cannot_be_read_is_no_answer(code: str) -> None:
    assert isinstance(_said([sys.executable, "-c", code]), str)


def says(monkeypatch: pytest.MonkeyPatch, answer: object) -> None:
    monkeypatch.setattr(audit, "_said", lambda _command: json.loads(json.dumps(answer)))


def test_what_pypi_knows_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    says(monkeypatch, {"dependencies": [{"name": "django", "version": "5.2.7", "vulns": [{"id": "CVE-1", "fix_versions": ["5.2.8"]}]}]})  # fmt: skip
    assert Fault("django", "5.2.7", "CVE-1", "5.2.8") in ask_pypi(Path()).faults
    says(monkeypatch, {"dependencies": [{"name": "django", "skip_reason": "not found"}]})
    assert "no advisories" in ask_pypi(Path()).why_not


def test_what_npm_knows_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    via = {"url": "advisories/GHSA-1", "title": "reads files"}
    says(monkeypatch, {"vulnerabilities": {"vite": {"range": "<6.2.3", "via": [via, "esbuild"]}}})
    assert ask_npm(Path()).faults == (Fault("vite", "<6.2.3", "GHSA-1", "reads files"),)
    says(monkeypatch, {"message": "405 Method Not Allowed"})
    assert "405" in ask_npm(Path()).why_not
