"""Find a rule set. Rule sets are public: everybody may read all of them."""

from __future__ import annotations

from datetime import date

from ringfence.kernel import NotFound, reason

from .load import bundled, sources
from .parameters import RuleSet

__all__ = ["all_rulesets", "get", "sources", "valid_on"]


def get(ruleset_id: str) -> RuleSet:
    """The rule set with this id. Raises `NotFound` with a sentence that lists the known ones."""
    found = bundled().get(ruleset_id)
    if found is None:
        known = ", ".join(one.id for one in all_rulesets())
        raise NotFound(
            reason("There is no rule set {id}. Known rule sets: {known}.", id=ruleset_id, known=known)
        )
    return found


def all_rulesets() -> tuple[RuleSet, ...]:
    """All rule sets: China's editions first, then the others, each by the day from which they were valid."""
    return tuple(
        sorted(
            bundled().values(),
            key=lambda one: (not one.jurisdiction.startswith("CN"), one.valid_from, one.id),
        )
    )


def valid_on(day: date) -> tuple[RuleSet, ...]:
    """The rule sets that were in force on this day."""
    return tuple(
        one
        for one in all_rulesets()
        if one.valid_from <= day and (one.valid_to is None or day < one.valid_to)
    )
