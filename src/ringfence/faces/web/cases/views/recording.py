"""Recording a positive sample, with suggestions while typing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ringfence.faces.access import needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.kernel import Expected
from ringfence.registry.people import rules as person_rules
from ringfence.response import first_positive
from ringfence.tracing.cases import queries as cases

from ..forms.places import search
from ..forms.record import RecordForm
from ..people import beside
from ..people import search as search_people


@needs(Permission.SAMPLE_RECORD)
def record(request: DeskRequest) -> HttpResponse:
    """Who tested positive, with which sample: the case opens and its clock starts."""
    form = _form(request)
    if form.is_bound and form.is_valid():
        try:
            case = first_positive.record_positive(
                outbreak_id=request.outbreak.id, person=form.who_it_is(), tube=form.tube(), result=form.result(),
                told=form.told(), by=request.user, now=request.outbreak_now,
            )  # fmt: skip
        except Expected as refusal:
            show_refusal(form, refusal)
        else:
            return _opened(request, case, code=form.cleaned_data["code"])
    context = {"form": form, "people": beside(request, form), "places": form.places_found()}
    return render(request, "cases/new.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Permission.PERSON_READ)
def people_found(request: DeskRequest) -> HttpResponse:
    """Known people who fit what is typed; by POST, so that no name stands in an address."""
    found = search_people(request, request.POST.get("who", ""))
    return render(
        request, "cases/people_found.html", {"people": found, "chosen": request.POST.get("person", "")}
    )


@require_GET
@needs(Permission.PERSON_WRITE)
def places_found(request: DeskRequest) -> HttpResponse:
    """Places that fit what is typed."""
    found = search(request.GET.get("place", ""), city_code=request.outbreak.area_id)
    return render(request, "cases/places_found.html", {"places": found, "chosen": found[0].place.code if len(found) == 1 else ""})  # fmt: skip


@require_POST
@needs(Permission.PERSON_WRITE)
def identity_number(request: DeskRequest) -> HttpResponse:
    """What an identity number says: its check digit, birth date and sex, and whose it is."""
    number = request.POST.get("id_number", "").strip()
    decision = person_rules.valid_citizen_number(number) if len(number) >= 18 else None
    known = search_people(request, number) if decision and decision.allowed else []
    context = {"decision": decision, "told": person_rules.told_by_citizen_number(number), "known": known}
    return render(request, "cases/identity_number.html", context)


def _form(request: DeskRequest) -> RecordForm:
    """Empty, filled in, or (without a script) with the people who fit what was searched."""
    city_code = request.outbreak.area_id
    if request.method == "POST" and "find" not in request.POST:
        return RecordForm(request.POST, city_code=city_code)
    return RecordForm(city_code=city_code, initial={"result_at": request.outbreak_now} | request.POST.dict())


def _opened(request: DeskRequest, case: cases.Case, *, code: str) -> HttpResponse:
    if case.confirming_sample is not None and case.confirming_sample.code == code:
        messages.success(request, _("Case {number} is open; its clock runs.").format(number=case.number))
    else:
        messages.info(request, _("This person already is case {number}; the sample was added to it.").format(number=case.number))  # fmt: skip
    if access.may(request.user, Permission.CASE_READ, area_code=case.area_id):
        return redirect("cases:show", request.outbreak.slug, case.id)
    return redirect("cases:new", request.outbreak.slug)
