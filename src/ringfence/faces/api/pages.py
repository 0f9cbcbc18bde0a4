"""The reference of the interface: as an OpenAPI document, and as a page that needs nothing from elsewhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from ringfence.faces.access import PUBLIC, needs

from . import problems
from .reference import by_subject, document


@needs(PUBLIC)
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return JsonResponse(document())


@needs(PUBLIC)
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation with what it needs, takes and answers."""
    return render(request, "api/reference.html", {"document": document(), "subjects": by_subject()})


@needs(PUBLIC)
def nothing_here(request: HttpRequest) -> HttpResponse:
    """An address that is none: a problem, not a page."""
    return problems.answer(404)
