"""The audit of one thing in words: what was done, by whom, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.functional import Promise


class Word(NamedTuple):
    """How an action of the audit is called and how it looks."""

    title: str | Promise
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Told:
    """One deed in words."""

    at: datetime
    title: str | Promise
    tone: str
    icon: str
    by: str
    reasons: list[dict[str, Any]]
    after: dict[str, Any]


def told(entries: Iterable[Any], *, words: Mapping[str, Word]) -> list[Told]:
    """What happened, oldest first. An action that has no word yet is shown by its code, not hidden."""
    return [
        Told(one.at, word.title, word.tone, word.icon, one.by_name, one.reasons, one.after)
        for one in entries
        for word in (words.get(one.action, Word(one.action, "neutral", "point")),)
    ]
