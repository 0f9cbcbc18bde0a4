"""How long people's data stay: what is due, held and deleted. No page here names anybody."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.faces.access import needs
from ringfence.faces.web.paging import list_page
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.faces.wording import refusal_text
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.ground.retention import queries as register
from ringfence.ground.retention import schedule
from ringfence.kernel import Refused
from ringfence.response import declaring_over, forgetting, retaining

MOST = 200  # people in one list
KINDS = {
    "CONTACT": gettext_lazy("Contacts, after the decision"), "MEASURE": gettext_lazy("Contacts, after release"),
    "TEST": gettext_lazy("Tests"), "REFUTED": gettext_lazy("Who was no case"), "FILE": gettext_lazy("Imported files"),
    "ARRIVAL": gettext_lazy("Registered arrivals, after the day of arrival"),
    "OVER": gettext_lazy("Everybody, after the end of the response"),
}  # fmt: skip


class HoldForm(forms.Form):
    """Whose data, for whom, until when."""

    number = forms.CharField(
        label=gettext_lazy("Case number or identity number"), max_length=40, required=False,
        help_text=gettext_lazy("Empty: everybody of this outbreak."),
    )  # fmt: skip
    paper = forms.CharField(label=gettext_lazy("The authority's paper"), max_length=200, required=False)
    why = forms.CharField(label=pgettext_lazy("legal hold", "Why"), max_length=500, required=False,
                          widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip
    ends_on = forms.DateField(
        label=pgettext_lazy("retention", "Last day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=True,
    )


@needs(Permission.AUDIT_READ)
def show(request: DeskRequest) -> HttpResponse:
    """All of it on one page; every number leads to its list."""
    found = _due(request)
    certificates = list_page(
        request, register.certificates(outbreak_id=request.outbreak.id), by=("-at", "-id")
    )
    return render(request, "retention/show.html", {
        "due": found, "certificates": certificates, "holds": _holds(request),
        "schedule": [(KINDS[kind], one, _source(one)) for kind, one in schedule.current().items()],
        "over_at": request.outbreak.closed_at, "last_day": declaring_over.last_day(request.outbreak),
        "vault": retaining.vault(outbreak_id=request.outbreak.id, by=request.user),
        "may_declare": declaring_over.may_declare(outbreak_id=request.outbreak.id), "manages": _manages(request),
    })  # fmt: skip


@needs(Permission.AUDIT_READ)
def due(request: DeskRequest) -> HttpResponse:
    """Who is forgotten in the coming night, without a name."""
    found = _due(request)
    first = sorted(found.people.items(), key=lambda pair: (str(pair[1].day), pair[0]))[:MOST]
    rows = [(one, until, KINDS[until.kind], one in found.held) for one, until in first]
    return render(request, "retention/due.html", {"rows": rows, "count": len(found.people), "most": MOST})


@needs(Permission.OUTBREAK_MANAGE)
def hold(request: DeskRequest) -> HttpResponse:
    """Keep somebody's data for an authority."""
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            retaining.hold(
                outbreak_id=request.outbreak.id,
                **form.cleaned_data,
                by=request.user,
                now=request.outbreak_now,
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The legal hold stands; it is on record and oversight sees it."))
            return redirect("retention:show", request.outbreak.slug)
    return render(request, "retention/hold.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@needs(Permission.OUTBREAK_MANAGE)
def lift(request: DeskRequest, legal_hold_id: UUID) -> HttpResponse:
    """End a hold before its last day."""
    try:
        retaining.lift(
            hold_id=legal_hold_id, outbreak_id=request.outbreak.id, why=request.POST.get("why", ""), by=request.user,
            now=request.outbreak_now,
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, refusal_text(refusal))
    else:
        messages.success(request, _("The legal hold is lifted."))
    return redirect("retention:show", request.outbreak.slug)


@needs(Permission.AUDIT_READ)
def certificate(request: DeskRequest, certificate_id: UUID) -> HttpResponse:
    """One certificate, looked at again."""
    which = {"certificate_id": certificate_id, "outbreak_id": request.outbreak.id}
    proven = retaining.prove(**which, by=request.user)
    found = register.certificate(**which)
    kinds = [(KINDS[kind], count) for kind, count in found.content["kinds"].items()]
    return render(request, "retention/certificate.html", {
        "certificate": found, "proven": proven, "kinds": kinds, "tables": found.content["rows"].items(),
    })  # fmt: skip


@require_POST
@needs(Permission.OUTBREAK_MANAGE)
def declare_over(request: DeskRequest) -> HttpResponse:
    """Declare the response over; the short name is typed, so that no slip of the hand does it."""
    if request.POST.get("slug", "").strip() != request.outbreak.slug:
        messages.error(request, _("Type the short name of the outbreak to declare its response over."))
        return redirect("retention:show", request.outbreak.slug)
    try:
        declaring_over.declare(outbreak_id=request.outbreak.id, by=request.user, now=request.outbreak_now)
    except Refused as refusal:
        messages.error(request, refusal_text(refusal))
    else:
        messages.success(request, _("The response is declared over."))
    return redirect("retention:show", request.outbreak.slug)


def _due(request: DeskRequest) -> forgetting.Due:
    return retaining.due(
        outbreak_id=request.outbreak.id,
        by=request.user,
        now=request.outbreak_now,
        real_now=request.received_at,
    )


def _holds(request: DeskRequest) -> list[tuple[register.LegalHold, bool]]:
    """The newest holds, and whether each still keeps something."""
    found = register.holds(outbreak_id=request.outbreak.id)[:MOST]
    return [(one, one.lifted_at is None and one.ends_on >= request.outbreak_today) for one in found]


def _source(one: schedule.Kept) -> str:
    """On whose word, in the reader's language."""
    chinese = (get_language() or "").startswith("zh")
    return one.source_zh if chinese and one.source_zh else one.source


def _manages(request: HttpRequest) -> bool:
    desk: DeskRequest = request  # type: ignore[assignment]
    return access.may(desk.user, Permission.OUTBREAK_MANAGE, area_code=desk.outbreak.area_id)
