"""Declared areas; who among the registered arrivals said that they were there; an offer, and what was said to it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.paging import list_page
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.field.arrivals import actions as arrivals
from ringfence.field.arrivals import queries as arrival_register
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.kernel import Expected, NotFound, Refused, reason
from ringfence.measures.areas import actions as areas
from ringfence.measures.areas import queries, rules
from ringfence.response import fence

from .forms import AreaForm, CountForm, EndForm

SHOWN = 500  # a township reads no longer list; the number of all stands above it
SURE = {rules.Sure.CODE: "CODE", rules.Sure.NAME: "NAME", rules.Sure.AROUND: "AROUND"}


@needs(Permission.ARRIVAL_READ)
def listed(request: DeskRequest) -> HttpResponse:
    """Areas, the newest period first."""
    page = list_page(request, queries.declared(outbreak_id=request.outbreak.id), by=("-from_at", "-id"))
    return render(
        request, "fence/list.html", {"page_rows": page, "may_declare": _may(request, Permission.AREA_DECLARE)}
    )


@needs(Permission.AREA_DECLARE)
def declare(request: DeskRequest) -> HttpResponse:
    """Enter an area that an authority declared."""
    form = AreaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            area = areas.declare(
                outbreak_id=request.outbreak.id, told=form.told(), by=request.user, now=request.outbreak_now
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("fence:show", request.outbreak.slug, area.id)
    return render(request, "fence/new.html", {"form": form}, status=422 if form.errors else 200)


@needs(Permission.ARRIVAL_READ)
def show(request: DeskRequest, area_id: UUID) -> HttpResponse:
    """Who was there, each with its sentences; the counts of visitors that were answered."""
    area = queries.one(area_id=area_id, outbreak_id=request.outbreak.id)
    return render(request, "fence/show.html", _shown(request, area))


@require_POST
@needs(Permission.AREA_DECLARE)
def end(request: DeskRequest, area_id: UUID) -> HttpResponse:
    """The declared period is over."""
    area, form = queries.one(area_id=area_id, outbreak_id=request.outbreak.id), EndForm(request.POST)
    at = form.cleaned_data["at"] if form.is_valid() else None
    try:
        areas.end(area_id=area.id, at=at or request.outbreak_now, by=request.user, now=request.outbreak_now)
    except Refused as refusal:
        messages.error(request, wording.refusal_text(refusal))
    return redirect("fence:show", request.outbreak.slug, area_id)


@require_POST
@needs(Permission.MOVEMENT_READ)
def count(request: DeskRequest, area_id: UUID) -> HttpResponse:
    """How many visitors on these days: tens, or fewer than ten."""
    area, form = queries.one(area_id=area_id, outbreak_id=request.outbreak.id), CountForm(request.POST)
    if form.is_valid():
        try:
            areas.count(area_id=area.id, outbreak_id=request.outbreak.id, **form.cleaned_data, by=request.user,
                        now=request.outbreak_now)  # fmt: skip
        except Expected as refusal:
            messages.error(request, wording.refusal_text(refusal))
        return redirect("fence:show", request.outbreak.slug, area_id)
    return render(request, "fence/show.html", _shown(request, area) | {"count_form": form}, status=422)


@require_POST
@needs(Permission.ARRIVAL_WRITE)
def offer(request: DeskRequest, area_id: UUID, arrival_id: UUID) -> HttpResponse:
    """Offer a test or a call to one arrival; its reasons are those of the match."""
    try:
        fence.offer(
            area_id=area_id, outbreak_id=request.outbreak.id, arrival_id=arrival_id, kind=request.POST.get("kind", ""),
            by=request.user, now=request.outbreak_now,
        )  # fmt: skip
        messages.success(
            request, _("Noted. Nothing was sent; telephone or go there, and note what was said.")
        )
    except Refused as refusal:
        messages.error(request, wording.refusal_text(refusal))
    return redirect("fence:show", request.outbreak.slug, area_id)


@require_POST
@needs(Permission.ARRIVAL_WRITE)
def answer(request: DeskRequest, area_id: UUID, offer_id: UUID) -> HttpResponse:
    """What was said: accepted, declined (nothing follows), not reached."""
    found = arrival_register.offer(offer_id=offer_id, by=request.user)
    if found.arrival.outbreak_id != request.outbreak.id or found.declared_area_id != area_id:
        raise NotFound(reason("There is no such offer in the areas that you can see."))
    try:
        arrivals.answer(
            offer_id=offer_id, said=request.POST.get("said", ""), by=request.user, now=request.outbreak_now
        )
    except Refused as refusal:
        messages.error(request, wording.refusal_text(refusal))
    return redirect("fence:show", request.outbreak.slug, area_id)


def _shown(request: DeskRequest, area: queries.DeclaredArea) -> dict[str, object]:
    found = queries.among_arrivals(area=area, by=request.user)
    first = found[:SHOWN]
    seen = arrival_register.travellers(arrivals=[one.arrival for one in first], by=request.user)
    rows = [
        (one, SURE[one.sure], who.traveller, [each for each in one.arrival.offers.all() if each.declared_area_id == area.id])
        for one, who in zip(first, seen, strict=True)
    ]  # fmt: skip
    return {
        "area": area, "rows": rows, "all": len(found), "counts": list(queries.counts_of(area_id=area.id)),
        "days": queries.days_of(area), "kinds": arrival_register.Offer.Kind.choices, "count_form": CountForm(), "end_form": EndForm(),
        "may_count": access.may(request.user, Permission.MOVEMENT_READ, area_code=request.outbreak.area_id),
        "may_end": _may(request, Permission.AREA_DECLARE),
    }  # fmt: skip


def _may(request: DeskRequest, permission: Permission) -> bool:
    return access.may(request.user, permission, area_code=request.outbreak.area_id)
