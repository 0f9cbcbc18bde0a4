"""The waiting list, and giving somebody who waits a room by hand."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.care.quarantine import queries as quarantine
from ringfence.faces.access import needs
from ringfence.faces.web.paging import count_up_to, list_page
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import NotFound, Refused, reason
from ringfence.registry.people import queries as people
from ringfence.response import placing

from .forms import AssignForm


@needs(Permission.SITE_READ)
def waiting(request: DeskRequest) -> HttpResponse:
    """People with an order in force and no room, who has waited longest first, with the reason why."""
    found = quarantine.waiting_list(by=request.user, outbreak_id=request.outbreak.id)
    page = list_page(request, found, by=("requested_at", "id"))
    return render(request, "rooms/waiting.html", {
        "page_rows": page, "count": count_up_to(found), "counts": quarantine.count_rooms(area_code=request.outbreak.area_id),
    })  # fmt: skip


@needs(Permission.STAY_MANAGE)
def assign(request: DeskRequest, stay_id: UUID) -> HttpResponse:
    """Give this person this room; the rule says whether it suits."""
    stay = _visible(request, stay_id)
    rooms = quarantine.free_rooms(by=request.user, area_code=stay.area_id)
    rooms += [one for one in quarantine.rooms_of_party(stay_id=stay_id) if one not in rooms]
    form = AssignForm(request.POST or None, rooms=rooms)
    if request.method == "POST" and form.is_valid():
        try:
            stay = placing.assign_room(
                stay_id=stay_id,
                room_id=UUID(form.cleaned_data["room"]),
                by=request.user,
                now=request.outbreak_now,
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The room is reserved and the transfer is asked for."))
            return redirect("rooms:room", request.outbreak.slug, stay.room_id)
    known = people.people(person_ids=[stay.person_id], on=request.outbreak_today)
    return render(request, "rooms/assign.html", {
        "form": form, "stay": stay, "person": known[stay.person_id], "rooms": rooms,
    }, status=422 if form.errors else 200)  # fmt: skip


def _visible(request: DeskRequest, stay_id: UUID) -> quarantine.Stay:
    found = quarantine.stays(by=request.user, outbreak_id=request.outbreak.id).filter(id=stay_id).first()
    if found is None:
        raise NotFound(reason("There is no such stay."))
    return found
