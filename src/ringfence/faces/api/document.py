"""The OpenAPI document: what the declarations say, and what is the same for every operation."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI

from ringfence.faces.access import PUBLIC

from .problems import TITLES, Problem

PROBLEM = "application/problem+json"
WRITES = ("post", "put", "patch", "delete")
ALWAYS = (400, 401, 403, 404, 422)
ABOUT = """
Everything that a page of Ringfence can do, for programs.

- **Who calls**: `Authorization: Bearer rf_...`, a key made under "Keys for programs" or with `ringfence token`. It acts
  as its user: the same roles, the same areas.
- **A person** asks about themselves under `/my`: a code that staff handed over opens a visit, `POST /my/visits`, whose token
  (`Authorization: Bearer rfv_...`) shows that person alone, for half an hour.
- **Time** inside an outbreak is the outbreak's own clock; `GET /outbreaks/{outbreak}` says what time it is there.
- **Writes** (but for codes and visits, whose answers are kept nowhere) take an `Idempotency-Key`: sent again with the same key within a day, a write happens once and gives the
  same answer, marked `Idempotent-Replay: true`.
- **Lists** come in pages: `next` and `previous` are the `cursor` of the neighbouring pages, empty where there is none.
- **Errors** are `application/problem+json`; `detail` is a sentence in the language of `Accept-Language` (zh-hans or
  en), `errors` holds what is wrong with single inputs. What you may not know of is not found (404);
  a method that an address does not take is answered 405, with those that it takes in `Allow`.
"""


class Interface(NinjaAPI):
    """The interface, with a document that tells the whole of it."""

    def get_openapi_schema(self, **asked: Any) -> Any:
        """The document of all operations, complete with problems, keys and what each operation needs."""
        found = super().get_openapi_schema(**asked)
        found["info"]["description"] = ABOUT.strip()
        schemas = found["components"]["schemas"]
        schemas["Problem"] = Problem.model_json_schema()
        needed = {one.operation_id: one.view_func.needs for one in self.operations()}
        keeping = {one.operation_id for one in self.operations() if one.view_func.keeps_answer}
        for methods in found["paths"].values():
            for method, operation in methods.items():
                operation["x-needs"] = str(needed[operation["operationId"]])
                _add_problems(operation, writes=method in WRITES)
                if operation["x-needs"] == PUBLIC:
                    operation["responses"][429] = _problem(429)
                if "x-files" in operation:
                    operation["responses"][200]["content"] = operation.pop("x-files")
                if operation["operationId"] in keeping:
                    operation["parameters"].append(_key())
        return found

    def operations(self) -> list[Any]:
        """Every operation, as declared, in the order of the addresses."""
        views = [view for router in self._get_bound_routers() for view in router.path_operations.values()]
        return [operation for view in views for operation in view.operations]


def _add_problems(operation: dict[str, Any], *, writes: bool) -> None:
    statuses = [*ALWAYS, *([409, 413] if writes else [])]
    for status in sorted(statuses):
        operation["responses"][status] = _problem(status)


def _problem(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": TITLES[status].text, "content": {PROBLEM: {"schema": schema}}}


def _key() -> dict[str, Any]:
    return {
        "in": "header", "name": "Idempotency-Key", "required": False,
        "description": "A fresh key for each new thing to do; the same key does it once.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"},
        "example": "3f1c9a52-6a0e-4f0c-9f52-0a1b2c3d4e5f",
    }  # fmt: skip
