"""Every sentence that the engine can give has its Chinese, with the same places to fill; none is left over."""

import ast
import string
from pathlib import Path

import polib
import pytest

import ringfence

HOME = Path(ringfence.__file__).parent
ENTRIES = {
    entry.msgid: entry.msgstr for entry in polib.pofile(str(HOME / "locale/zh_Hans/parts/linelist.po"))
}


def sentences():
    """The first argument of every call of `reason`."""
    for file in sorted((HOME / "cores/linelist").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "reason":
                assert isinstance(node.args[0], ast.Constant), f"{file.name}: a sentence must be a literal"
                yield node.args[0].value


def places(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("sentence", sorted(set(sentences())))
def test_a_sentence_has_its_chinese(sentence):
    assert ENTRIES.get(sentence), sentence
    assert places(ENTRIES[sentence]) == places(sentence)


def test_no_translation_is_left_over():
    assert set(ENTRIES) == set(sentences())
