"""The list of cases, and one classification for many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.page import address
from ringfence.faces.web.paging import count_of, list_page
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.kernel import Expected
from ringfence.response import ruling_out
from ringfence.tracing.cases import queries as cases
from ringfence.tracing.contacts import queries as contacts
from ringfence.tracing.investigations import queries as investigations

from ..forms.filters import FilterForm
from ..reading import age, ids


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case with what the list shows beside it."""

    case: cases.Case
    age_years: int | None
    clock: investigations.ClockFace | None
    contacts: int
    undecided: int


@needs(Permission.CASE_READ)
def listed(request: DeskRequest) -> HttpResponse:
    """Cases, the newest report first."""
    form = FilterForm(request.GET, city_code=request.outbreak.area_id)
    found = cases.listed(by=request.user, outbreak_id=request.outbreak.id, wanted=form.wanted())
    page = list_page(request, found, by=("-reported_at", "-id"))
    return render(request, "cases/list.html", {
        "form": form, "page_rows": page, "rows": _rows(page.rows, today=request.outbreak_today),
        "count": count_of(page, found), "classifications": cases.Case.Classification.choices,
        "exports_url": address("exports:list", request.outbreak.slug),
    })  # fmt: skip


@require_POST
@needs(Permission.CASE_WRITE)
def classify_many(request: DeskRequest) -> HttpResponse:
    """Give the chosen cases one classification, in one step."""
    visible = cases.visible_to(by=request.user, outbreak_id=request.outbreak.id)
    chosen = [one.id for one in visible.filter(id__in=ids(request.POST.getlist("case")))]
    try:
        changed = ruling_out.classify_many(
            case_ids=chosen, classification=request.POST.get("classification", ""), by=request.user, now=request.outbreak_now
        )  # fmt: skip
    except Expected as refusal:
        messages.error(request, wording.refusal_text(refusal))
    else:
        messages.success(request, _("{changed} of {chosen} chosen cases changed.").format(changed=changed, chosen=len(chosen)))  # fmt: skip
    return redirect(_back(request))


def _rows(found: Sequence[cases.Case], *, today: date) -> list[CaseRow]:
    ids = [one.id for one in found]
    clocks = investigations.clocks(case_ids=ids)
    counts = contacts.counts_of_cases(case_ids=ids)
    return [
        CaseRow(one, age(one.person, today), clocks.get(one.id), *counts.get(one.id, (0, 0))) for one in found
    ]


def _back(request: DeskRequest) -> str:
    """The list as it was narrowed."""
    goal = request.POST.get("next", "")
    known = url_has_allowed_host_and_scheme(
        goal, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return goal if known else address("cases:list", request.outbreak.slug)
