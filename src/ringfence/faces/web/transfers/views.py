"""The board of transfers by state, the driver's trips, one transfer, and the manifest for the vehicle."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from ringfence.care.transfers import queries as transfers
from ringfence.faces.access import needs
from ringfence.faces.web.history import told
from ringfence.faces.web.paging import count_up_to, list_page
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.ground.access import queries as access
from ringfence.ground.audit import queries as audit

from .cards import cards
from .forms import PickUpForm
from .history import WORDS

SHOWN = 30  # cards a column; the rest is on the list
SHOWN_OVER = 8  # of those that are over
MOST_TRIPS = 40  # on a phone nobody scrolls further


@needs(Permission.TRANSFER_READ)
def board(request: DeskRequest) -> HttpResponse:
    """Requested, on the way, delivered; the most urgent on top. Who only drives is shown the trips."""
    if Permission.SITE_READ not in request.permissions and Permission.TRANSFER_MANAGE in request.permissions:
        return redirect("transfers:trips", request.outbreak.slug)
    inside: dict[str, Any] = {"by": request.user, "outbreak_id": request.outbreak.id}
    columns = []
    for state, found in (
        ("REQUESTED", transfers.visible_to(**inside, state="REQUESTED")),
        ("PICKED_UP", transfers.visible_to(**inside, state="PICKED_UP")),
        ("DELIVERED", transfers.latest_delivered(**inside)),
    ):
        shown = cards(
            found[: SHOWN_OVER if state == "DELIVERED" else SHOWN],
            by=request.user,
            today=request.outbreak_today,
        )
        columns.append((state, dict(transfers.Transfer.State.choices)[state], shown, count_up_to(found)))
    late = transfers.visible_to(**inside).filter(
        state__in=["REQUESTED", "PICKED_UP"], due_at__lt=request.outbreak_now
    )
    return render(request, "transfers/board.html", {"columns": columns, "late": count_up_to(late)})


@needs(Permission.TRANSFER_READ)
def listed(request: DeskRequest) -> HttpResponse:
    """All transfers, the latest request first."""
    state, late = request.GET.get("state", ""), request.GET.get("late", "")
    found = transfers.visible_to(by=request.user, outbreak_id=request.outbreak.id, state=state)
    if late:
        found = found.filter(state__in=["REQUESTED", "PICKED_UP"], due_at__lt=request.outbreak_now)
    page = list_page(request, found, by=("-requested_at", "-id"))
    return render(request, "transfers/list.html", {
        "cards": cards(page.rows, by=request.user, today=request.outbreak_today), "page_rows": page,
        "count": count_up_to(found), "state": state, "late": late, "states": transfers.Transfer.State.choices,
    })  # fmt: skip


@needs(Permission.TRANSFER_MANAGE)
def trips(request: DeskRequest) -> HttpResponse:
    """What a driver sees on the phone: my passenger, my trips, then the ways on which somebody waits, without names."""
    inside: dict[str, Any] = {"by": request.user, "outbreak_id": request.outbreak.id}
    under_way = transfers.visible_to(**inside, state="PICKED_UP").filter(driver_id=request.user.id)
    over = transfers.latest_delivered(**inside).filter(driver_id=request.user.id, disinfected_at=None)
    mine = transfers.visible_to(**inside, state="REQUESTED").filter(driver_id=request.user.id)
    rows = [*under_way[:MOST_TRIPS], *over[:MOST_TRIPS], *mine[:MOST_TRIPS]]
    ways = transfers.ways(**inside)
    return render(request, "transfers/trips.html", {
        "cards": cards(rows, by=request.user, today=request.outbreak_today), "ways": ways,
        "waiting": sum(way.count for way in ways), "kinds": dict(transfers.Transfer.Kind.choices),
        "form": PickUpForm(initial={"vehicle": request.session.get("vehicle", "")}),
    })  # fmt: skip


@needs(Permission.TRANSFER_READ)
def show(request: DeskRequest, transfer_id: UUID) -> HttpResponse:
    """One transfer with both hand-overs."""
    return page(request, transfer_id)


@needs(Permission.TRANSFER_MANAGE)
def manifest(request: DeskRequest) -> HttpResponse:
    """Who rides in which vehicle, with places for the signatures of both parties."""
    vehicle, only = request.GET.get("vehicle", ""), request.GET.get("transfer", "")
    found = transfers.visible_to(by=request.user, outbreak_id=request.outbreak.id).filter(
        state__in=["REQUESTED", "PICKED_UP"]
    )
    found = found.filter(vehicle=vehicle) if vehicle else found
    shown = [one for one in found[:MOST_TRIPS] if only in ("", str(one.id))]
    return render(request, "transfers/manifest.html", {
        "cards": cards(shown, by=request.user, today=request.outbreak_today), "vehicle": vehicle,
    })  # fmt: skip


def page(request: DeskRequest, transfer_id: UUID, form: PickUpForm | None = None) -> HttpResponse:
    """The page of a transfer, with the pick-up form (again) while it waits."""
    transfer = transfers.transfer(transfer_id=transfer_id, by=request.user)
    (card,) = cards([transfer], by=request.user, today=request.outbreak_today)
    history = told(audit.of_subject(subject_type="transfer", subject_id=transfer_id), words=WORDS)
    assigns = transfer.state == transfer.State.REQUESTED and transfers.may_drive(
        transfer=transfer, by=request.user
    )
    return render(request, "transfers/show.html", {
        "card": card, "transfer": transfer, "history": history,
        "drivers": access.holders(permission=Permission.TRANSFER_MANAGE, area_code=transfer.area_id) if assigns else [],
        "form": form or PickUpForm(initial={"vehicle": request.session.get("vehicle", "")}),
    }, status=422 if form is not None and form.errors else 200)  # fmt: skip
