"""Every sentence that a rule can say exists in Chinese, with the same places to fill."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import polib
import pytest

SOURCE = Path(__file__).parents[2] / "src" / "ringfence"
ROOMS = (
    "ground/rulesets", "field/testing/rules", "tracing/contacts/rules", "tracing/investigations/rules",
    "measures/orders/rules", "measures/health_status/rules", "measures/areas/rules", "care/quarantine/rules",
)  # fmt: skip


def files():
    for room in ROOMS:
        place = SOURCE / room
        yield from [place] if place.is_file() else sorted(place.rglob("*.py"))


def sentences():
    """The first argument of every call of `reason`; a text that is not a literal could never be translated."""
    for file in files():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "reason":
                yield file, node


def places(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def written(names):
    parts = (SOURCE / "locale" / "zh_Hans" / "parts").glob(names)
    return {entry.msgid: entry.msgstr for part in parts for entry in polib.pofile(str(part))}


@pytest.fixture(scope="module")
def chinese():
    return written("*.po")


def test_every_reason_is_a_literal_and_fills_its_places():
    for file, call in sentences():
        (text,) = call.args
        assert isinstance(text, ast.Constant), f"{file}:{call.lineno}: the sentence must be a literal"
        given = {keyword.arg for keyword in call.keywords}
        if None not in given:  # no **values
            assert given == set(places(text.value)), f"{file}:{call.lineno}"


def test_every_reason_has_chinese_with_the_same_places(chinese):
    said = {call.args[0].value for _, call in sentences()}
    missing = [text for text in said if not chinese.get(text)]
    assert missing == []
    assert [text for text in said if places(text) != places(chinese[text])] == []
    assert len(said) > 250


def test_no_chinese_is_left_over():
    said = {call.args[0].value for _, call in sentences()}
    assert set(written("rules.po")) - said == set()


def test_chinese_sentences_are_chinese():
    latin = [
        text
        for text in written("rules.po").values()
        if not any("\u4e00" <= letter <= "\u9fff" for letter in text)
    ]
    assert latin == []
