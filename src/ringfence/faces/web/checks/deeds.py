"""Keeping a check and taking it back; for the queue's keys (JSON) and for plain forms (a redirect)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.care.quarantine import rules
from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import Refused
from ringfence.response import daily_check

from .forms import CheckForm
from .where import Where, asked_for


@require_POST
@needs(Permission.HEALTH_CHECK_RECORD)
def keep(request: DeskRequest, stay_id: UUID) -> HttpResponse:
    """One look at one person. Fever or symptoms are said aloud and ask for a sample today."""
    where, told = asked_for(request), request.POST.copy()
    told["temperature_celsius"] = told.get("temperature_celsius", "").replace(",", ".").strip()
    form = CheckForm(told)
    if not form.is_valid():
        return _refused(
            request, where, " ".join(str(one) for errors in form.errors.values() for one in errors)
        )
    try:
        _check, found = daily_check.keep(
            stay_id=stay_id,
            on=where.day,
            slot=where.slot,
            seen=form.seen(),
            by=request.user,
            now=request.outbreak_now,
        )
    except Refused as refusal:
        return _refused(request, where, wording.refusal_text(refusal))
    return _kept(request, where, stay_id, found)


@require_POST
@needs(Permission.HEALTH_CHECK_RECORD)
def undo(request: DeskRequest, stay_id: UUID) -> HttpResponse:
    """Take back a check that was kept by mistake."""
    where = asked_for(request)
    try:
        daily_check.take_back(
            stay_id=stay_id, on=where.day, slot=where.slot, by=request.user, now=request.outbreak_now
        )
    except Refused as refusal:
        return _refused(request, where, wording.refusal_text(refusal))
    if _wants_json(request):
        return JsonResponse({})
    messages.success(request, _("The check is taken back."))
    return redirect(f"{reverse('checks:queue', args=[request.outbreak.slug])}?{where.query}")


def _kept(request: DeskRequest, where: Where, stay_id: UUID, found: rules.FoundCheck) -> HttpResponse:
    if _wants_json(request):
        undo_url = f"{reverse('checks:undo', args=[request.outbreak.slug, stay_id])}?{where.query}"
        said = wording.say_all(found.reasons) if found.alert else ""
        return JsonResponse({"undo_url": undo_url, "alert": said, "finding": found.finding})
    if found.alert:
        messages.warning(request, wording.say_all(found.reasons))
    return redirect(f"{reverse('checks:queue', args=[request.outbreak.slug])}?{where.query}")


def _refused(request: DeskRequest, where: Where, sentence: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"title": sentence}, status=422)
    messages.error(request, sentence)
    return redirect(f"{reverse('checks:queue', args=[request.outbreak.slug])}?{where.query}")


def _wants_json(request: DeskRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
