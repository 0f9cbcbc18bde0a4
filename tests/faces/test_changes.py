"""The record of deeds is read by people: codes are words, fingerprints are short."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils import translation

from ringfence.faces.changes import Reading


@dataclass
class Deed:
    after: dict[str, Any]
    before: dict[str, Any] = field(default_factory=dict)
    subject_type: str = "case"
    subject_id: str = ""


def said(**after: Any) -> list[str]:
    return [change.after for change in Reading().changes(Deed(after))]


def test_a_code_is_told_in_words_whichever_table_knows_it() -> None:
    with translation.override("en"):
        assert said(purpose="FIND_SOURCE", classification="CONFIRMED") == [
            "Find where the case was infected", "Confirmed case",
        ]  # fmt: skip
    with translation.override("zh-hans"):
        assert "FIND" not in said(purpose="FIND_SOURCE")[0]


def test_a_fingerprint_is_told_by_its_beginning() -> None:
    assert said(digest="22c593ec5dc1" + "4f" * 26) == ["22c593ec5dc1…"]
