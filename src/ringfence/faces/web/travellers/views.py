"""The village's list of who comes; registering somebody; a file of many."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.paging import count_up_to, list_page
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.field.arrivals import actions as arrivals
from ringfence.field.arrivals import queries
from ringfence.field.arrivals.files import COLUMNS
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.kernel import Expected, NotFound, reason

from .forms import TripForm

USUAL_DAYS = 14  # ahead: whom the township prepares for
LARGEST_FILE = 20_000_000
SHOWN = 100


@needs(Permission.ARRIVAL_READ)
def listed(request: DeskRequest) -> HttpResponse:
    """Who comes, by day; from yesterday on if nothing else is asked."""
    today = request.outbreak_today
    first, last = (
        _day(request, "from", today - timedelta(days=1)),
        _day(request, "to", today + timedelta(days=USUAL_DAYS)),
    )
    state, area = request.GET.get("state", ""), request.GET.get("area", "").strip()[:12]
    found = queries.expected(by=request.user, outbreak_id=request.outbreak.id, from_on=first, to_on=last, state=state,
                             area_code=area if area.isdigit() else "")  # fmt: skip
    page = list_page(request, found, by=("arrives_on", "id"))
    return render(request, "travellers/list.html", {
        "rows": queries.travellers(arrivals=page.rows, by=request.user), "page_rows": page, "count": count_up_to(found),
        "first": first, "last": last, "state": state, "area": area, "states": queries.Arrival.State.choices,
        "may_write": access.may(request.user, Permission.ARRIVAL_WRITE),
        "counts": queries.counts(by=request.user, outbreak_id=request.outbreak.id, today=today),
    })  # fmt: skip


@needs(Permission.ARRIVAL_WRITE)
def register(request: DeskRequest) -> HttpResponse:
    """For somebody who telephones, or stands at the desk. The receipt is shown once."""
    form = TripForm(request.POST or None, initial={"arrives_on": request.outbreak_today})
    if request.method == "POST" and form.is_valid():
        try:
            told = arrivals.register(
                outbreak_id=request.outbreak.id, trip=form.trip(city_code=request.outbreak.area_id), by=request.user,
                now=request.outbreak_now,
            )  # fmt: skip
        except Expected as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Registered. Receipt for the traveller: {receipt}").format(receipt=told.receipt)
                             if told.is_new else _("This trip was registered before; the earlier receipt holds."))  # fmt: skip
            return redirect("travellers:list", request.outbreak.slug)
    return render(request, "travellers/new.html", {"form": form}, status=422 if form.errors else 200)


@needs(Permission.ARRIVAL_WRITE)
def bring(request: DeskRequest) -> HttpResponse:
    """A file: first what would become of every row, then the same again for good."""
    told: dict[str, object] = {"columns": COLUMNS, "account": None, "shown": SHOWN}
    status, file = 200, request.FILES.get("file") if request.method == "POST" else None
    if request.method == "POST":
        try:
            if file is None or file.size is None or file.size > LARGEST_FILE:
                raise NotFound(
                    reason("Choose a file of at most {megabytes} MB.", megabytes=LARGEST_FILE // 1_000_000)
                )
            only_look = "keep" not in request.POST
            account = arrivals.register_file(
                outbreak_id=request.outbreak.id, content=file.read(), file_name=file.name or "", by=request.user,
                now=request.outbreak_now, only_look=only_look,
            )  # fmt: skip
            told |= {"account": account, "only_look": only_look, "refusals": account.refusals[:SHOWN]}
        except Expected as refusal:
            told["fault"], status = wording.refusal_text(refusal), 422
    return render(request, "travellers/file.html", told, status=status)


@require_POST
@needs(Permission.ARRIVAL_WRITE)
def note(request: DeskRequest, arrival_id: UUID) -> HttpResponse:
    """Arrived, or did not come."""
    arrival = queries.arrival(arrival_id=arrival_id, by=request.user)
    if arrival.outbreak_id != request.outbreak.id:
        raise NotFound(reason("There is no such arrival in the areas that you can see."))
    try:
        arrivals.note(
            arrival_id=arrival_id,
            state=request.POST.get("state", ""),
            by=request.user,
            now=request.outbreak_now,
        )
    except Expected as refusal:
        messages.error(request, wording.refusal_text(refusal))
    return redirect("travellers:list", request.outbreak.slug)


def _day(request: DeskRequest, name: str, usual: date) -> date:
    try:
        return parse_date(request.GET.get(name, "")) or usual
    except ValueError:
        return usual
