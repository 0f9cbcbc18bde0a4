"""What leaves: line list, contacts, links, the resolved tree."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ringfence.faces import exporting
from ringfence.faces.access import needs
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission

EXPORTS = (
    (
        "line-list",
        _("Line list"),
        _("Every case that you may see, with the columns that files brought along."),
    ),
    ("contacts", _("Contacts"), _("Every contact with first and last exposure, classification and measure.")),
    (
        "links",
        _("Candidate links"),
        _("Possible sources of each case with their grades. A mention has no direction."),
    ),
    ("tree", _("Resolved tree"), _("Each case with its most likely source, its weight and the reasons.")),
)


@needs(Permission.LINE_LIST_EXPORT)
def listed(request: DeskRequest) -> HttpResponse:
    return render(request, "exports/list.html", {"exports": EXPORTS})


@needs(Permission.LINE_LIST_EXPORT)
def download(request: DeskRequest, what: str, kind: str) -> HttpResponseBase:
    """One export as a file; it can be imported again as it is."""
    return exporting.as_file(
        what=what, kind=kind, outbreak=request.outbreak, by=request.user, now=request.outbreak_now,
        language=get_language() or "en",
    )  # fmt: skip
