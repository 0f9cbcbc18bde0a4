"""Suggestions of known people beside a search box."""

from __future__ import annotations

from ringfence.faces.web.requests import DeskRequest
from ringfence.registry.people import queries as people

from .forms.persons import PersonPick

MOST_PEOPLE = 8


def search(request: DeskRequest, text: str) -> list[people.NamedPerson]:
    """Those whom the reader may see, by name, pinyin, telephone or identity number."""
    return people.search(text=text, by=request.user, on=request.outbreak_today, limit=MOST_PEOPLE)


def beside(request: DeskRequest, form: PersonPick) -> list[people.NamedPerson]:
    """The people beside the search box when the page is shown (again): the chosen one stays in sight."""
    chosen = form["person"].value()
    found = search(request, form["who"].value() or "")
    if chosen and not form.errors.get("person") and all(str(one.id) != chosen for one in found):
        found.insert(0, people.person(person_id=chosen, by=request.user, on=request.outbreak_today))
    return found
