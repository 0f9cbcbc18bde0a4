"""A local version as it is written down: what it changes of an edition, each value with its source and its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from ringfence.kernel import NotFound, Reason, Refused, reason

from . import load
from .errors import RulesetError
from .parameters import RuleSet
from .paths import steps, value_at
from .strictness import Effect, effect_of
from .values import Provenance
from .words import Mark

PAGE_MARKS = (Mark.A, Mark.B, Mark.C)
LONGEST = {"parameter": 120, "source": 300, "reason": 1000}
MOST_CHANGES = 60  # house decision: who changes more writes an edition of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value of the edition that is another one here. `value` is plain: number, text, yes/no, tuple or None."""

    parameter: str
    value: Any
    source: str
    mark: str
    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", _frozen(self.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A local version before it has an id: for one place, valid `[valid_from, valid_to)`."""

    base_id: str
    place_code: str
    name_en: str
    name_zh: str
    valid_from: date
    valid_to: date
    why: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One parameter in which two rule sets differ, and what that means for people."""

    parameter: str
    before: Any
    after: Any
    effect: Effect
    origin: Provenance | None


def built(proposal: Proposal, ruleset_id: str) -> RuleSet:
    """The whole rule set: the edition with the changed values in their places, read as strictly as its file.

    Raises `Refused`; `fields` names the change and its part: `changes.0.value`.
    """
    return _built(proposal, ruleset_id, repr(proposal))


@lru_cache(maxsize=128)
def _built(proposal: Proposal, ruleset_id: str, told: str) -> RuleSet:
    """Kept by what is told, because 1 and true are equal to Python but not to a rule set."""
    base = edition(proposal.base_id)
    if found := faults(proposal):
        raise Refused(reason("Some values cannot be changed like this; see each of them."),
                      fields={place: [why] for place, why in found.items()})  # fmt: skip
    return _over(base, proposal.changes, {
        "id": ruleset_id, "name_en": proposal.name_en, "name_zh": proposal.name_zh, "jurisdiction": proposal.place_code,
        "valid_from": proposal.valid_from, "valid_to": proposal.valid_to, "supersedes": base.id, "based_on": [base.id],
    })  # fmt: skip


def _over(base: RuleSet, changed: Iterable[Change], heading: Mapping[str, Any] | None = None) -> RuleSet:
    """The edition with other values in their places. Raises `RulesetError`."""
    own = {
        "id": base.id, "name_en": base.name_en, "name_zh": base.name_zh, "jurisdiction": base.jurisdiction,
        "valid_from": base.valid_from, "valid_to": base.valid_to, "supersedes": base.supersedes,
        "based_on": list(base.based_on),
    }  # fmt: skip
    node, titles = load.merged(base.id), {}
    for one in changed:
        title = one.source.strip()
        leaf = {"value": _thawed(one.value), "source": title, "mark": one.mark, "note": one.reason.strip()}
        node, titles[title] = _with(node, list(steps(one.parameter)), leaf), title
    return load.built({**node, **(heading or own)}, base.id, more_sources=titles)


def compared(proposal: Proposal) -> tuple[Difference, ...]:
    """What those changes of a proposal that have no fault make different; for telling all that stands against it."""
    base, found = edition(proposal.base_id), faults(proposal)
    whole = [
        one for n, one in enumerate(proposal.changes) if not any(place.startswith(f"changes.{n}.") for place in found)
    ]  # fmt: skip
    return differences(base, _over(base, whole))


def faults(proposal: Proposal) -> dict[str, Reason]:
    """What is wrong with single changes, by their part, such as `changes.0.value`."""
    base = edition(proposal.base_id)
    return {place: why for n, one in enumerate(proposal.changes) for place, why in _faults(n, one, base)}


def edition(ruleset_id: str) -> RuleSet:
    """The edition that a local version changes: one that comes with Ringfence."""
    found = load.bundled().get(ruleset_id)
    if found is None:
        known = ", ".join(load.bundled())
        why = reason("There is no edition {id}. A local version changes one of: {known}.", id=ruleset_id, known=known)  # fmt: skip
        raise NotFound(why, fields={"base_id": [why]})
    return found


def changeable(base: RuleSet) -> tuple[str, ...]:
    """The parameters that a local version may name: every value of the edition, and its rows of measures."""
    rows = dict.fromkeys(path.partition("[")[0] for path in base.provenance if "[" in path)
    return tuple(path for path in (*base.provenance, *rows) if not path.startswith("approval."))


def differences(before: RuleSet, after: RuleSet) -> tuple[Difference, ...]:
    """Every parameter in which `after` says something else, in the order of the files."""
    found = {}
    for path in (*before.provenance, *after.provenance):
        row = path.partition("[")[0]
        old, new = _value(before, row), _value(after, row)
        if row != path and len(old or ()) == len(new or ()):  # the same stages: compare value by value
            row, old, new = path, _value(before, path), _value(after, path)
        if row not in found and old != new and not (isinstance(old, Mapping) or isinstance(new, Mapping)):
            effect = effect_of(path=row, before=old, after=new)
            found[row] = Difference(row, old, new, effect, after.provenance.get(row))
    return tuple(found.values())


def _frozen(value: Any) -> Any:
    """Lists as tuples; anything that no rule set holds as its text, so that it is refused by name."""
    if isinstance(value, list | tuple):
        return tuple(_frozen(each) for each in value)
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _value(ruleset: RuleSet, path: str) -> Any:
    try:
        return value_at(ruleset, path)
    except (AttributeError, IndexError, KeyError, TypeError):
        return None  # a stage or a level that this rule set does not have


def _thawed(value: Any) -> Any:
    return [_thawed(each) for each in value] if isinstance(value, tuple) else value


def _with(node: Any, way: list[str | int], leaf: dict[str, Any]) -> Any:
    """A copy of the node with the leaf at the end of the way; what lies beside it is shared, not changed."""
    if not way:
        return leaf
    step, rest = way[0], way[1:]
    if isinstance(node, list) and isinstance(step, int):
        return [_with(each, rest, leaf) if n == step else each for n, each in enumerate(node)]
    return {**node, step: _with(node.get(step), rest, leaf)}


def _faults(n: int, one: Change, base: RuleSet) -> list[tuple[str, Reason]]:
    """What is wrong with one change, by the part of it."""
    at = f"changes.{n}"
    found: list[tuple[str, Reason]] = []
    if not one.source.strip():
        found.append(
            (f"{at}.source", reason("Write down where this value comes from: the order or the page."))
        )
    if not one.reason.strip():
        found.append((f"{at}.reason", reason("Write down why this value changes here; citizens read it.")))
    for part, longest in LONGEST.items():
        if len(getattr(one, part)) > longest:
            found.append(
                (f"{at}.{part}", reason("This is too long. At most {most} characters fit.", most=longest))
            )
    if one.mark not in PAGE_MARKS:
        found.append(
            (f"{at}.mark", reason("A local version rests on a text that citizens can read: mark A, B or C."))
        )
    why = _parameter_fault(one, base)
    if why is not None:
        found.append((f"{at}.parameter", why))
    elif (value_fault := _value_fault(one, base)) is not None:
        found.append((f"{at}.value", value_fault))
    return found


def _parameter_fault(one: Change, base: RuleSet) -> Reason | None:
    if one.parameter.startswith("approval."):
        return reason("{parameter} protects people from the platform; no local version touches it.", parameter=one.parameter)  # fmt: skip
    if one.parameter not in changeable(base):
        return reason("Rule set {id} has no value {parameter}. Copy its name from the page of the rule set.",
                      id=base.id, parameter=one.parameter or "—")  # fmt: skip
    return None


def _value_fault(one: Change, base: RuleSet) -> Reason | None:
    if one.parameter not in base.provenance and one.value != ():
        return reason(
            "A row of measures can only be taken out: give an empty list, or change its single values."
        )
    try:
        made = _over(
            base, [replace(one, source="page", mark=Mark.A)]
        )  # source and mark are judged by themselves
    except RulesetError as wrong:
        return wrong.reasons[-1]
    if value_at(made, one.parameter) == value_at(base, one.parameter):
        return reason("This is the value already; nothing would change.")
    return None
