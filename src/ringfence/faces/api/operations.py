"""How an operation is declared: what it needs, what it answers; the rest is the same for all of them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from ninja import Router
from ninja.decorators import decorate_view

from ringfence.faces.access import OWN_CODE, PUBLIC, SIGNED_IN
from ringfence.faces.exporting import MEDIA
from ringfence.ground.access import Permission
from ringfence.ground.audit import looks

from .auth import Key, Session, Visitor
from .idempotency import idempotent
from .schema import Slug

View = Callable[..., Any]
BINARY = {"type": "string", "format": "binary"}
ROWS = {"type": "array", "items": {"type": "object"}}  # a file of JSON is read as what it is
SECRET = {"x-secret": True}  # the answer is kept nowhere: it holds a secret, or is somebody's own
INSIDE = "/outbreaks/{outbreak}"  # what stands before the path of everything inside an outbreak


class Operations:
    """The operations of one subject. Addresses that begin with `INSIDE` enter the outbreak when the caller is let in."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self.router = Router(tags=[subject])

    def read(self, path: str, answer: Any, *, needs: Permission | str) -> Callable[[View], View]:
        """An operation that changes nothing."""
        return self._declared("GET", path, answer, needs=needs, status=200)

    def file(self, path: str, forms: list[str], *, needs: Permission | str) -> Callable[[View], View]:
        """An operation that hands out a file in one of these forms."""
        media = {
            MEDIA[form].partition(";")[0]: {"schema": ROWS if form == "json" else BINARY} for form in forms
        }
        return self._declared("GET", path, bytes, needs=needs, status=200, told={"x-files": media})

    def write(
        self, path: str, answer: Any, *, needs: Permission | str, status: int = 200, method: str = "POST",
        kept: bool = True,
    ) -> Callable[[View], View]:  # fmt: skip
        """An operation that changes something; sent twice with the same `Idempotency-Key` it happens once.

        `kept` False: the answer holds a secret, so it is not kept and the key has no effect.
        """
        return self._declared(method, path, answer, needs=needs, status=status, told=None if kept else SECRET)

    def public(self, path: str, answer: Any, *, status: int = 200) -> Callable[[View], View]:
        """A write that anybody may ask for."""
        return self._declared("POST", path, answer, needs=PUBLIC, status=status, told=SECRET)

    def own(self, method: str, path: str, answer: Any, *, status: int = 200) -> Callable[[View], View]:
        """An operation of a person about themselves, with the token of a visit."""
        return self._declared(method, path, answer, needs=OWN_CODE, status=status, told=SECRET)

    def _declared(
        self, method: str, path: str, answer: Any, *, needs: Permission | str, status: int,
        told: dict[str, Any] | None = None,
    ) -> Callable[[View], View]:  # fmt: skip
        def declared(view: View) -> View:
            guarded = _guarded(
                view, needs, inside="{outbreak}" in path, page=f"api:{self.subject}.{view.__name__}"
            )
            guarded.keeps_answer = told is not SECRET and method != "GET"  # type: ignore[attr-defined]
            if guarded.keeps_answer:  # type: ignore[attr-defined]
                guarded = decorate_view(idempotent)(guarded)
            operation = self.router.api_operation(
                [method], path, response={status: answer}, summary=_first_line(view), description=_rest(view),
                operation_id=f"{self.subject.replace(' ', '_')}_{view.__name__}", openapi_extra=told,
                auth=_callers(needs),
            )  # fmt: skip
            return operation(guarded)

        return declared


def _callers(needs: Permission | str) -> list[Any] | None:
    """Who may call: anybody, a person during a visit, or staff."""
    if needs == PUBLIC:
        return None
    return [Visitor()] if needs == OWN_CODE else [Key(needs), Session(needs)]


def _guarded(view: View, needs: Permission | str, *, inside: bool, page: str) -> View:
    """The view as an operation calls it; inside an outbreak it does not see the outbreak's short name."""

    @wraps(view)
    def guarded(request: Any, **given: Any) -> Any:
        if inside:
            del given["outbreak"]  # entered when the caller was let in
        looks.describe(page=page, purpose=str(needs))
        return view(request, **given)

    told = inspect.signature(view, eval_str=True)
    guarded.__signature__ = _with_outbreak(told) if inside else told  # type: ignore[attr-defined]
    guarded.needs = needs  # type: ignore[attr-defined]
    return guarded


def _with_outbreak(told: inspect.Signature) -> inspect.Signature:
    request, *others = told.parameters.values()
    slug = inspect.Parameter("outbreak", inspect.Parameter.KEYWORD_ONLY, annotation=Slug)
    rest = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in others]
    return told.replace(parameters=[request, slug, *rest])


def _first_line(view: View) -> str:
    return (inspect.getdoc(view) or view.__name__).splitlines()[0]


def _rest(view: View) -> str:
    return "\n".join((inspect.getdoc(view) or "").splitlines()[1:]).strip()


__all__ = ["INSIDE", "SIGNED_IN", "Operations"]
