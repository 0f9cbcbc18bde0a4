"""Samples at home: whom to go to, with the address, and what came of it in one tap. Made for a telephone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.care.quarantine import queries as quarantine
from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.names import names_of
from ringfence.faces.web.paging import count_up_to, list_page
from ringfence.faces.web.requests import DeskRequest
from ringfence.field.testing import at_home
from ringfence.ground.access import Permission
from ringfence.ground.audit import looks
from ringfence.kernel import Reason, Refused
from ringfence.response import home_sampling

CODES = re.compile(r"[,，;；\s]+")


@dataclass(frozen=True, slots=True)
class Door:
    """One sample at one door. `identity` (telephone and address) is None for who may not know them."""

    sample: Any
    why: Reason
    due_at: Any
    identity: Any | None


@needs(Permission.SAMPLE_AT_HOME)
def due(request: DeskRequest) -> HttpResponse:
    """Whom to go to today, the oldest first."""
    found = at_home.beside(at_home.due(
        by=request.user, outbreak_id=request.outbreak.id, day=request.outbreak_today,
        person_ids=quarantine.people_at_home(outbreak_id=request.outbreak.id),
    ))  # fmt: skip
    page = list_page(request, found, by=("due_on", "id"))
    return render(request, "samples/home.html", {
        "doors": doors(request, page.rows), "page_rows": page, "count": count_up_to(found),
    })  # fmt: skip


@require_POST
@needs(Permission.SAMPLE_AT_HOME)
def keep(request: DeskRequest, sample_id: UUID) -> HttpResponse:
    """Sampled, nobody opened, or would not."""
    codes = [code[:40] for code in CODES.split(request.POST.get("codes", "").strip()) if code]
    try:
        _visit, next_visit = home_sampling.keep_visit(
            sample_id=sample_id, outcome=request.POST.get("outcome", ""), codes=codes,
            note=request.POST.get("note", ""), by=request.user, now=request.outbreak_now,
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, wording.refusal_text(refusal))
    else:
        if next_visit is None:
            messages.success(request, _("The sample is taken."))
        else:
            messages.warning(request, wording.say(next_visit.why))
    return redirect(reverse("samples:home", args=[request.outbreak.slug]))


def doors(request: Any, rows: list[Any]) -> list[Door]:
    """Each sample with its visits, and with the address for who may read persons there (which is kept in the audit)."""
    names = names_of(request)
    known = {one.id for one in rows if names.may_read(one.person)}
    looks.note(*[one.person_id for one in rows if one.id in known])
    found = []
    for one in rows:
        told = at_home.next_visit(one)
        found.append(Door(one, told.why, told.due_at, one.person.identity if one.id in known else None))
    return found
