"""What the document of the interface promises about an answer, and where an answer breaks it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import requests
import schemathesis
from schemathesis import Response
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ringfence.faces.api.reference import document
from ringfence.wsgi import application

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance
]  # fmt: skip
METHODS = ("get", "post", "put", "patch", "delete")

schema = schemathesis.openapi.from_dict(deepcopy(document()))
schema.app = application


def operations() -> list[str]:
    """Every operation, as its method and path: `GET /api/v1/outbreaks`."""
    return [
        f"{method.upper()} {path}"
        for path, told in document()["paths"].items()
        for method in METHODS
        if method in told
    ]


def operation(named: str) -> Any:
    method, path = named.split(" ", 1)
    return schema[path][method.lower()]


def breaks(named: str, answer: Any, content: bytes) -> Iterator[str]:
    """What an answer of Django's test client breaks of what is promised for this operation."""
    asked = requests.Request(
        answer.request["REQUEST_METHOD"], f"http://x{answer.request['PATH_INFO']}"
    ).prepare()
    heads = {name: [value] for name, value in answer.headers.items()}
    given = Response(answer.status_code, heads, content, asked, elapsed=0, verify=True)
    places = dict.fromkeys(re.findall(r"{(\w+)}", named), "x")
    try:
        operation(named).Case(path_parameters=places).validate_response(given, checks=CHECKS)
    except FailureGroup as group:
        yield from (f"{one.title}: {one.message}" for one in group.exceptions)
