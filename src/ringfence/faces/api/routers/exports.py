"""Files to take away; each can be imported again."""

from __future__ import annotations

from typing import Literal

from django.http import HttpResponseBase
from django.utils import translation
from ninja import Field, Query, Schema

from ringfence.faces import exporting
from ringfence.ground.access import Permission

from ..inside import Call
from ..operations import INSIDE, Operations

operations = Operations("exports")


class WantedFile(Schema):
    form: Literal["csv", "xlsx", "json"] = Field(
        "csv", description="CSV in UTF-8 with a byte-order mark, XLSX or JSON."
    )


@operations.file(f"{INSIDE}/exports/{{what}}", ["csv", "xlsx", "json"], needs=Permission.LINE_LIST_EXPORT)
def take_away(
    request: Call, what: Literal["line-list", "contacts", "links", "tree"], wanted: Query[WantedFile]
) -> HttpResponseBase:
    """The line list, the contacts, the candidate links with their grades, or the resolved transmission tree.

    Made while it is read: 120,000 rows need no more memory than one page.
    """
    return exporting.as_file(
        what=what, kind=wanted.form, outbreak=request.outbreak, by=request.user, now=request.outbreak_now,
        language=translation.get_language() or "en",
    )  # fmt: skip
