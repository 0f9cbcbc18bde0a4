"""The reference of the interface: as an OpenAPI document, and as a page that needs nothing from elsewhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ringfence.faces.access import PUBLIC, needs

from . import problems
from .reference import by_subject, document


@problems.with_its_methods
@require_safe
@needs(PUBLIC)
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return JsonResponse(document())


@problems.with_its_methods
@require_safe
@needs(PUBLIC)
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation with what it needs, takes and answers."""
    return render(request, "api/reference.html", {"document": document(), "subjects": by_subject()})


@needs(PUBLIC)
def nothing_here(request: HttpRequest) -> HttpResponse:
    """An address that is none: a problem, not a page."""
    return problems.answer(404)
