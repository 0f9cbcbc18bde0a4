"""From a read file to typed parameters, strictly: every key known, every number possible, every source given."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from ringfence.kernel import Reason, reason

from .errors import RulesetError, wanted
from .values import Provenance
from .words import Mark

LEAF_KEYS = {"value", "source", "mark", "note"}
MEMORY, DESIGN = "MEMORY", "DESIGN"


@dataclass(slots=True)
class Building:
    """One file under construction: where we are, what sources exist, what provenance was found."""

    file: str
    sources: Mapping[str, str]
    provenance: dict[str, Provenance] = field(default_factory=dict)

    def wrong(self, path: str, why: Reason) -> RulesetError:
        place = reason("{file}, {path}:", file=self.file, path=path)
        return RulesetError(place, why)

    def section(self, kind: type[Any], node: Any, path: str) -> Any:
        """Build a dataclass: all of its fields must be there, and nothing else."""
        if not isinstance(node, dict):
            raise self.wrong(path, reason("This must be a group of named values."))
        hints = get_type_hints(kind)
        for key in node:
            if key not in hints:
                known = ", ".join(sorted(hints))
                raise self.wrong(
                    f"{path}.{key}",
                    reason("Unknown name. Correct it or remove it; known names: {known}.", known=known),
                )
        built = {}
        for one in fields(kind):
            here = f"{path}.{one.name}" if path else one.name
            if one.name not in node:
                raise self.wrong(
                    here, reason("Missing. Write it as {{value: ..., source: S..., mark: A|B|C|D|M}}.")
                )
            built[one.name] = self.any(hints[one.name], node[one.name], here, one.metadata)
        return kind(**built)

    def any(self, hint: Any, node: Any, path: str, limits: Mapping[str, Any]) -> Any:
        hint, optional = without_none(hint)
        origin = get_origin(hint)
        if is_dataclass(hint) and isinstance(hint, type) and not (optional and _is_leaf(node)):
            return self.section(hint, node, path)
        if origin is not None and issubclass(origin, Mapping) and not _is_leaf(node):
            return self.mapping(hint, node, path, limits)
        if origin is tuple and isinstance(node, list):
            (item, _) = get_args(hint)
            if not is_dataclass(item):
                raise self.wrong(
                    path,
                    reason(
                        "This list has no source. Write it as {{value: [...], source: S..., mark: A|B|C|D|M}}."
                    ),
                )
            return tuple(self.any(item, each, f"{path}[{n}]", {}) for n, each in enumerate(node))
        return self.leaf(hint, optional, node, path, limits)

    def mapping(self, hint: Any, node: Any, path: str, limits: Mapping[str, Any]) -> Any:
        key_kind, value_hint = get_args(hint)
        if not isinstance(node, dict):
            raise self.wrong(path, reason("This must be a group of named values."))
        built = {}
        for key, value in node.items():
            here = f"{path}.{key}"
            word = self.word(key_kind, key, here)
            if _is_leaf(value) and value["value"] is None:  # a sourced nothing takes the entry out
                self.provenance[here] = self.origin(value, here)
                continue
            built[word] = self.any(value_hint, value, here, limits)
        return types.MappingProxyType(built)

    def leaf(self, hint: Any, optional: bool, node: Any, path: str, limits: Mapping[str, Any]) -> Any:
        """Build one sourced value."""
        if not _is_leaf(node):
            raise self.wrong(
                path,
                reason(
                    "This value has no source. Write it as {{value: ..., source: S..., mark: A|B|C|D|M}}."
                ),
            )
        for key in node:
            if key not in LEAF_KEYS:
                raise self.wrong(
                    f"{path}.{key}",
                    reason(
                        "Unknown name. Correct it or remove it; known names: {known}.",
                        known="value, source, mark, note",
                    ),
                )
        self.provenance[path] = self.origin(node, path)
        value = node["value"]
        if value is None:
            if not optional:
                raise self.wrong(path, reason("This value may not be empty."))
            return None
        return self.plain(hint, value, path, limits)

    def origin(self, node: Mapping[str, Any], path: str) -> Provenance:
        if not node.get("source") or not node.get("mark"):
            raise self.wrong(
                path,
                reason(
                    "This value has no source. Write it as {{value: ..., source: S..., mark: A|B|C|D|M}}."
                ),
            )
        sources = node["source"] if isinstance(node["source"], list) else [node["source"]]
        for source in sources:
            if source not in self.sources:
                raise self.wrong(
                    path,
                    reason(
                        "The source {source} is not listed. Add its title to sources.yaml or correct the code.",
                        source=str(source),
                    ),
                )
        mark = self.word(Mark, node["mark"], path)
        if (MEMORY in sources) != (mark is Mark.M) or (DESIGN in sources) != (mark is Mark.D):
            raise self.wrong(
                path,
                reason(
                    "Source and mark contradict each other: MEMORY goes with M, DESIGN goes with D, a page goes with A, B or C."
                ),
            )
        return Provenance(tuple(sources), mark, str(node.get("note", "")))

    def plain(self, hint: Any, value: Any, path: str, limits: Mapping[str, Any]) -> Any:
        origin = get_origin(hint)
        if origin is tuple:
            if not isinstance(value, list):
                raise self.wrong(path, reason("This must be a list in square brackets."))
            return tuple(
                self.plain(get_args(hint)[0], each, f"{path}[{n}]", limits) for n, each in enumerate(value)
            )
        if origin is not None and issubclass(origin, Mapping):
            if value != {}:
                raise self.wrong(path, reason("Give each value of this group its own source."))
            return types.MappingProxyType({})
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            return self.word(hint, value, path)
        return self.scalar(hint, value, path, limits)

    def scalar(self, hint: Any, value: Any, path: str, limits: Mapping[str, Any]) -> Any:
        kinds = (int, float) if hint is float else (hint,)
        if not isinstance(value, kinds) or (isinstance(value, bool) and hint is not bool):
            raise self.wrong(path, wanted(hint, str(value)))
        if "least" in limits and not limits["least"] <= value <= limits["most"]:
            raise self.wrong(
                path,
                reason(
                    "{value} is impossible. Write a number from {least} to {most}.",
                    value=value,
                    least=limits["least"],
                    most=limits["most"],
                ),
            )
        return float(value) if hint is float else value

    def word(self, kind: type[StrEnum], value: Any, path: str) -> Any:
        if value not in [each.value for each in kind]:
            known = ", ".join(each.value for each in kind)
            raise self.wrong(
                path,
                reason(
                    "{value} is not a word of the list. Write one of: {known}.", value=str(value), known=known
                ),
            )
        return kind(value)


def without_none(hint: Any) -> tuple[Any, bool]:
    """The kind without its "or nothing", and whether it had one."""
    if get_origin(hint) in (Union, types.UnionType):
        kinds = [each for each in get_args(hint) if each is not type(None)]
        return kinds[0], len(kinds) < len(get_args(hint))
    return hint, False


def _is_leaf(node: Any) -> bool:
    return isinstance(node, dict) and "value" in node
