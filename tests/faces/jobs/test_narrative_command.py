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


def test_two_texts_tell_of_a_possible_and_of_a_definite_meeting(capsys: Any, tmp_path: Path) -> None:
    (tmp_path / "chen.txt").write_text(
        "1月5日18时至20时到人民医院。1月6日9时到市中心医院。", encoding="utf-8"
    )
    (tmp_path / "li.txt").write_text("1月5日晚上到人民医院。1月6日8时至10时到市中心医院。", encoding="utf-8")
    files = [str(tmp_path / "chen.txt"), "--compare", str(tmp_path / "li.txt")]
    assert run_command(["narrative", *files, "--year", "2022", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["meetings"]
    by_place = {one["place"]: (one["overlap"], one["least_minutes"], one["most_minutes"]) for one in told}
    assert by_place["人民医院"] == ("POSSIBLE", 0, 120)
    assert by_place["市中心医院"] == ("POSSIBLE", 0, 60)  # Chen's end was not told
    (tmp_path / "chen.txt").write_text("1月6日9时至11时到市中心医院。", encoding="utf-8")
    assert run_command(["narrative", *files, "--year", "2022"]) == 0
    assert "市中心医院: definite, 60 to 60 minutes" in capsys.readouterr().out
