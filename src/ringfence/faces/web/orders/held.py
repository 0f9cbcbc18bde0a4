"""Held batches: who, why, how many, how they lie over places and time; and the independent decision."""

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
from ringfence.faces.web.history import told
from ringfence.faces.web.paging import count_up_to, list_page
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.ground.access.queries import organisations_by_id
from ringfence.ground.alarms import queries as alarms
from ringfence.ground.audit import queries as audit
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import Refused
from ringfence.measures.orders import hold_queries as holds
from ringfence.registry.places import queries as places
from ringfence.response import batches

from .held_history import WORDS
from .spread import drawn


class ReviewForm(forms.Form):
    """The reasons; the button says what is decided."""

    why = forms.CharField(
        label=gettext_lazy("Reasons, for everybody who drafted or approved and for oversight"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}), required=False,
    )  # fmt: skip


@needs(Permission.ORDER_READ)
def listed(request: DeskRequest) -> HttpResponse:
    """Held batches, the newest on top, and the numbers by which a batch is held."""
    state = request.GET.get("state", "")
    found = holds.visible_to(by=request.user, outbreak_id=request.outbreak.id, state=state)
    return render(request, "orders/held.html", {
        "page_rows": list_page(request, found, by=("-held_at", "-id")), "count": count_up_to(found), "state": state,
        "states": holds.Hold.State.choices, "limits": rulesets.get(request.outbreak.ruleset_id).approval,
    })  # fmt: skip


@needs(Permission.ORDER_READ)
def show(request: DeskRequest, hold_id: UUID) -> HttpResponse:
    """One batch; whoever is independent opens it or breaks it off."""
    hold = holds.hold(hold_id=hold_id, by=request.user, outbreak_id=request.outbreak.id)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decided(request, hold_id, form):
        return redirect("orders:held_batch", request.outbreak.slug, hold_id)
    return render(request, "orders/held_batch.html", {"hold": hold, "form": form, **_about(request, hold)},
                  status=422 if form.errors else 200)  # fmt: skip


def _about(request: DeskRequest, hold: holds.Hold) -> dict[str, Any]:
    spread = holds.spread(hold_id=hold.id)
    names = places.names(codes={code for code, _n in spread.by_place})
    inside = holds.orders_of(hold_id=hold.id, by=request.user)
    return {
        "decision": holds.may_review(hold=hold, by=request.user),
        "is_reviewer": access.may(request.user, Permission.HOLD_REVIEW, area_code=hold.area_id),
        "houses": list(organisations_by_id(ids=hold.organisations).values()),
        "by_place": [(names.get(code, code), n) for code, n in spread.by_place], "by_case": spread.by_case,
        "most_of_a_place": max((n for _c, n in spread.by_place), default=1), "drawing": drawn(spread.drafted_at),
        "by_state": [(holds.Order.State(state), n) for state, n in sorted(spread.by_state.items())],
        "page_rows": list_page(request, inside, by=("drafted_at", "id")), "count": count_up_to(inside),
        "alarms": alarms.about(subject=("hold", hold.id)),
        "history": told(audit.of_subject(subject_type="hold", subject_id=hold.id), words=WORDS),
    }  # fmt: skip


def _decided(request: DeskRequest, hold_id: UUID, form: forms.Form) -> bool:
    """Do what the button says; a refusal stands beside the reasons, which stay."""
    opened = request.POST.get("deed") == "open"
    try:
        batches.review(hold_id=hold_id, opened=opened, why=form.cleaned_data["why"], by=request.user,
                       now=request.outbreak_now)  # fmt: skip
    except Refused as refusal:
        show_refusal(form, refusal)
        return False
    messages.success(request, _("Opened: the drafts go on to their second signature.") if opened
                     else _("Broken off: the drafts are withdrawn, nobody is restricted."))  # fmt: skip
    return True
