"""A body that an operation of the API takes, by its schema in the OpenAPI document: what is asked for, and no more.

So that a writer from elsewhere is refused for what they are, not for what they sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from ringfence.faces.api.reference import document

EXAMPLES = {  # what a schema cannot say: words that a rule checks, days of the world's outbreak
    "date-time": "2022-01-09T03:00:00+00:00", "date": "2022-01-08", "uuid": "00000000-0000-7000-8000-000000000000",
}  # fmt: skip
NAMED_ALIKE = {
    "person_ids": "person_id",
    "case_ids": "case_id",
    "source_case_id": "case_id",
    "to_ruleset_id": "ruleset_id",
    "driver": "driver",
    "area_code": "code",
}
MORE = {"positives": {"person_id": "person_id"}}  # what the schema leaves open and a rule asks for


def body_for(method: str, pattern: str, ids: Mapping[str, Any]) -> Any:
    """A body for this operation; None where it takes none, or a file."""
    asked = _operations().get((method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", "/" + pattern)), {})
    ids = {**ids, "driver": "api-driver"}
    schema = asked.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if schema is None:
        return None
    more = {name: str(ids[kept]) for name, kept in MORE.get(pattern.rsplit("/", 1)[1], {}).items()}
    return {**_value(schema, ids, ""), **more}


@cache
def _document() -> Any:
    return document()


@cache
def _operations() -> dict[tuple[str, str], Any]:
    return {
        (method.upper(), path): told
        for path, item in _document()["paths"].items()
        for method, told in item.items()
    }


def _value(schema: Mapping[str, Any], ids: Mapping[str, Any], name: str) -> Any:
    """The least that this schema takes; ids are those of the world's own things."""
    if "$ref" in schema:
        return _value(_document()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], ids, name)
    for key in ("allOf", "anyOf", "oneOf"):
        if key in schema:
            return _value(schema[key][0], ids, name)
    for key in ("const", "default"):
        if key in schema:
            return schema[key]
    if schema.get("examples") or schema.get("enum"):
        return (schema.get("examples") or schema["enum"])[0]
    return _by_type(schema, ids, name)


def _by_type(schema: Mapping[str, Any], ids: Mapping[str, Any], name: str) -> Any:
    kind = schema.get("type")
    if kind == "object":
        needed = schema.get("required", [])
        return {
            one: _value(told, ids, one) for one, told in schema.get("properties", {}).items() if one in needed
        }
    if kind == "array":
        return [_value(schema.get("items", {}), ids, name)] * max(1, schema.get("minItems", 0))
    if kind in ("integer", "number"):
        return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
    if kind == "boolean":
        return True
    known = ids.get(NAMED_ALIKE.get(name, name))
    if known is not None and (schema.get("format") == "uuid" or name in NAMED_ALIKE):
        return str(known)
    return EXAMPLES.get(str(schema.get("format")), "x" * max(10, schema.get("minLength", 0)))
