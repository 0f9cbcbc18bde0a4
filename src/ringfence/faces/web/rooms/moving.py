"""Moving a guest from one room into another, in the same site or in another one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.care.quarantine import queries as quarantine
from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import NotFound, Refused, reason
from ringfence.registry.people import queries as people
from ringfence.response import placing

from .forms import MoveForm


@needs(Permission.STAY_MANAGE)
def move(request: DeskRequest, stay_id: UUID) -> HttpResponse:
    """Into which room, and why; the rule says whether it suits."""
    stay = _in_a_room(request, stay_id)
    rooms = _offered(request, stay)
    form = MoveForm(request.POST or None, rooms=rooms)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            moved = placing.move_guest(
                stay_id=stay_id, room_id=UUID(told["room"]), why=told["why"], note=told["note"], by=request.user,
                now=request.outbreak_now,
            )  # fmt: skip
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            at_once = moved.state == quarantine.Stay.State.STARTED
            messages.success(request, _("The person is in the new room; the old one goes into disinfection or out of order.") if at_once else
                             _("The room in the other site is kept and the transfer is asked for."))  # fmt: skip
            return redirect("rooms:room", request.outbreak.slug, moved.room_id)
    known = people.people(person_ids=[stay.person_id], on=request.outbreak_today)
    return render(request, "rooms/move.html", {
        "form": form, "stay": stay, "person": known[stay.person_id], "rooms": rooms,
    }, status=422 if form.errors else 200)  # fmt: skip


@require_POST
@needs(Permission.STAY_MANAGE)
def take_back(request: DeskRequest, stay_id: UUID) -> HttpResponse:
    """The person stays where they are."""
    stay = _in_a_room(request, stay_id)
    try:
        placing.take_move_back(stay_id=stay_id, by=request.user, now=request.outbreak_now)
    except Refused as refusal:
        messages.error(request, wording.refusal_text(refusal))
    else:
        messages.success(request, _("The move is taken back; the room that was kept is free again."))
    return redirect("rooms:room", request.outbreak.slug, stay.room_id)


def _offered(request: DeskRequest, stay: quarantine.Stay) -> list[quarantine.Room]:
    """Free rooms, those of the same site first, and the rooms of the household that have a bed left."""
    free = quarantine.free_rooms(by=request.user, area_code=stay.area_id)
    site_id = stay.room.site_id if stay.room is not None else None
    family = [one for one in quarantine.rooms_of_household(stay_id=stay.id) if one.id != stay.room_id]
    return family + sorted((one for one in free if one not in family), key=lambda one: one.site_id != site_id)


def _in_a_room(request: DeskRequest, stay_id: UUID) -> quarantine.Stay:
    found = quarantine.stays(by=request.user, outbreak_id=request.outbreak.id).filter(id=stay_id).first()
    if found is None or found.room is None:
        raise NotFound(reason("There is no such stay."))
    return found
