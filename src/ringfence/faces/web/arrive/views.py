"""A traveller registers before the trip: choose the county, say the trip, keep the receipt. Nobody's account, no script."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from csp.decorators import csp_replace
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ringfence.faces import wording
from ringfence.faces.access import PUBLIC, needs
from ringfence.faces.addresses import client_address
from ringfence.faces.asking import not_too_often
from ringfence.faces.web.my.door import POLICY
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.travellers.forms import TripForm, villages_of
from ringfence.field.arrivals import actions as arrivals
from ringfence.field.arrivals import queries
from ringfence.ground import acting
from ringfence.ground.retention import schedule
from ringfence.kernel import Expected, NotFound, city_date, reason
from ringfence.registry.citizens.queries import Stranger
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.registry.places import queries as places

MOST_AN_HOUR = 60  # [D] of one address: a coach full of people registers from the coach's own network
HOUR = 3600
View = Callable[..., HttpResponse]


def _open(view: View) -> View:
    """Public, never kept on the way, never indexed; what it writes is written as the job of this form and as nobody."""

    @not_too_often
    @needs(PUBLIC)
    @csp_replace(POLICY)
    @wraps(view)
    def told(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        with acting.block(acting.as_job("arrivals.form")):
            answer = view(request, *args, **kwargs)
        answer["Cache-Control"] = "no-store, private"
        answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        answer["Referrer-Policy"] = "same-origin"
        return answer

    return told  # type: ignore[return-value]


@_open
def start(request: HttpRequest) -> HttpResponse:
    """To the only running response; else a choice."""
    running = _running()
    if len(running) == 1:
        return redirect("arrive:county", running[0].slug)
    return render(request, "arrive/start.html", {"running": running})


@_open
def county(request: HttpRequest, place: str) -> HttpResponse:
    """First question: which county do you come to?"""
    outbreak = _outbreak(place)
    counties = places.counties(city_code=outbreak.area_id).order_by("code")
    return render(request, "arrive/county.html", _told(outbreak) | {"counties": counties})


@_open
def register(request: Any, place: str, county_code: str) -> HttpResponse:
    """The trip; the answer is the receipt, shown once."""
    outbreak = _outbreak(place)
    chosen = places.place(code=county_code) if county_code.isdigit() else None
    if chosen is None or not chosen.code.startswith(outbreak.area_id):
        raise NotFound(reason("This place does not lie in the area of the outbreak."))
    now = outbreaks.now_for(outbreak, real_now=request.received_at)
    first = {"arrives_on": city_date(now)}
    form = TripForm(request.POST or None, initial=first, villages=villages_of(chosen.code), label_suffix="")
    told = _told(outbreak) | {"form": form, "county": chosen}
    if request.method != "POST" or not form.is_valid():
        return render(request, "arrive/form.html", told, status=422 if form.errors else 200)
    try:
        _refuse_floods(request)
        found = arrivals.register_oneself(
            outbreak_id=outbreak.id, trip=form.trip(city_code=outbreak.area_id), by=Stranger(client_address(request)), now=now
        )  # fmt: skip
    except Expected as refusal:
        show_refusal(form, refusal)
        return render(request, "arrive/form.html", told, status=422)
    return render(request, "arrive/registered.html", told | {"found": found}, status=201)


@_open
def receipt(request: Any) -> HttpResponse:
    """What stands under a receipt, and taking it back."""
    typed = request.POST.get("receipt", "")[:40]
    told: dict[str, Any] = {"typed": typed}
    if request.method != "POST":
        return render(request, "arrive/receipt.html", told)
    try:
        if "withdraw" in request.POST:
            arrivals.withdraw(receipt=typed, by=Stranger(client_address(request)), now=request.received_at)
            told |= {"withdrawn": True, "typed": ""}
        else:
            told["arrival"] = queries.of_receipt(receipt=typed)
    except NotFound as refusal:
        return render(
            request, "arrive/receipt.html", told | {"fault": wording.refusal_text(refusal)}, status=404
        )
    return render(request, "arrive/receipt.html", told)


def _running() -> list[Any]:
    """Responses for which arrivals are registered: real ones, and drills (which say so)."""
    return list(outbreaks.open_outbreaks().exclude(purpose="HISTORY").order_by("purpose", "slug"))


def _outbreak(slug: str) -> Any:
    found = next((one for one in _running() if one.slug == slug), None)
    if found is None:
        raise NotFound(reason("Arrivals are not registered here."))
    return found


def _told(outbreak: Any) -> dict[str, Any]:
    return {
        "outbreak": outbreak,
        "days": schedule.current()["ARRIVAL"].days,
        "is_drill": outbreak.purpose == "DRILL",
    }


def _refuse_floods(request: Any) -> None:
    """One address registers so many trips an hour and no more. Each process counts by itself; no address is kept."""

    key = f"arrive:{sha256(client_address(request).encode()).hexdigest()[:32]}:{int(request.received_at.timestamp()) // HOUR}"
    cache.add(key, 0, HOUR)
    if cache.incr(key) > MOST_AN_HOUR:
        raise NotFound(reason("Too many trips were registered from this network within an hour. Please come again later, or telephone the township."))  # fmt: skip
