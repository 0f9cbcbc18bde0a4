"""The desk of bulletins: the press office drafts, somebody of another organisation releases."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.command.bulletins import actions as bulletins
from ringfence.command.bulletins import queries as found
from ringfence.command.bulletins.rules import text
from ringfence.faces.access import needs
from ringfence.faces.web.paging import count_of, list_page
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.faces.wording import refusal_text
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.ground.access.queries import organisations_by_id
from ringfence.kernel import Expected, Refused

from .forms import CorrectionForm, DraftForm, Reasons, TextForm, WhyForm


@needs(Permission.BULLETIN_READ)
def listed(request: DeskRequest) -> HttpResponse:
    """Every version, newest first."""
    rows = found.visible_to(by=request.user, outbreak_id=request.outbreak.id)
    page = list_page(request, rows, by=("-drafted_at", "-id"))
    return render(request, "bulletins/list.html", {
        "page_rows": page, "count": count_of(page, rows), "may_draft": access.may(request.user, Permission.BULLETIN_DRAFT),
        "is_public": request.outbreak.purpose == found.PUBLISHED,
    })  # fmt: skip


@needs(Permission.BULLETIN_DRAFT)
def write(request: DeskRequest) -> HttpResponse:
    """A new bulletin from the numbers and places of this moment."""
    return _drafting(request, DraftForm, {})


@needs(Permission.BULLETIN_DRAFT)
def correct(request: DeskRequest, draft_id: UUID) -> HttpResponse:
    """A correction of a published bulletin: its whole text anew."""
    version = found.version(version_id=draft_id, outbreak_id=request.outbreak.id, by=request.user)
    return _drafting(request, CorrectionForm, {"corrects": version.bulletin_id}, version)


@needs(Permission.BULLETIN_DRAFT)
def withdraw(request: DeskRequest, draft_id: UUID) -> HttpResponse:
    """Ask for the withdrawal of a published bulletin; a second person signs it."""
    version = found.version(version_id=draft_id, outbreak_id=request.outbreak.id, by=request.user)
    form = Reasons(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = bulletins.Draft(corrects=version.bulletin_id, withdraws=True, **form.cleaned_data)
        if (kept := _kept(request, form, told)) is not None:
            return redirect("bulletins:show", request.outbreak.slug, kept.id)
    return render(request, "bulletins/withdraw.html", {"form": form, "version": version}, status=422 if form.errors else 200)  # fmt: skip


@needs(Permission.BULLETIN_DRAFT)
def check(request: DeskRequest) -> HttpResponse:
    """Put any text through the detector."""
    form = TextForm(request.POST or None)
    shown: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            shown["findings"] = bulletins.check(
                outbreak_id=request.outbreak.id, told=form.cleaned_data["told"], by=request.user, now=request.outbreak_now
            )  # fmt: skip
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            shown["pieces"] = pieces(form.cleaned_data["told"], shown["findings"])
    return render(request, "bulletins/check.html", shown, status=422 if form.errors else 200)


@needs(Permission.BULLETIN_READ)
def show(request: DeskRequest, draft_id: UUID) -> HttpResponse:
    """A version in both languages; for the second person with what the detector found now."""
    version = found.version(version_id=draft_id, outbreak_id=request.outbreak.id, by=request.user)
    return _shown(request, version, WhyForm())


@require_POST
@needs(Permission.BULLETIN_RELEASE)
def release(request: DeskRequest, draft_id: UUID) -> HttpResponse:
    """Publish it. Fields `homonym-<name>` say who else is meant by a name."""
    told = {
        name.removeprefix("homonym-"): str(why).replace("\0", "")[:300]
        for name, why in request.POST.items()
        if name.startswith("homonym-")
    }
    version = found.version(version_id=draft_id, outbreak_id=request.outbreak.id, by=request.user)
    form = WhyForm({"why": ""})
    try:
        bulletins.release(version_id=version.id, homonyms=told, by=request.user, now=request.outbreak_now)
    except Refused as refusal:
        form.is_valid()
        show_refusal(form, refusal)
        return _shown(request, version, form, status=422)
    messages.success(request, _("The bulletin is published."))
    return redirect("bulletins:show", request.outbreak.slug, version.id)


@require_POST
@needs(Permission.BULLETIN_RELEASE)
def reject(request: DeskRequest, draft_id: UUID) -> HttpResponse:
    """Send the draft back."""
    version = found.version(version_id=draft_id, outbreak_id=request.outbreak.id, by=request.user)
    form = WhyForm(request.POST)
    form.is_valid()
    try:
        bulletins.reject(version_id=version.id, why=form.cleaned_data.get("why", ""), by=request.user, now=request.outbreak_now)  # fmt: skip
    except Refused as refusal:
        show_refusal(form, refusal)
        return _shown(request, version, form, status=422)
    return redirect("bulletins:show", request.outbreak.slug, version.id)


@require_POST
@needs(Permission.BULLETIN_DRAFT)
def discard(request: DeskRequest, draft_id: UUID) -> HttpResponse:
    """Take the draft back."""
    try:
        bulletins.discard(version_id=draft_id, by=request.user, now=request.outbreak_now)
    except Refused as refusal:
        messages.error(request, refusal_text(refusal))
    return redirect("bulletins:show", request.outbreak.slug, draft_id)


def _drafting(
    request: DeskRequest, form_class: Any, more: dict[str, Any], version: Any = None
) -> HttpResponse:
    facts = bulletins.gather(outbreak_id=request.outbreak.id, by=request.user, now=request.outbreak_now)
    initial = {"places": [one.key for one in facts.lines]} if version is None else {
        "text_zh": version.text_zh, "text_en": version.text_en, "places": [one["key"] for one in version.places],
    }  # fmt: skip
    form = form_class(request.POST or None, facts=facts, initial=initial)
    kept = None
    if request.method == "POST" and form.is_valid():
        kept = _kept(request, form, form.told(**more))
    if kept is not None:
        messages.success(request, _("The draft waits for a second person of another organisation."))
        return redirect("bulletins:show", request.outbreak.slug, kept.id)
    now = text.bulletin(
        language=text.ZH if request.LANGUAGE_CODE.startswith("zh") else text.EN, outbreak="", number=0,
        as_of=request.outbreak_now, numbers=facts.numbers, places=(), text="",
    )  # fmt: skip
    shown = {"form": form, "facts": facts, "told": now, "version": version}
    return render(request, "bulletins/write.html", shown, status=422 if form.errors else 200)


def _kept(request: DeskRequest, form: Any, told: bulletins.Draft) -> Any:
    try:
        return bulletins.draft(
            outbreak_id=request.outbreak.id, told=told, by=request.user, now=request.outbreak_now
        )
    except Expected as refusal:
        show_refusal(form, refusal)
        return None


def _shown(request: DeskRequest, version: Any, form: Any, status: int = 200) -> HttpResponse:
    decides = version.state == "DRAFT" and access.may(request.user, Permission.BULLETIN_RELEASE, area_code=request.outbreak.area_id)  # fmt: skip
    findings = bulletins.seen_by_the_second(version_id=version.id, by=request.user, now=request.outbreak_now) if decides else []  # fmt: skip
    houses = organisations_by_id(ids=[one for one in (version.drafted_organisation_id, version.decided_organisation_id) if one])  # fmt: skip
    newest = found.current(bulletin_id=version.bulletin_id)
    return render(request, "bulletins/show.html", {
        "version": version, "form": form, "zh": found.told(version, language="zh"), "en": found.told(version, language="en"),
        "findings": findings, "names": sorted({one.finding.text for one in findings if one.finding.kind == "NAME"}),
        "decides": decides and version.drafted_organisation_id != request.user.organisation_id,
        "drafter": houses.get(version.drafted_organisation_id), "decider": houses.get(version.decided_organisation_id),
        "may_draft": access.may(request.user, Permission.BULLETIN_DRAFT), "stands": newest is not None and newest.id == version.id and newest.kind != "WITHDRAWAL",
        "is_public": request.outbreak.purpose == found.PUBLISHED,
    }, status=status)  # fmt: skip


def pieces(told: str, findings: Any) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it was found; overlapping findings are one piece."""
    rows: list[tuple[str, bool]] = []
    at = 0
    for one in sorted((each.finding.start, each.finding.end) for each in findings):
        first, last = max(one[0], at), one[1]
        if last <= at:
            continue
        rows += [(told[at:first], False), (told[first:last], True)]
        at = last
    return [*rows, (told[at:], False)]
