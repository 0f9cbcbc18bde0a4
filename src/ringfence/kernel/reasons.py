"""Sentences that a rule gives for its answer, kept apart from any language.

A `Reason` is an English sentence with named places. The same sentence is the key of the Chinese
translation, so it can be stored, shown on a button, printed in a notice and written to the audit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from .city_time import CITY_ZONE

Value = str | int | float | date | datetime | bool | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence: `text` with `{names}`, and the values that fill them."""

    text: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**{name: _plain(value) for name, value in self.values.items()})

    def as_json(self) -> dict[str, Any]:
        """A form that JSON can keep; instants and days are tagged so that they come back as such."""
        return {"text": self.text, "values": {name: _packed(v) for name, v in self.values.items()}}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Reason:
        return cls(kept["text"], {name: _unpacked(v) for name, v in kept.get("values", {}).items()})


def reason(text: str, **values: Value) -> Reason:
    """Write a sentence. The text must be a literal, so that translators find it."""
    return Reason(text, values)


def _plain(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(CITY_ZONE):%Y-%m-%d %H:%M}"
    return str(value)


def _packed(value: Value) -> Any:
    if isinstance(value, datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value


def _unpacked(kept: Any) -> Value:
    if isinstance(kept, dict):
        if "instant" in kept:
            return datetime.fromisoformat(kept["instant"])
        return date.fromisoformat(kept["day"])
    return kept  # type: ignore[no-any-return]
