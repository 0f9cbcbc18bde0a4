"""Two versions of a block beside each other, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ringfence.faces import wording
from ringfence.tracing.investigations.form import Block, shown


@dataclass(frozen=True, slots=True)
class Difference:
    """A question that two versions answer differently."""

    key: str
    label: str
    first: str
    second: str


def differences(block: Block, first: Mapping[str, Any], second: Mapping[str, Any]) -> list[Difference]:
    """The questions that are answered differently, with both answers as text."""
    return [
        Difference(one.key, str(one.label), as_text(shown(one, first.get(one.key))), as_text(shown(one, second.get(one.key))))
        for one in block.fields if first.get(one.key) != second.get(one.key)
    ]  # fmt: skip


def as_text(answers: list[Any]) -> str:
    """An answer in one line; rows are told apart by semicolons."""
    if answers and isinstance(answers[0], list):
        return "; ".join(", ".join(text for cell in row if (text := as_text(cell))) for row in answers)
    return ", ".join(_said(one) for one in answers)


def _said(answer: Any) -> str:
    if isinstance(answer, datetime):
        return wording.instant(answer, with_year=True)
    return wording.day(answer, with_year=True) if isinstance(answer, date) else str(answer)
