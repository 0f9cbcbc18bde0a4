"""The numbers of this room and where they come from; a local file may change some of them within bounds."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

FILE = Path(__file__).parent / "data" / "limits.yaml"


@dataclass(frozen=True, slots=True)
class Limits:
    """Whole numbers; the unit is in the name. `tries_*` are counted within `lock_minutes`."""

    code_days: int
    visit_minutes: int
    tries_of_an_address: int
    tries_with_a_code: int
    lock_minutes: int
    alarm_tries: int
    alarm_issued: int
    guardian_below_years: int
    correction_answer_hours: int


def limits() -> Limits:
    """The numbers that hold here. Raises ValueError for a local file that says what may not be said."""
    return _read(str(getattr(settings, "CITIZEN_LIMITS", "") or ""))


@lru_cache(maxsize=4)
def _read(local: str) -> Limits:
    told = _rows(FILE)
    own = _rows(Path(local)) if local else {}
    return Limits(**{one.name: _value(one.name, told[one.name], own.pop(one.name, {})) for one in fields(Limits)} | _no_others(own))  # fmt: skip


def _rows(file: Path) -> dict[str, dict[str, Any]]:
    return yaml.safe_load(file.read_text(encoding="utf-8")) or {}


def _no_others(left: dict[str, Any]) -> dict[str, int]:
    if left:
        raise ValueError(f"There is no limit named {', '.join(sorted(left))}.")
    return {}


def _value(name: str, told: dict[str, Any], own: dict[str, Any]) -> int:
    if own and not own.get("source"):
        raise ValueError(f"{name}: say where the value comes from (`source`).")
    value = own.get("value", told["value"])
    if not isinstance(value, int) or not told["least"] <= value <= told["most"]:
        raise ValueError(f"{name} must be a whole number from {told['least']} to {told['most']}.")
    return value


def page() -> str:
    """The numbers as a document."""
    rows = [
        f"| {name} | {one['value']} | {one['least']} to {one['most']} | {one['source']} | {one['mark']} | {one['note']} |"
        for name, one in _rows(FILE).items()
    ]
    head = "| Number | Value | May be set | Source | Mark | Why |\n|---|---|---|---|---|---|"
    return "\n".join([
        "# Limits of the citizen's page\n",
        "Codes, visits and tries. The environment variable RINGFENCE_LIMITS names a YAML file that sets some of them anew,",
        "each as `name: {value: ..., source: ...}`. Marks: A read at the source, M from memory, D our own decision.\n",
        head, *rows, "",
    ])  # fmt: skip
