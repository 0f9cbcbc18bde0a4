"""One result at a time: scan the tube, see whose it is, type the result. A positive is asked about once more."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.faces.access import needs
from ringfence.faces.web.names import names_of
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.field.testing import queries as testing
from ringfence.ground.access import Permission
from ringfence.kernel import Refused
from ringfence.response import positive_sample

from .forms import ResultForm

SHOWN_LAST = 12


@needs(Permission.SAMPLE_RECORD)
def record(request: DeskRequest) -> HttpResponse:
    """The desk of the laboratory."""
    form = ResultForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return page(request, form)
    told = form.cleaned_data
    sample = testing.by_codes(
        codes=[told["code"].strip()], by=request.user, outbreak_id=request.outbreak.id
    ).get(told["code"].strip())
    if sample is None:
        form.add_error(
            "code", _("No sample has this tube code. Read the label again, or register the sample first.")
        )
        return page(request, form)
    if not told["result"] or (told["result"] == "POSITIVE" and not told["confirmed"]):
        return page(request, form, sample=sample)
    try:
        positive_sample.receive_result(
            sample_id=sample.id,
            result=form.facts(now=request.outbreak_now),
            by=request.user,
            now=request.outbreak_now,
        )
    except Refused as refusal:
        show_refusal(form, refusal)
        return page(request, form, sample=sample)
    _tell(request, sample, told["result"])
    return redirect("samples:results", request.outbreak.slug)


def page(
    request: DeskRequest,
    form: ResultForm,
    sample: testing.Sample | None = None,
    text: str = "",
    status: int = 200,
) -> HttpResponse:
    """The desk with the last results; with a sample, whose it is."""
    last = testing.results(by=request.user, outbreak_id=request.outbreak.id)[:SHOWN_LAST]
    asks = sample is not None and not form.errors and form.cleaned_data["result"] == "POSITIVE"
    return render(request, "samples/results.html", {
        "form": form, "sample": sample, "asks": asks, "last": last, "text": text,
    }, status=422 if form.errors else status)  # fmt: skip


def _tell(request: DeskRequest, sample: testing.Sample, result: str) -> None:
    name = names_of(request).of(sample.person)
    if result == "POSITIVE":
        messages.warning(
            request,
            _("{code} {name}: positive. The case is open and its two-hour clock runs.").format(
                code=sample.code, name=name
            ),
        )
    elif result == "NEGATIVE":
        messages.success(request, _("{code} {name}: negative.").format(code=sample.code, name=name))
    else:
        messages.info(request, _("{code} {name}: invalid; sample again.").format(code=sample.code, name=name))
