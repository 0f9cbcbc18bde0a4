"""What the islands say is on the list that the server translates, in both directions."""

from __future__ import annotations

import re
from pathlib import Path

import polib

import ringfence
from ringfence.faces.web.wordlist import WORDS

PACKAGE = Path(ringfence.__file__).parent
SCRIPTS = Path(__file__).parents[3] / "web" / "src"


def said_in_scripts() -> set[str]:
    scripts = [path.read_text("utf-8") for path in SCRIPTS.rglob("*.ts")]
    return {text for script in scripts for text in re.findall(r"\bsay\(\s*'([^']+)'", script)}


def test_every_sentence_of_an_island_is_translated_by_the_server() -> None:
    assert said_in_scripts() == set(WORDS)


def test_every_sentence_has_its_chinese_with_the_same_places() -> None:
    chinese = {e.msgid: e.msgstr for e in polib.pofile(str(PACKAGE / "locale/zh_Hans/parts/front.po"))}
    for word in WORDS:
        assert sorted(re.findall(r"{\w+}", chinese[word])) == sorted(re.findall(r"{\w+}", word)), word
