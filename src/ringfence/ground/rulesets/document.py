"""A local version as a file: what `ringfence rulesets check` reads, `propose` sends and `export` writes.

The form stands in docs/reference/local-rule-sets.md; the interface takes and gives the same names.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml

from ringfence.kernel import Reason, Refused, reason

from .changes import MOST_CHANGES, Change, Proposal
from .load import read

HEAD = ("base_id", "place_code", "name_en", "name_zh", "valid_from", "valid_to", "why", "changes")
PARTS = ("parameter", "value", "source", "mark", "reason")
DAYS = ("valid_from", "valid_to")


def from_text(text: str, *, file: str) -> Proposal:
    """A local version from YAML or JSON. Raises `Refused` with every fault by its part, `RulesetError` if it is no YAML."""
    node = read(text, file)
    faults: dict[str, list[Reason]] = {}
    _names(node, HEAD, "", faults)
    told = {name: _head(name, node.get(name), faults) for name in HEAD[:-1] if name in node}
    changes = [_change(n, one, faults) for n, one in enumerate(_list(node.get("changes", []), faults))]
    if faults:
        places = "; ".join(f"{place}: {' '.join(map(str, reasons))}" for place, reasons in faults.items())
        raise Refused(reason("{file} does not have the form of a local version. {places}", file=file, places=places),
                      fields=dict(faults))  # fmt: skip
    return Proposal(**told, changes=tuple(one for one in changes if one is not None))


def as_plain(proposal: Proposal) -> dict[str, Any]:
    """The same as plain values, in the order of the file; days as days."""
    told: dict[str, Any] = {name: getattr(proposal, name) for name in HEAD[:-1]}
    told["changes"] = [
        {part: list(one.value) if part == "value" and isinstance(one.value, tuple) else getattr(one, part) for part in PARTS}
        for one in proposal.changes
    ]  # fmt: skip
    return told


def as_text(proposal: Proposal) -> str:
    """The file; read again it is the same proposal."""
    return yaml.safe_dump(as_plain(proposal), allow_unicode=True, sort_keys=False, width=110)


def _head(name: str, value: Any, faults: dict[str, list[Reason]]) -> Any:
    if name in DAYS:
        day = _day(value)
        if day is None:
            faults[name] = [reason("Write a day as 2022-01-09.")]
        return day
    if name in ("base_id", "place_code") and isinstance(value, int) and not isinstance(value, bool):
        return str(value)  # 4107 without quotation marks
    if not isinstance(value, str):
        faults[name] = [reason("Write a text here.")]
    return value


def _day(value: Any) -> date | None:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _list(value: Any, faults: dict[str, list[Reason]]) -> list[Any]:
    if not isinstance(value, list):
        faults["changes"] = [reason("Send a list here.")]
        return []
    if len(value) > MOST_CHANGES:
        faults["changes"] = [reason("At most {most} values fit into a local version.", most=MOST_CHANGES)]
    return value[:MOST_CHANGES]


def _change(n: int, node: Any, faults: dict[str, list[Reason]]) -> Change | None:
    at = f"changes.{n}"
    if not isinstance(node, dict):
        faults[at] = [reason("This must be a group of named values.")]
        return None
    before = len(faults)
    _names(node, PARTS, f"{at}.", faults)
    for part in PARTS:
        if part != "value" and part in node and not isinstance(node[part], str):
            faults[f"{at}.{part}"] = [reason("Write a text here.")]
    return Change(**node) if len(faults) == before else None


def _names(node: dict[str, Any], names: tuple[str, ...], front: str, faults: dict[str, list[Reason]]) -> None:
    """Every name is there, and no other."""
    for name in names:
        if name not in node:
            faults[f"{front}{name}"] = [reason("This is required.")]
    for name in node:
        if name not in names:
            known = ", ".join(names)
            faults[f"{front}{name}"] = [
                reason("Unknown name. Correct it or remove it; known names: {known}.", known=known)
            ]
