"""Errors as problem+json (RFC 9457), with the sentence in the caller's language and the faults by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.db import ProgrammingError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from ringfence.faces import wording
from ringfence.faces.rows.refusals import of_the_database
from ringfence.kernel import Expected, NotFound, NotPermitted, Reason, reason

from . import faults


class Problem(Schema):
    """What went wrong. `detail` is a sentence for people; `errors` names the inputs it is about."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: dict[str, list[str]] = {}


TITLES = {
    400: reason("The request cannot be read."), 401: reason("Who are you? Send a key or sign in."),
    403: reason("Not permitted."), 404: reason("Not found."), 409: reason("Conflict."),
    405: reason("This address does not take that method."), 413: reason("This is too much at once."),
    422: reason("Not possible as asked."), 429: reason("Too many requests. Wait and try again."),
}  # fmt: skip


def answer(status: int, detail: str = "", errors: Mapping[str, list[str]] | None = None) -> HttpResponse:
    """A problem as an answer."""
    title = wording.say(TITLES.get(status, TITLES[400]))
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail or title,
        "errors": dict(errors or {}),
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")


def with_its_methods(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view of an address; a method that it does not take is answered with a problem, and with those that it takes."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        given = view(request, *args, **kwargs)
        if given.status_code != 405:
            return given
        problem = answer(405, wording.say(reason("This address takes {methods}.", methods=given["Allow"])))
        problem["Allow"] = given["Allow"]
        return problem

    return answered


def of_refusal(refusal: Expected) -> HttpResponse:
    status = 403 if isinstance(refusal, NotPermitted) else 404 if isinstance(refusal, NotFound) else 422
    return answer(status, wording.refusal_text(refusal), wording.field_texts(refusal))


def install(api: NinjaAPI) -> None:
    """Let every error of the interface leave as a problem."""

    def refused(request: HttpRequest, error: Expected) -> HttpResponse:
        return of_refusal(error)

    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return answer(422, wording.say(SOME_INPUTS), faults.by_field(error.errors))

    def unknown_caller(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        asked = answer(401)
        asked["WWW-Authenticate"] = "Bearer"
        return asked

    def not_there(request: HttpRequest, error: Http404) -> HttpResponse:
        return answer(404)

    def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(error.status_code, wording.say(CSRF) if error.status_code == 403 else "")

    def refused_by_the_database(request: HttpRequest, error: ProgrammingError) -> HttpResponse:
        refusal = of_the_database(request, error)
        if refusal is None:
            raise error
        return of_refusal(refusal)

    handlers: dict[type[Exception], Any] = {
        Expected: refused, ValidationError: invalid, AuthenticationError: unknown_caller, Http404: not_there,
        HttpError: http_error, ProgrammingError: refused_by_the_database,
    }  # fmt: skip
    for fault, handler in handlers.items():
        api.add_exception_handler(fault, handler)


CSRF: Reason = reason("Send the CSRF token of the page along, or use a key.")
SOME_INPUTS: Reason = reason("Some inputs are missing or wrong; see `errors`.")
