"""A sample of anybody: search the person, or register somebody new in the same deed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.faces.access import needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.faces.web.templatetags.front import named
from ringfence.field.testing.queries import Sample
from ringfence.ground.access import Permission, visible_areas
from ringfence.kernel import Refused
from ringfence.registry.people import queries as people
from ringfence.registry.places import queries as places
from ringfence.response import sampling

from .forms import SomebodyForm, TubeForm


@needs(Permission.SAMPLE_RECORD)
def choose(request: DeskRequest) -> HttpResponse:
    """Whose sample is it?"""
    text = request.GET.get("q", "")
    found = people.search(text=text, by=request.user, on=request.outbreak_today, limit=20)
    return render(request, "samples/choose.html", {"text": text, "people": found})


@needs(Permission.SAMPLE_RECORD)
def of_known(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """A sample of a person who is known."""
    person = people.person(person_id=person_id, by=request.user, on=request.outbreak_today)
    form = TubeForm(request.POST or None, initial=_first(request))
    if request.method == "POST" and form.is_valid():
        try:
            sample = sampling.take_sample(outbreak_id=request.outbreak.id, person=person_id, tube=form.tube(),
                                          by=request.user, now=request.outbreak_now)  # fmt: skip
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return _done(request, sample)
    return render(
        request, "samples/new.html", {"form": form, "person": person}, status=422 if form.errors else 200
    )


@needs(Permission.PERSON_WRITE)
def of_new(request: DeskRequest) -> HttpResponse:
    """A sample of somebody who is not known yet."""
    form = TubeForm(request.POST or None, initial=_first(request))
    somebody = SomebodyForm(
        request.POST or None, areas=_areas(request), initial={"name": request.GET.get("name", "")}
    )
    if request.method == "POST" and form.is_valid() & somebody.is_valid():
        try:
            sample = sampling.take_sample(outbreak_id=request.outbreak.id, person=somebody.person(), tube=form.tube(),
                                          by=request.user, now=request.outbreak_now)  # fmt: skip
        except Refused as refusal:
            show_refusal(
                somebody if "name" in refusal.fields or "id_number" in refusal.fields else form, refusal
            )
        else:
            return _done(request, sample)
    wrong = bool(form.errors or somebody.errors)
    return render(
        request, "samples/new.html", {"form": form, "somebody": somebody}, status=422 if wrong else 200
    )


def _done(request: DeskRequest, sample: Sample) -> HttpResponse:
    messages.success(
        request, _("Tube {code} is registered and waits for its result.").format(code=sample.code)
    )
    return redirect("samples:new", request.outbreak.slug)


def _first(request: DeskRequest) -> dict[str, object]:
    return {"taken_at": request.outbreak_now, "purpose": Sample.Purpose.SCREENING}


def _areas(request: DeskRequest) -> list[tuple[str, list[tuple[str, str]]]]:
    """Townships under their county, those in which this reader may register people."""
    mine = tuple(visible_areas(request.user, Permission.PERSON_WRITE)) or ("-",)
    grouped: dict[str, list[tuple[str, str]]] = {}
    for one in places.within(code=request.outbreak.area_id, kind="TOWNSHIP").select_related("parent"):
        if one.code.startswith(mine):
            grouped.setdefault(named(one.parent), []).append((one.code, named(one)))
    return list(grouped.items())
