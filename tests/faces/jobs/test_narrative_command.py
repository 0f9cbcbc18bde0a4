"""A narrative on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ringfence.faces.jobs.command_line import run_command


def test_stops_are_told_with_their_characters(capsys: Any, tmp_path: Path) -> None:
    file = tmp_path / "case.txt"
    file.write_text("病例3：2022年1月5日9时乘坐出租车到人民医院。", encoding="utf-8")
    assert run_command(["narrative", str(file), "--year", "2022", "--json"]) == 0
    (stop,) = json.loads(capsys.readouterr().out)["stops"]
    assert (stop["place"]["start"], stop["place"]["text"], stop["from_time"]) == (21, "人民医院", "09:00:00")
    assert run_command(["narrative", str(file), "--year", "2022"]) == 0
    assert "[21:25] 人民医院: 2022-01-05; 09:00; 出租车" in capsys.readouterr().out


def test_what_is_no_text_gets_a_sentence(capsys: Any, tmp_path: Path) -> None:
    (tmp_path / "odd").write_bytes(b"\xff\xfe\xff")
    assert run_command(["narrative", str(tmp_path / "odd"), "--year", "2022"]) == 1
    assert run_command(["narrative", str(tmp_path / "nothing"), "--year", "2022"]) == 1
    said = capsys.readouterr().err
    assert "is not in UTF-8" in said
    assert "There is no file" in said
