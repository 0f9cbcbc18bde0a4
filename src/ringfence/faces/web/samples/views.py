"""Lists of samples: due, waiting for a result, with a result, all; and taking one that was scheduled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.care.quarantine import queries as quarantine
from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.paging import count_of, count_up_to, list_page
from ringfence.faces.web.requests import DeskRequest
from ringfence.field.testing import actions as testing_actions
from ringfence.field.testing import queries as testing
from ringfence.ground.access import Permission
from ringfence.kernel import Refused

Found = QuerySet[testing.Sample]

# tab: how its samples are found, and in which order they stand
TABS: dict[str, tuple[Callable[[DeskRequest], Found], tuple[str, ...]]] = {
    "due": (lambda request: _due(request, at_home=False), ("due_on", "id")),
    "home": (lambda request: _due(request, at_home=True), ("due_on", "id")),
    "awaiting": (lambda request: testing.awaiting_result(**_inside(request)), ("taken_at", "id")),
    "results": (lambda request: testing.results(**_inside(request)), ("-result_at", "-id")),
    "all": (
        lambda request: testing.listed(**_inside(request), wanted=testing.SampleFilter()),
        ("-created_at", "-id"),
    ),
}


@needs(Permission.SAMPLE_READ)
def listed(request: DeskRequest) -> HttpResponse:
    """One tab of samples, narrowed by text, purpose, result or person."""
    person_id = _person(request)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "all" if person_id else "due"
    wanted = testing.SampleFilter(text=request.GET.get("q", ""), purpose=request.GET.get("purpose", ""),
                                  result=request.GET.get("result", ""), person_id=person_id)  # fmt: skip
    find, order = TABS[tab]
    found = testing.narrowed(find(request), wanted=wanted)
    page = list_page(request, found, by=order)
    stays = quarantine.running_of_people(
        person_ids=[one.person_id for one in page.rows], outbreak_id=request.outbreak.id
    )
    return render(request, "samples/list.html", {
        "rows": [(one, stays.get(one.person_id)) for one in page.rows], "page_rows": page, "count": count_of(page, found),
        "tab": tab, "wanted": wanted, "purposes": testing.Sample.Purpose.choices, "results": testing.Sample.Result.choices,
        "counts": {name: count_up_to(find_it(request)) for name, (find_it, _order) in TABS.items() if name in ("due", "home", "awaiting")},
    })  # fmt: skip


@require_POST
@needs(Permission.SAMPLE_RECORD)
def take(request: DeskRequest, sample_id: UUID) -> HttpResponse:
    """A scheduled sample was taken just now, into this tube."""
    sample = testing.sample(sample_id=sample_id, by=request.user)
    code = request.POST.get("code", "").strip()[:40]
    try:
        if not code:
            raise Refused(testing_actions.TUBE_NEEDED)
        testing_actions.take_scheduled(
            sample_id=sample_id,
            code=code,
            taken_at=request.outbreak_now,
            by=request.user,
            now=request.outbreak_now,
        )
    except Refused as refusal:
        messages.error(request, f"{sample.person.identity.name}: {wording.refusal_text(refusal)}")
    else:
        messages.success(
            request,
            _("Tube {code} is taken from {name}.").format(code=code, name=sample.person.identity.name),
        )
    return redirect(_back(request))


def _due(request: DeskRequest, *, at_home: bool) -> Found:
    """Due by today: of people in quarantine or monitoring at home, or of all others."""
    people = quarantine.people_at_home(outbreak_id=request.outbreak.id)
    whose: dict[str, Any] = {"of": people} if at_home else {"not_of": people}
    return testing.due(**_inside(request), day=request.outbreak_today, **whose)


def _inside(request: DeskRequest) -> dict[str, Any]:
    return {"by": request.user, "outbreak_id": request.outbreak.id}


def _person(request: DeskRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("person", ""))
    except ValueError:
        return None


def _back(request: DeskRequest) -> str:
    """To the list as it was."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe else reverse("samples:list", args=[request.outbreak.slug])
