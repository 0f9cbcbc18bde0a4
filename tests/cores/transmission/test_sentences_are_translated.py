"""Every sentence that the simulator can give has its Chinese, with the same places to fill."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import polib
import pytest

import ringfence

HOME = Path(ringfence.__file__).parent
ENTRIES = {e.msgid: e.msgstr for e in polib.pofile(str(HOME / "locale/zh_Hans/parts/simulator.po"))}


def sentences() -> set[str]:
    """The first argument of every call of `reason` in the core."""
    found = set()
    for file in [
        *sorted((HOME / "cores/transmission").rglob("*.py")),
        HOME / "faces/jobs/commands/simulate.py",
    ]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "reason":
                assert isinstance(node.args[0], ast.Constant), f"{file.name}: a sentence must be a literal"
                found.add(str(node.args[0].value))
    return found


def places(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("sentence", sorted(sentences()))
def test_a_sentence_has_its_chinese(sentence):
    assert places(ENTRIES[sentence]) == places(sentence)


def test_no_translation_is_left_over():
    assert set(ENTRIES) == sentences()
