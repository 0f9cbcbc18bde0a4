"""The first page, and outbreaks: choosing, opening, setting the clock of a past one or a drill."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Case, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.faces import ticking, wording
from ringfence.faces.access import SIGNED_IN, needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import Refused
from ringfence.registry.outbreaks import actions as outbreak_actions
from ringfence.registry.outbreaks import queries as outbreak_register

from .forms import ClockForm, OutbreakForm

STARTS = (  # the first that the reader may; everybody else begins with their tasks
    (Permission.CASE_READ, "situation:dashboard"),
    (Permission.AUDIT_READ, "orders:list"),
    (Permission.HEALTH_CHECK_RECORD, "tasks:inbox"),
    (Permission.TRANSFER_READ, "transfers:list"),
)


@needs(SIGNED_IN)
def start(request: DeskRequest) -> HttpResponse:
    """To the outbreak last worked on, else to a real one before a drill, else to the list."""
    visible = outbreak_register.visible_to(by=request.user)
    slug = request.session.get("outbreak")
    chosen = visible.filter(slug=slug).first() if slug else None
    drills_last = Case(When(purpose="DRILL", then=Value(1)), default=Value(0))
    chosen = chosen or visible.order_by(drills_last, "-last_case_number", "slug").first()
    return redirect("home:enter", chosen.slug) if chosen else redirect("home:outbreaks")


@needs(SIGNED_IN)
def enter(request: DeskRequest) -> HttpResponse:
    """To the page where this reader's work in the outbreak begins."""
    begins = next((page for needed, page in STARTS if needed.value in request.permissions), "tasks:inbox")
    return redirect(begins, request.outbreak.slug)


@needs(SIGNED_IN)
def outbreaks(request: DeskRequest) -> HttpResponse:
    """All outbreaks that the reader may open."""
    may_open = Permission.OUTBREAK_MANAGE.value in request.permissions
    return render(request, "home/outbreaks.html", {"outbreaks": request.outbreaks, "may_open": may_open})


@needs(Permission.OUTBREAK_MANAGE)
def open_outbreak(request: DeskRequest) -> HttpResponse:
    form = OutbreakForm(request.POST or None, initial={"case_prefix": "XX", "area_code": "4107"})
    if request.method == "POST" and form.is_valid():
        try:
            outbreak = outbreak_actions.open_outbreak(
                **form.cleaned_data, by=request.user, now=request.received_at
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The outbreak is open. Record the first positive sample."))
            return redirect("home:enter", outbreak.slug)
    return render(request, "home/open.html", {"form": form}, status=422 if form.errors else 200)


@needs(Permission.OUTBREAK_MANAGE)
def set_clock(request: DeskRequest) -> HttpResponse:
    """Move the clock of a past outbreak or a drill; what became due on the way happens."""
    form = ClockForm(
        request.POST or None, initial={"to": request.outbreak_now, "runs": request.outbreak.clock_runs}
    )
    if request.method == "POST" and form.is_valid():
        try:
            outbreak_actions.set_clock(
                outbreak_id=request.outbreak.id, **form.cleaned_data, by=request.user, now=request.received_at
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            ticking.tick(outbreak_id=request.outbreak.id, now=form.cleaned_data["to"])
            messages.success(
                request,
                _("The clock now shows {time}.").format(time=wording.instant(form.cleaned_data["to"])),
            )
            return redirect("home:enter", request.outbreak.slug)
    return render(request, "home/clock.html", {"form": form}, status=422 if form.errors else 200)
