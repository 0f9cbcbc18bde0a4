"""The demo tells what deviates in one sentence and leaves nothing behind; `make demo` plays it whole."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from ringfence.faces.jobs.command_line import run_command
from ringfence.faces.jobs.commands import demo
from ringfence.faces.jobs.demo import Deviation, Instance, Telling, tell
from ringfence.faces.jobs.demo.caller import Caller
from ringfence.faces.jobs.printing import Printer

NOBODY_ANSWERS = Caller("http://127.0.0.1:9", {"liwei": "rf_none"})


@pytest.fixture(autouse=True)
def _signals_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo.signal, "signal", lambda *told: None)


def test_a_deviation_is_told_in_one_sentence_and_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def play(telling: Telling, *, keep: bool) -> None:
        telling.step("The first step")
        raise Deviation("Cases of Tianjin: wanted 135, found 134.")

    monkeypatch.setattr(demo, "_play", play)
    assert run_command(["demo", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["passed"], told["fault"]) == (False, "Cases of Tianjin: wanted 135, found 134.")
    assert [one["step"] for one in told["steps"]] == ["The first step"]


def test_an_interface_that_does_not_answer_is_a_deviation() -> None:
    with pytest.raises(Deviation, match="was not answered"):
        tell(api=NOBODY_ANSWERS, telling=Telling(Printer(as_json=True)))


def test_an_instance_that_ends_at_once_says_why_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def ends_at_once(command: list[str], **told: object) -> subprocess.Popen[bytes]:
        return started([sys.executable, "-c", "print('no disk')"], **told)  # type: ignore[call-overload]

    started = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", ends_at_once)
    with pytest.raises(Deviation, match="no disk"), Instance() as instance:
        instance.start()
    assert not instance.home.exists()
