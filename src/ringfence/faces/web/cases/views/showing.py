"""The page of a case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from ringfence.command.timeline import queries as timeline
from ringfence.command.timeline.events import Topic
from ringfence.faces.access import needs
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.movement import queries as movement

from .. import board, events
from ..forms.deeds import DischargeForm, SourceForm, StopClockForm

EVENTS_SHOWN = 40


@needs(Permission.CASE_READ)
def show(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Header, clock, contacts, sources, and one timeline of everything."""
    return page(request, case_id)


def page(request: DeskRequest, case_id: UUID, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page; with a form that was refused in its place, everything typed kept."""
    case = cases.case(case_id=case_id, by=request.user)
    context = board.whole(request, case)
    context |= {
        "stop_form": StopClockForm(listed=context["ruleset"].clock.stop_reasons),
        "source_form": SourceForm(outbreak_id=request.outbreak.id),
        "discharge_form": DischargeForm(initial=DischargeForm.of(case)),
    }
    if context["may"]["movement"]:
        context["live"] = movement.live(by=request.user, case_id=case.id, now=request.outbreak_now)
    context |= _timeline(request, context["file"])
    return render(request, "cases/show.html", context | forms, status=status)


def _timeline(request: DeskRequest, file: Any) -> dict[str, Any]:
    told = timeline.events(file=file, now=request.outbreak_now)
    topic = request.GET.get("topic", "")
    if topic in Topic.__members__:
        told = [one for one in told if one.topic == topic]
    if request.GET.get("order") == "oldest":
        told.reverse()
    shown = told if request.GET.get("all") else told[:EVENTS_SHOWN]
    return {
        "events": [events.row(one, slug=request.outbreak.slug, here=file.case.id) for one in shown],
        "event_count": len(told), "topic": topic, "topics": events.TOPICS.items(), "oldest": request.GET.get("order") == "oldest",
    }  # fmt: skip
