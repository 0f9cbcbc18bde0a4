"""The interface told for people: each operation with what it needs, takes and answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


@dataclass(frozen=True, slots=True)
class Input:
    """One input: where it stands, what it looks like."""

    name: str
    place: str
    form: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Told:
    """One operation."""

    method: str
    address: str
    summary: str
    description: str
    needs: str
    inputs: tuple[Input, ...]
    answers: tuple[str, ...]


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document as programs read it: plain JSON, so each status is text."""
    from .urls import api

    return dict(json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), cls=DjangoJSONEncoder)))


@cache
def by_subject() -> dict[str, list[Told]]:
    """Subject -> its operations, in the order of their addresses."""
    found: dict[str, list[Told]] = {}
    for address, methods in sorted(document()["paths"].items()):
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(_told(method.upper(), address, operation))
    return dict(sorted(found.items()))


def page() -> str:
    """The reference in Markdown."""
    parts = ["# The interface for programs\n", document()["info"]["description"], ""]
    for subject, operations in by_subject().items():
        parts.append(f"\n## {subject}\n")
        parts += [_section(one) for one in operations]
    return "\n".join(parts) + "\n"


def _section(one: Told) -> str:
    lines = [f"### {one.method} {one.address}\n", f"{one.summary} Needs `{one.needs}`.\n"]
    lines += [f"{one.description}\n"] if one.description else []
    lines += [f"- `{each.name}`{' (required)' if each.required else ''}: {each.form}, {each.place}. {each.description}".rstrip()
              for each in one.inputs]  # fmt: skip
    return "\n".join([*lines, f"\nAnswers: {', '.join(one.answers)}.\n"])


def _told(method: str, address: str, operation: dict[str, Any]) -> Told:
    answers = [
        f"{status} {', '.join(_form(one['schema']) for one in answer.get('content', {}).values())}".strip()
        for status, answer in operation["responses"].items()
        if int(status) < 400
    ]
    return Told(
        method, address, operation["summary"], operation.get("description", ""), operation["x-needs"],
        tuple(_inputs(operation)), tuple(answers),
    )  # fmt: skip


def _inputs(operation: dict[str, Any]) -> Iterator[Input]:
    for one in operation["parameters"]:
        if one["in"] != "header":
            said = one.get("description", "")
            yield Input(one["name"], one["in"], _form(one["schema"]), one["required"], said)
    for content in operation.get("requestBody", {}).get("content", {}).values():
        shape = _resolved(content["schema"])
        for name, schema in shape.get("properties", {}).items():
            required = name in shape.get("required", ())
            yield Input(name, "body", _form(schema), required, schema.get("description", ""))


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return dict(document()["components"]["schemas"][name]) if name else schema


def _form(schema: dict[str, Any]) -> str:
    """What a value looks like, in few words."""
    if "$ref" in schema:
        meant = _resolved(schema)
        return _form(meant) if "enum" in meant else str(schema["$ref"].rpartition("/")[2]).strip("_")
    if "allOf" in schema:  # a named list with a description of its own
        return _form(schema["allOf"][0])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_form(one) for one in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_form(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("const") or schema.get("type") or "any")
