"""The door, the page, the whole record, the appeal."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ringfence.faces import wording
from ringfence.faces.addresses import client_address
from ringfence.faces.citizen import door as citizens
from ringfence.faces.citizen import steps, view
from ringfence.kernel import Refused
from ringfence.measures.orders import actions as order_actions
from ringfence.registry.citizens.queries import Stranger, limits

from .door import OwnRequest, during_a_visit, give_token, quiet, take_token

FIRST_LINES = 8  # of the record on the page; all of them are a link away


@quiet
def page(request: Any) -> HttpResponse:
    """A code opens the page; during a visit it is shown."""
    return _try_code(request) if request.method == "POST" and "code" in request.POST else _shown(request)


@during_a_visit
def _shown(request: OwnRequest) -> HttpResponse:
    own = seen(request)
    return render(request, "my/show.html", {
        "own": own, "visit": request.visit, "steps": steps.steps(own), "lines": own.lines[:FIRST_LINES], "all": len(own.lines),
    })  # fmt: skip


@during_a_visit
def record(request: OwnRequest) -> HttpResponse:
    """Everything that was done with the person's data."""
    own = seen(request)
    return render(request, "my/record.html", {"own": own, "visit": request.visit, "lines": own.lines})


@during_a_visit
def appeal(request: OwnRequest) -> HttpResponse:
    """One question: what do you not agree with? It always opens."""
    own = seen(request)
    if own.order is None:
        return redirect("my:page")
    text = request.POST.get("text", "")
    told = {"own": own, "visit": request.visit, "text": text}
    if request.method != "POST":
        return render(request, "my/appeal.html", told)
    try:
        order_actions.appeal_for_oneself(
            order_id=own.order.id, text=text, by=request.oneself, now=request.outbreak_now
        )
    except Refused as refusal:
        return render(request, "my/appeal.html", told | {"fault": wording.refusal_text(refusal)}, status=422)
    return redirect("my:page")


@require_POST
@during_a_visit
def leave(request: OwnRequest) -> HttpResponse:
    """The person is done; the device forgets."""
    citizens.leave(visit=request.visit, by=request.oneself, now=request.received_at)
    answer = redirect("my:page")
    take_token(answer)
    return answer


def seen(request: OwnRequest) -> view.OwnView:
    code = request.visit.code
    return view.see(person_id=code.person_id, outbreak=code.outbreak, now=request.outbreak_now)


def _try_code(request: Any) -> HttpResponse:
    typed = request.POST["code"][:60]
    entry = citizens.use(typed=typed, by=Stranger(client_address(request)), now=request.received_at)
    if entry.visit is None:
        fault = wording.say_all(entry.decision.reasons)
        return render(request, "my/enter.html", {"fault": fault, "typed": typed}, status=422)
    answer = redirect("my:page")
    give_token(answer, entry.token, seconds=limits().visit_minutes * 60)
    return answer
