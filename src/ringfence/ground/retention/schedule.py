"""The schedule: how many days a person's data stay, by the kind of tie."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

BUNDLED = Path(__file__).parent / "schedule.yaml"
OWN = "RINGFENCE_RETENTION"  # an installation's own file; it may shorten anything


class ScheduleError(Exception):
    """The file cannot be followed; the sentence says where and what to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How long after the end of the tie, and on whose word."""

    days: int
    source: str
    source_zh: str = ""
    law: str = ""


Schedule = dict[str, Kept]


def current() -> Schedule:
    """The schedule of this installation. Raises ScheduleError when its own file cannot be followed."""
    own = os.environ.get(OWN, "")
    return with_own(Path(own).read_text(encoding="utf-8"), file=own) if own else dict(bundled())


@cache
def bundled() -> Schedule:
    return {kind: Kept(**told) for kind, told in yaml.safe_load(BUNDLED.read_text(encoding="utf-8")).items()}


def with_own(text: str, *, file: str) -> Schedule:
    """The bundled schedule with an installation's own days. Shorter is free; longer needs a law."""
    try:
        told = yaml.safe_load(text) or {}
    except yaml.YAMLError as fault:
        raise ScheduleError(f"{file} is no YAML: {fault}") from fault
    if not isinstance(told, dict):
        raise ScheduleError(f"{file}: write lines such as CONTACT: {{days: 30}}.")
    return bundled() | {str(kind): _own(str(kind), one, file) for kind, one in told.items()}


def _own(kind: str, told: object, file: str) -> Kept:
    usual = bundled().get(kind)
    if usual is None:
        raise ScheduleError(f"{file}: {kind} is no kind of tie. Choose from {', '.join(bundled())}.")
    days = told.get("days") if isinstance(told, dict) else None
    if (
        not isinstance(told, dict)
        or not isinstance(days, int)
        or isinstance(days, bool)
        or not 0 <= days <= 36_500
    ):
        raise ScheduleError(f"{file}: {kind} needs a whole number of days, such as {{days: 30}}.")
    law = str(told.get("law", "")).strip()
    if days > usual.days and not law:
        raise ScheduleError(
            f"{file}: {kind} is kept longer than {usual.days} days; say by which law (law: ...)."
        )
    source = str(told.get("source", "")) or law
    return Kept(days, source or usual.source, source or usual.source_zh, law)
