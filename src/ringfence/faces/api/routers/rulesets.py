"""The rule sets: public; editions are read from files, local versions of a place are kept with their signatures."""

from __future__ import annotations

from typing import Any

from ninja import Field, Query, Schema

from ringfence.faces import wording
from ringfence.ground.rulesets import queries as rulesets
from ringfence.ground.rulesets.plain import as_plain

from ..inside import Call
from ..operations import SIGNED_IN, Operations
from ..schema import Day, Word
from .local_rulesets import DifferenceShown, difference

operations = Operations("rulesets")


class RuleSetLine(Schema):
    """An edition of the rules. Valid from its first day up to, not on, its last."""

    id: str
    name: str
    jurisdiction: str
    valid_from: Day
    valid_to: Day | None
    supersedes: str | None


class RuleSetShown(RuleSetLine):
    """An edition with every parameter; units stand in the names, null means: not set by this edition."""

    based_on: list[str]
    parameters: dict[str, Any]
    provenance: dict[str, Any]


class WantedDifferences(Schema):
    from_ruleset_id: Word = Field(
        "", description="The other rule set; empty: the one it changes or replaces."
    )


@operations.read("/rulesets", list[RuleSetLine], needs=SIGNED_IN)
def list_all(request: Call) -> object:
    """All editions of the rules, then the local versions that are published."""
    return [_line(one) for one in (*rulesets.all_rulesets(), *rulesets.published())]


@operations.read("/rulesets/{ruleset_id}", RuleSetShown, needs=SIGNED_IN)
def show(request: Call, ruleset_id: Word) -> object:
    """One edition or local version with every parameter, its source and its mark."""
    found = rulesets.get(ruleset_id)
    told = as_plain(found)
    beside = set(RuleSetLine.__annotations__) | {"based_on", "provenance", "name_en", "name_zh"}
    parameters = {name: value for name, value in told.items() if name not in beside}
    return {
        **_line(found), "based_on": list(found.based_on), "parameters": parameters, "provenance": told["provenance"]
    }  # fmt: skip


@operations.read("/rulesets/{ruleset_id}/differences", list[DifferenceShown], needs=SIGNED_IN)
def differences(request: Call, ruleset_id: Word, wanted: Query[WantedDifferences]) -> object:
    """In what a rule set differs from another one; without a name, from the one it changes or replaces."""
    found = rulesets.get(ruleset_id)
    other = wanted.from_ruleset_id or found.supersedes or found.id
    return [difference(one) for one in rulesets.differences(rulesets.get(other), found)]


def _line(one: rulesets.RuleSet) -> dict[str, Any]:
    name = one.name_zh if wording.is_chinese() else one.name_en
    return {
        "id": one.id, "name": name, "jurisdiction": one.jurisdiction, "valid_from": one.valid_from,
        "valid_to": one.valid_to, "supersedes": one.supersedes,
    }  # fmt: skip
