"""The first page, and choosing an outbreak."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from ringfence.faces.access import SIGNED_IN, needs
from ringfence.faces.web.requests import DeskRequest
from ringfence.registry.outbreaks import queries as outbreak_register


@needs(SIGNED_IN)
def start(request: DeskRequest) -> HttpResponse:
    """To the outbreak last worked on, else to the one with the most cases, else to the list."""
    visible = outbreak_register.visible_to(by=request.user)
    slug = request.session.get("outbreak")
    chosen = visible.filter(slug=slug).first() if slug else None
    chosen = chosen or visible.order_by("-last_case_number").first()
    if chosen is None:
        return redirect("home:outbreaks")
    return redirect("situation:dashboard", chosen.slug)


@needs(SIGNED_IN)
def outbreaks(request: DeskRequest) -> HttpResponse:
    """All outbreaks that the reader may open."""
    return render(
        request, "home/outbreaks.html", {"outbreaks": outbreak_register.visible_to(by=request.user)}
    )
