"""Read rule-set files. A file may be `based_on` others: it then only says what is different."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

import yaml

from ringfence.kernel import Reason, reason

from .build import Building
from .errors import RulesetError
from .parameters import RuleSet

DATA = Path(__file__).parent / "data"
HEADER = ("id", "name_en", "name_zh", "jurisdiction", "valid_from", "valid_to", "supersedes", "based_on")
PART = "part_only"  # a file that others are based on, but nobody can choose


@cache
def sources() -> Mapping[str, str]:
    """Source code -> title of the source."""
    read: dict[str, str] = yaml.safe_load((DATA / "sources.yaml").read_text(encoding="utf-8"))
    return read


@cache
def bundled() -> Mapping[str, RuleSet]:
    """All rule sets that come with Ringfence, by id."""
    found = {}
    for path in sorted(DATA.glob("*.yaml")):
        if path.name == "sources.yaml":
            continue
        node = _bundled_file(path)
        if not node.get(PART):
            ruleset = _built(node, path.name)
            found[ruleset.id] = ruleset
    return found


def from_text(text: str, *, file: str) -> RuleSet:
    """A rule set written by hand (a local version). Raises `RulesetError` with file, path and what to do."""
    return _built(read(text, file), file)


@cache
def _bundled_file(path: Path) -> dict[str, Any]:
    """One file that comes with Ringfence; read once, never changed afterwards."""
    return read(path.read_text(encoding="utf-8"), path.name)


def read(text: str, file: str) -> dict[str, Any]:
    """YAML (or JSON) with named values; a name that stands twice is refused. Raises `RulesetError`."""
    try:
        node = yaml.load(text, Loader=_NoDoubles)  # noqa: S506 - a SafeLoader that refuses doubled keys
    except yaml.YAMLError as wrong:
        raise _error(file, "", reason("This is not readable YAML: {problem}", problem=str(wrong))) from wrong
    if not isinstance(node, dict):
        raise _error(file, "", reason("This must be a group of named values."))
    return node


class _NoDoubles(yaml.SafeLoader):
    """YAML silently keeps the last of two equal keys; here that is an error."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.YAMLError(f"{key} stands twice in one group, line {node.start_mark.line + 1}")
        return super().construct_mapping(node, deep)


@cache
def merged(ruleset_id: str) -> Mapping[str, Any]:
    """What a rule set that comes with Ringfence says, with all that it is based on, without its heading. Read only."""
    whole = _merged(_bundled_file(DATA / f"{ruleset_id}.yaml"), f"{ruleset_id}.yaml", ())
    return {key: value for key, value in whole.items() if key not in HEADER}


def built(merged: Mapping[str, Any], file: str, *, more_sources: Mapping[str, str] | None = None) -> RuleSet:
    """A rule set from everything it says. `more_sources` are titles that stand in no `sources.yaml`."""
    header = _header(merged, file)
    building = Building(file, {**sources(), **(more_sources or {})})
    hints = get_type_hints(RuleSet)
    sections = [one.name for one in fields(RuleSet) if one.name not in (*HEADER, "provenance")]
    for key in merged:
        if key not in (*HEADER, *sections):
            known = ", ".join((*HEADER, *sections))
            raise _error(
                file, key, reason("Unknown name. Correct it or remove it; known names: {known}.", known=known)
            )
    values = {}
    for name in sections:
        if name not in merged:
            raise _error(
                file, name, reason("This section is missing. Add it, or base the file on one that has it.")
            )
        values[name] = building.any(hints[name], merged[name], name, {})
    return RuleSet(**header, **values, provenance=building.provenance)


def _built(node: dict[str, Any], file: str) -> RuleSet:
    return built(_merged(node, file, ()), file)


def _header(node: Mapping[str, Any], file: str) -> dict[str, Any]:
    for name in ("id", "name_en", "name_zh", "jurisdiction"):
        if not isinstance(node.get(name), str) or not node[name].strip():
            raise _error(file, name, reason("Missing. Write it as text."))
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]{1,38}", node["id"]):
        raise _error(file, "id", reason("Use letters, digits, dots and hyphens only, at most 39 of them."))
    starts, ends = node.get("valid_from"), node.get("valid_to")
    if type(starts) is not date:
        raise _error(file, "valid_from", reason("Missing. Write a day as 2022-01-09."))
    if ends is not None and (type(ends) is not date or ends <= starts):
        raise _error(file, "valid_to", reason("Write a day after valid_from, or leave the line out."))
    return {
        **{name: node[name] for name in ("id", "name_en", "name_zh", "jurisdiction")},
        "valid_from": starts,
        "valid_to": ends,
        "supersedes": node.get("supersedes"),
        "based_on": tuple(_bases(node, file)),
    }


def _bases(node: Mapping[str, Any], file: str) -> list[str]:
    based_on = node.get("based_on") or []
    if not isinstance(based_on, list) or not all(isinstance(each, str) for each in based_on):
        raise _error(file, "based_on", reason("This must be a list in square brackets."))
    return based_on


def _merged(node: dict[str, Any], file: str, seen: tuple[str, ...]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for base in _bases(node, file):
        path = DATA / f"{base}.yaml"
        if base in seen or "/" in base or not path.is_file():
            raise _error(
                file,
                "based_on",
                reason("There is no file {base} to build on, or it builds on this one.", base=base),
            )
        below = _merged(_bundled_file(path), path.name, (*seen, base))
        merged = _over(merged, {key: value for key, value in below.items() if key not in HEADER})
    return _over(merged, {key: value for key, value in node.items() if key != PART})


def _over(below: dict[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """`above` laid over `below`: groups are joined name by name, values and lists are replaced whole."""
    joined = dict(below)
    for key, value in above.items():
        old = joined.get(key)
        both_groups = (
            isinstance(old, dict) and isinstance(value, dict) and "value" not in old and "value" not in value
        )
        joined[key] = _over(old, value) if both_groups and isinstance(old, dict) else value
    return joined


def _error(file: str, path: str, why: Reason) -> RulesetError:
    return RulesetError(reason("{file}, {path}:", file=file, path=path), why)
