"""Who looked at a person's data, and why."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from ringfence.faces.access import needs
from ringfence.faces.web.paging import list_page
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.ground.access import queries as access
from ringfence.ground.audit import queries as record
from ringfence.registry.people import queries as people


@needs(Permission.PERSON_READ)
def listed(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Newest first; the look at this page will be the next."""
    person = people.person(person_id=person_id, by=request.user, on=request.outbreak_today)
    rows = list_page(request, record.looks_at(person_id=person_id), by=("-id",))
    houses = access.organisations_by_id(ids=[row.organisation_id for row in rows.rows])
    looks = [(row, houses.get(row.organisation_id)) for row in rows.rows]
    return render(request, "people/looks.html", {"person": person, "page_rows": rows, "looks": looks})
