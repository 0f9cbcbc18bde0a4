"""Local versions: proposed on one page, signed, published or taken back on another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ringfence.faces.access import needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.ground.rulesets import actions as ruleset_actions
from ringfence.ground.rulesets import document
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import Expected, Refused
from ringfence.registry.places import queries as places
from ringfence.response import local_rules

from .forms import Proposed
from .shown import of_differences


class DecisionForm(forms.Form):
    """One sentence; the button says what it is for."""

    sentence = forms.CharField(
        label=gettext_lazy("Why, or where citizens can read it"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


@needs(Permission.RULESET_CHANGE)
def propose(request: DeskRequest) -> HttpResponse:
    """First what it would change, then the proposal itself; what was typed stays until it is right."""
    page, differences = _asked(request), None
    if request.method == "POST" and "more" not in request.POST and page.is_valid():
        try:
            if "propose" in request.POST:
                made = local_rules.propose(
                    outbreak_id=request.outbreak.id, proposal=page.proposal(), by=request.user, now=request.outbreak_now
                )  # fmt: skip
                messages.success(request, _("{code} waits for a second signature, of another organisation.").format(code=made.code))  # fmt: skip
                return redirect("ruleset:local", request.outbreak.slug, made.id)
            found = ruleset_actions.check(proposal=page.proposal(), by=request.user, now=request.outbreak_now)
            differences = of_differences(found)
        except Expected as refusal:
            page.refused(refusal)
    wrong = request.method == "POST" and "more" not in request.POST and any(one.errors for one in page.forms)
    context = {"page_form": page, "differences": differences}
    return render(request, "ruleset/propose.html", context, status=422 if wrong else 200)


@needs(Permission.DASHBOARD_READ)
def local(request: DeskRequest, version_id: UUID) -> HttpResponse:
    """What it changes, who signed it, and the next step."""
    version = _ours(request, version_id)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _done(request, version.id, form):
        return redirect("ruleset:local", request.outbreak.slug, version_id)
    version = _ours(request, version_id)
    outbreak, now = request.outbreak, request.outbreak_now
    may_decide = rulesets.may_decide(version=version, by=request.user, now=now)
    return render(request, "ruleset/local.html", {
        "version": version, "form": form, "differences": of_differences(rulesets.changed_by(version)),
        "may_decide": may_decide, "has_a_step": _has_a_step(request, version, may_decide=may_decide.allowed),
        "may_follow": rulesets.judged(version, area_code=outbreak.area_id, purpose=outbreak.purpose, now=now),
    }, status=422 if form.errors else 200)  # fmt: skip


@needs(Permission.DASHBOARD_READ)
def local_file(request: DeskRequest, version_id: UUID) -> HttpResponse:
    """The local version as a file that can be changed and proposed again."""
    version = _ours(request, version_id)
    answer = HttpResponse(
        document.as_text(rulesets.proposal_of(version)), content_type="application/yaml; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{version.code}.yaml"'
    return answer


def _asked(request: DeskRequest) -> Proposed:
    """The page as it was sent; at first as the version that is named in `from`, else empty."""
    today = request.outbreak_today
    editions = {one.id for one in rulesets.all_rulesets()}
    asked = [request.GET.get("base", ""), request.outbreak.ruleset_id, rulesets.edition_of(ruleset_id=request.outbreak.ruleset_id)]  # fmt: skip
    initial: dict[str, Any] = {
        "base_id": next(one for one in asked if one in editions), "place_code": request.outbreak.area_id,
        "valid_from": today, "valid_to": today + timedelta(days=14),
    }  # fmt: skip
    earlier = request.GET.get("from", "")
    area = request.outbreak.area_id
    here = places.within(code=area).exclude(kind="VILLAGE").order_by("code")
    if not earlier:
        return Proposed(request.POST or None, places=here, initial=initial)
    try:
        told = rulesets.proposal_of(_ours(request, UUID(earlier)))
    except (Expected, ValueError):
        return Proposed(request.POST or None, places=here, initial=initial)
    days = {"valid_from": today, "valid_to": today + (told.valid_to - told.valid_from)}
    head = {name: getattr(told, name) for name in ("base_id", "place_code", "name_en", "name_zh", "why")}
    return Proposed(request.POST or None, places=here, initial={**head, **days}, changes=told.changes)


def _ours(request: DeskRequest, version_id: UUID) -> rulesets.LocalVersion:
    return rulesets.local_version(
        version_id=version_id, purpose=request.outbreak.purpose, now=request.outbreak_now
    )


def _has_a_step(request: DeskRequest, version: rulesets.LocalVersion, *, may_decide: bool) -> bool:
    """Is there something that this reader could do about it now?"""
    if not access.may(request.user, Permission.RULESET_CHANGE, area_code=version.place_code):
        return False
    return version.state == "DRAFTED" or (
        version.state == "APPROVED" and (may_decide or not version.published_at)
    )


def _done(request: DeskRequest, version_id: UUID, form: forms.Form) -> bool:
    """Do what the button says; a refusal stands beside the sentence, which stays."""
    told: dict[str, Any] = {
        "version_id": version_id, "by": request.user, "now": request.outbreak_now, "outbreak_id": request.outbreak.id,
    }  # fmt: skip
    sentence = form.cleaned_data["sentence"]
    try:
        match request.POST.get("deed"):
            case "approve":
                ruleset_actions.approve(**told)
                messages.success(request, _("Signed. Publish it now; then an outbreak can follow it."))
            case "publish":
                ruleset_actions.publish(where=sentence, **told)
                messages.success(request, _("Published. From its first day on an outbreak can follow it."))
            case "withdraw":
                local_rules.withdraw(why=sentence, **told)
                messages.success(request, _("Taken back. Its edition applies; nobody stays longer for it."))
            case _:
                ruleset_actions.refuse(why=sentence, **told)
                messages.success(request, _("Refused. The proposer reads your reason."))
    except Refused as refusal:
        show_refusal(form, refusal)
        return False
    return True
