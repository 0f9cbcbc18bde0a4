"""The way to one parameter of a rule set: `measures.close_contact[0].days`. The paths are those of its provenance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from .parameters import RuleSet

UNITS = ("days", "hours", "minutes", "metres", "celsius", "percent", "years", "hour", "ct")


def value_at(ruleset: RuleSet, path: str) -> Any:
    """The value under a path of `provenance`; None for an entry that the rule set takes out."""
    value: Any = ruleset
    for step in steps(path):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif is_dataclass(value) and not isinstance(step, int):
            value = getattr(value, step)
        else:
            value = value[step]
    return value


def steps(path: str) -> Iterator[str | int]:
    """The names and places on the way, one after the other."""
    for part in path.split("."):
        name, _, index = part.partition("[")
        yield name
        if index:
            yield int(index.rstrip("]"))


def text_of(value: Any) -> str:
    """A value as the documents show it."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | Mapping):
        return ", ".join(text_of(each) for each in value) or "(empty)"
    if is_dataclass(value):  # a stage: its kind, its days ...
        return " ".join(text_of(getattr(value, one.name)) for one in fields(value))
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, float) else str(value)


def unit_of(path: str) -> str:
    """The unit stands in the name: `lookback_symptomatic_days` is in days."""
    for part in reversed(path.replace("]", "").replace("[", ".").split(".")):
        words = part.split("_")
        if words[-1] in UNITS or words[0] in UNITS:
            return next(unit for unit in UNITS if unit in (words[-1], words[0]))
    return ""
