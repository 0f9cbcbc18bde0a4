"""Something about me is wrong: say what, and what is right."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.faces import wording
from ringfence.kernel import Refused
from ringfence.registry.corrections import actions as correction_actions
from ringfence.registry.corrections import queries as corrections

from .door import OwnRequest, during_a_visit


@during_a_visit
def correct(request: OwnRequest) -> HttpResponse:
    """Which field, what is wrong, what is right."""
    told = {name: request.POST.get(name, request.GET.get(name, "")) for name in ("field", "wrong", "right")}
    page = told | {
        "visit": request.visit,
        "outbreak": request.visit.code.outbreak,
        "fields": corrections.FIELDS,
    }
    if request.method != "POST":
        return render(request, "my/correct.html", page)
    if told["field"] not in dict(corrections.FIELDS):
        return render(request, "my/correct.html", page | {"fault": _("Choose what is wrong.")}, status=422)
    try:
        correction_actions.ask(
            outbreak_id=request.visit.code.outbreak_id, by=request.oneself, now=request.outbreak_now, **told
        )
    except Refused as refusal:
        return render(request, "my/correct.html", page | {"fault": wording.refusal_text(refusal)}, status=422)
    return redirect("my:page")


@require_POST
@during_a_visit
def withdraw(request: OwnRequest, correction_id: UUID) -> HttpResponse:
    """Take a request back; one that was decided meanwhile stays as it is."""
    with suppress(Refused):  # the page shows what became of it
        correction_actions.withdraw(correction_id=correction_id, by=request.oneself, now=request.outbreak_now)
    return redirect("my:page")
