"""Shared words of the rule tests: instants in the city's zone, rule sets by name."""

from __future__ import annotations

from datetime import datetime

from ringfence.ground.rulesets.parameters import RuleSet
from ringfence.ground.rulesets.queries import get
from ringfence.kernel import CITY_ZONE


def at(day: str, hour: int = 12, minute: int = 0) -> datetime:
    """`at("01-08", 19)`: 8 January 2022, 19:00 in the city. A full day ("2022-12-09") works too."""
    full = day if len(day) > 5 else f"2022-{day}"
    return datetime.fromisoformat(full).replace(hour=hour, minute=minute, tzinfo=CITY_ZONE)


def rules_of(ruleset_id: str) -> RuleSet:
    return get(ruleset_id)
