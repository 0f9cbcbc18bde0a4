"""Whose trip it is, the two hand-overs, and the disinfection after them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.care.transfers import actions as transfer_actions
from ringfence.care.transfers import queries as transfers
from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.faces.web.templatetags.front import named
from ringfence.ground.access import Permission
from ringfence.ground.access import queries as access
from ringfence.kernel import Expected, Refused
from ringfence.response import positive_sample

from .forms import PickUpForm
from .views import page


@require_POST
@needs(Permission.TRANSFER_MANAGE)
def take(request: DeskRequest) -> HttpResponse:
    """The driver takes the most urgent trip of a way; from now on name, telephone and address are shown."""
    try:
        transfer_actions.take(
            outbreak_id=request.outbreak.id, way=request.POST.get("way", ""), by=request.user,
            now=request.outbreak_now,
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, wording.refusal_text(refusal))
    else:
        messages.success(request, _("The trip is yours: name, telephone and address are shown below."))
    return redirect("transfers:trips", request.outbreak.slug)


@require_POST
@needs(Permission.TRANSFER_MANAGE)
def assign(request: DeskRequest, transfer_id: UUID) -> HttpResponse:
    """The transfer desk gives the trip to a driver."""
    transfers.transfer(transfer_id=transfer_id, by=request.user)
    try:
        driver = access.user_named(username=request.POST.get("driver", ""))
        transfer_actions.assign(
            transfer_id=transfer_id, driver=driver, by=request.user, now=request.outbreak_now
        )
    except Expected as refusal:
        messages.error(request, wording.refusal_text(refusal))
    else:
        messages.success(request, _("The trip is {driver}'s now.").format(driver=named(driver)))
    return redirect("transfers:show", request.outbreak.slug, transfer_id)


@require_POST
@needs(Permission.TRANSFER_MANAGE)
def give_back(request: DeskRequest, transfer_id: UUID) -> HttpResponse:
    """A trip that was taken is open again; who gave it back no longer sees whose it is."""
    transfers.transfer(transfer_id=transfer_id, by=request.user)
    try:
        transfer_actions.give_back(transfer_id=transfer_id, by=request.user, now=request.outbreak_now)
    except Refused as refusal:
        messages.error(request, wording.refusal_text(refusal))
    else:
        messages.success(request, _("The trip is open again."))
    return redirect("transfers:list", request.outbreak.slug)


@require_POST
@needs(Permission.TRANSFER_MANAGE)
def pick_up(request: DeskRequest, transfer_id: UUID) -> HttpResponse:
    """The driver takes the person over; the vehicle is remembered for the next trip."""
    transfers.transfer(transfer_id=transfer_id, by=request.user)
    form = PickUpForm(request.POST)
    if form.is_valid():
        try:
            positive_sample.pick_up(
                transfer_id=transfer_id, **form.cleaned_data, by=request.user, now=request.outbreak_now
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            request.session["vehicle"] = form.cleaned_data["vehicle"].strip()
            messages.success(request, _("Picked up. The receiving party confirms the arrival."))
            return _back(request, transfer_id)
    return page(request, transfer_id, form)


@require_POST
@needs(Permission.TRANSFER_READ)
def receive(request: DeskRequest, transfer_id: UUID) -> HttpResponse:
    """The receiving party confirms the arrival; the driver cannot."""
    transfers.transfer(transfer_id=transfer_id, by=request.user)
    try:
        transfer = positive_sample.hand_over(
            transfer_id=transfer_id, received_by=request.user, now=request.outbreak_now
        )
    except Expected as refusal:
        messages.error(request, wording.refusal_text(refusal))
    else:
        messages.success(request, _("Received. The stay begins now and its samples are scheduled.")
                         if transfer.kind == transfer.Kind.TO_SITE else _("Received."))  # fmt: skip
    return _back(request, transfer_id)


@require_POST
@needs(Permission.TRANSFER_MANAGE)
def disinfected(request: DeskRequest, transfer_id: UUID) -> HttpResponse:
    """The vehicle was disinfected after the trip."""
    transfers.transfer(transfer_id=transfer_id, by=request.user)
    try:
        transfer_actions.note_disinfection(transfer_id=transfer_id, by=request.user, now=request.outbreak_now)
    except Refused as refusal:
        messages.error(request, wording.refusal_text(refusal))
    else:
        messages.success(request, _("The disinfection of the vehicle is noted."))
    return _back(request, transfer_id)


def _back(request: DeskRequest, transfer_id: UUID) -> HttpResponse:
    """To the list it came from, else to the transfer."""
    where = request.POST.get("next")
    if where in ("trips", "list"):
        return redirect(f"transfers:{where}", request.outbreak.slug)
    return redirect("transfers:show", request.outbreak.slug, transfer_id)
