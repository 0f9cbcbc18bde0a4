"""The page `docs/reference/parameters.md`: every value of every rule set, with unit, source and mark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from .load import sources
from .parameters import RuleSet
from .queries import all_rulesets

HEAD = """# Parameters of the rule sets

Every number of every rule set, as it stands in `src/ringfence/ground/rulesets/data`.

Marks: **A** official text or a press report of it seen; **B** secondary page seen; **C** checked by running something;
**D** design decision of Ringfence; **M** from memory - confirm before calling it official.
"none" means that the rule set does not set the value. What stands in `CN-COMMON` was found for the 8th edition; the
domain reference calls the other Chinese editions the same there. Days of measures count from their anchor, test days from the
start of the stay.
"""
UNITS = ("days", "hours", "minutes", "metres", "celsius", "percent", "years", "hour", "ct")


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([HEAD, *(_ruleset(one) for one in all_rulesets())])


def _ruleset(ruleset: RuleSet) -> str:
    until = ruleset.valid_to or "open"
    lines = [
        f"## {ruleset.id}", "", f"{ruleset.name_en} / {ruleset.name_zh}", "",
        f"Jurisdiction {ruleset.jurisdiction}; valid from {ruleset.valid_from} until {until} (not included); "
        f"supersedes {ruleset.supersedes or 'none'}; based on {', '.join(ruleset.based_on) or 'nothing'}.", "",
        "| Parameter | Value | Unit | Source | Mark | Source title | Note |", "|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    lines += [_row(ruleset, path) for path in ruleset.provenance]
    return "\n".join(lines) + "\n"


def _row(ruleset: RuleSet, path: str) -> str:
    origin = ruleset.provenance[path]
    value = _text(value_at(ruleset, path))
    titles = "; ".join(sources()[source] for source in origin.sources)
    cells = (path, value, _unit(path), ", ".join(origin.sources), origin.mark, titles, origin.note)
    return f"| {' | '.join(cells)} |"


def value_at(ruleset: RuleSet, path: str) -> Any:
    """The value under a path of `provenance`; None for an entry that the rule set takes out."""
    value: Any = ruleset
    for step in _steps(path):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif is_dataclass(value) and not isinstance(step, int):
            value = getattr(value, step)
        else:
            value = value[step]
    return value


def _steps(path: str) -> Iterator[str | int]:
    for part in path.split("."):
        name, _, index = part.partition("[")
        yield name
        if index:
            yield int(index.rstrip("]"))


def _text(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | Mapping):
        return ", ".join(_text(each) for each in value) or "(empty)"
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _unit(path: str) -> str:
    """The unit stands in the name: `lookback_symptomatic_days` is in days."""
    for part in reversed(path.replace("]", "").replace("[", ".").split(".")):
        words = part.split("_")
        if words[-1] in UNITS or words[0] in UNITS:
            return next(unit for unit in UNITS if unit in (words[-1], words[0]))
    return ""
