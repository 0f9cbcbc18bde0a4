"""`ringfence drill`: files from a seed, refusals in a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ringfence.faces.jobs.command_line import run_command

VILLAGES = ["code,kind,parent_code,population,name_en", "9000,CITY,,60000,Made-up city"]
VILLAGES += [
    f"90000100{1 + n // 10}{1 + n % 10:03d},VILLAGE,90000100{1 + n // 10},2000,V{n}" for n in range(30)
]


@pytest.fixture
def city(tmp_path: Path) -> Path:
    file = tmp_path / "city.csv"
    file.write_text("\n".join(VILLAGES) + "\n", encoding="utf-8")
    return file


def drill(city: Path, folder: Path, *more: str) -> int:
    return run_command(["drill", str(folder), "--city", str(city), "--until", "12", "--json", *more])


def test_a_drill_is_written_and_told(city: Path, tmp_path: Path, capsys: Any) -> None:
    assert drill(city, tmp_path / "one", "--seed", "4", "--infected", "10") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["files"]["line-list.csv"] > 0
    assert told["until"] == "2022-01-13"
    assert {file.name for file in (tmp_path / "one").iterdir()} == set(told["files"])


def test_what_cannot_be_is_refused_in_a_sentence(city: Path, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("Dear", encoding="utf-8")
    assert drill(city, tmp_path / "full", "--seed", "4") == 1
    assert "not empty" in capsys.readouterr().err
    assert drill(city, tmp_path / "two", "--seed", "-1") == 1
    assert "seed" in capsys.readouterr().err
    response = tmp_path / "response.yaml"
    response.write_text("ContactTracing: {tracers: -4}\n", encoding="utf-8")
    assert drill(city, tmp_path / "three", "--seed", "4", "--response", str(response)) == 1
    assert "tracers" in capsys.readouterr().err
    assert not (tmp_path / "two").exists()
    assert not (tmp_path / "three").exists()
