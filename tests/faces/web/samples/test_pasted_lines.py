"""What a pasted line says."""

from __future__ import annotations

import pytest

from ringfence.faces.web.samples.lines import MOST_LINES, meant, read


@pytest.mark.parametrize(("line", "code", "result"), [
    ("T1 n", "T1", "NEGATIVE"), ("T1\t-", "T1", "NEGATIVE"), ("T1,阴性", "T1", "NEGATIVE"), ("  T1   Negative ", "T1", "NEGATIVE"),
    ("T1;+", "T1", "POSITIVE"), ("T1 检出", "T1", "POSITIVE"), ("T1 not detected", "T1", "NEGATIVE"), ("T1 未检出", "T1", "NEGATIVE"),
    ("T1 x", "T1", "INVALID"), ("T1", "T1", ""), ("T1 35.2", "T1", ""), ("T1 n n", "T1", ""),
])  # fmt: skip
def test_a_line_is_a_code_and_a_result(line: str, code: str, result: str) -> None:
    (found,) = read(line)
    assert (found.code, found.result) == (code, result)


def test_the_same_tube_twice_is_marked() -> None:
    assert [line.again for line in read("T1 n\nT2 n\nT1 p")] == [False, False, True]


def test_no_more_lines_than_a_desk_can_look_at() -> None:
    assert len(read("\n".join(f"T{n} n" for n in range(MOST_LINES + 50)))) == MOST_LINES


@pytest.mark.parametrize("word", ["", "maybe", "2", "np", "阴阳"])
def test_anything_else_is_not_a_result(word: str) -> None:
    assert meant(word) == ""
