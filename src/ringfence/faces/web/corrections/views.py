"""The list of requests, and the page on which one is checked, made or refused."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ringfence.faces.access import needs
from ringfence.faces.web.paging import count_up_to, list_page
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import Refused
from ringfence.registry.corrections import actions as correction_actions
from ringfence.registry.corrections import queries as corrections
from ringfence.registry.people import queries as people


class DecisionForm(forms.Form):
    """One sentence; the button says what it is for."""

    sentence = forms.CharField(
        label=gettext_lazy("Which papers were seen, or the answer; the person reads the answer"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}), required=False,
    )  # fmt: skip


@needs(Permission.CORRECTION_DECIDE)
def listed(request: DeskRequest) -> HttpResponse:
    """Requests, the most urgent first; open ones only, or all."""
    everything = request.GET.get("all") == "1"
    found = corrections.visible_to(by=request.user, outbreak_id=request.outbreak.id, open_only=not everything)
    return render(request, "corrections/list.html", {
        "page_rows": list_page(request, found, by=("due_at", "id")), "count": count_up_to(found), "everything": everything,
    })  # fmt: skip


@needs(Permission.CORRECTION_DECIDE)
def show(request: DeskRequest, correction_id: UUID) -> HttpResponse:
    """What stands now beside what is asked for, and the decision."""
    row = corrections.correction(
        correction_id=correction_id, by=request.user, outbreak_id=request.outbreak.id
    )
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _done(request, row.id, form):
        return redirect("corrections:show", request.outbreak.slug, correction_id)
    person = people.person(person_id=row.person_id, by=request.user, on=request.outbreak_today)
    return render(request, "corrections/show.html", {
        "row": row, "form": form, "person": person, "stands_now": corrections.stands_now(person=person, field=row.field),
        "is_open": row.state in corrections.OPEN, "may_check": corrections.may_check(row=row),
        "may_accept": corrections.may_accept(row=row, by=request.user), "may_refuse": corrections.may_refuse(row=row, by=request.user),
    }, status=422 if form.errors else 200)  # fmt: skip


def _done(request: DeskRequest, correction_id: UUID, form: forms.Form) -> bool:
    """Do what the button says; a refusal stands beside the sentence, which stays."""
    told: dict[str, Any] = {"correction_id": correction_id, "by": request.user, "now": request.outbreak_now}
    sentence = form.cleaned_data["sentence"]
    try:
        match request.POST.get("deed"):
            case "check":
                correction_actions.check(why=sentence, **told)
                messages.success(request, _("Checked. Somebody else decides now."))
            case "accept":
                correction_actions.accept(answer=sentence, **told)
                messages.success(request, _("Corrected. The person sees it on their own page."))
            case _:
                correction_actions.refuse(answer=sentence, **told)
                messages.success(request, _("Refused. The person reads your reason and may ask again."))
    except Refused as refusal:
        show_refusal(form, refusal)
        return False
    return True
