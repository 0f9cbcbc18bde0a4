"""The preview of a pasted list: who each line may be, what the rule set would propose, what looks doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from ringfence.faces import wording
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.rulesets import queries as rulesets
from ringfence.kernel import Reason
from ringfence.registry.people import queries as people
from ringfence.response.contact_list import ListRefused
from ringfence.tracing.contacts import queries as contacts
from ringfence.tracing.contacts.rules import pasted

from .forms.lines import LineForm, as_typed


def read(request: DeskRequest, case: Any, text: str, *, via: UUID | None) -> list[LineForm]:
    """The rows of a text that was just pasted; somebody who surely is known is chosen already."""
    lines = pasted.read_lines(text=text, today=request.outbreak_today)
    data = as_typed(lines)
    rows = _rows(request, case, data)
    for at, row in enumerate(rows):
        if row.matches and row.matches[0].sure:
            data[f"{at}-person"] = str(row.matches[0].person.id)
    return _judged(request, case, rows, via, notes=[one.notes for one in lines])


def again(request: DeskRequest, case: Any, *, via: UUID | None) -> list[LineForm]:
    """The rows as they were corrected."""
    return _judged(request, case, _rows(request, case, request.POST), via, notes=())


def show_refusals(rows: list[LineForm], refused: ListRefused) -> None:
    """Each refused line gets its own sentences; `refused` counts the lines that were taken."""
    taken = [row for row in rows if row.taken]
    for at, refusal in refused.lines.items():
        taken[at].show_refusal(refusal, wording.field_texts(refusal), wording.refusal_text(refusal))


def _rows(request: DeskRequest, case: Any, data: Mapping[str, Any]) -> list[LineForm]:
    told = str(data.get("rows", ""))
    count = min(int(told) if told.isdecimal() else 0, pasted.LONGEST_LIST)
    places = {"city_code": request.outbreak.area_id, "home_code": case.area_id}
    rows = [LineForm(data, prefix=str(at), **places) for at in range(count)]
    found = people.matches(sought=[row.sought() for row in rows], by=request.user, on=request.outbreak_today)
    for row, matches in zip(rows, found, strict=True):
        row.matches = matches
    return rows


def _judged(
    request: DeskRequest,
    case: Any,
    rows: list[LineForm],
    via: UUID | None,
    *,
    notes: Iterable[tuple[Reason, ...]],
) -> list[LineForm]:
    """Check every row, ask the rule set, note what looks doubtful."""
    for row in rows:
        row.is_valid()
    told = [(row, row.exposure(now=request.outbreak_now)) for row in rows]
    known = [(row, exposure) for row, exposure in told if exposure is not None]
    through = contacts.contact(contact_id=via, by=request.user) if via else None
    ruleset = rulesets.get(request.outbreak.ruleset_id)
    proposals = contacts.proposals(case=case, told=[one for _row, one in known], ruleset=ruleset, via=through)
    for (row, _exposure), proposal in zip(known, proposals, strict=True):
        row.proposal = proposal
    for row, said in zip(rows, notes, strict=False):
        row.notes += [wording.say(one) for one in said]
    _note_doubles(rows)
    _note_known(case, rows)
    return rows


def _note_doubles(rows: list[LineForm]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for at, row in enumerate(rows, 1):
        one = row.sought()
        key = (one.name.strip(), one.phone.strip())
        if key in seen and row.taken:
            row.notes.append(_("The same name and telephone as in line {line}.").format(line=seen[key]))
        seen.setdefault(key, at)


def _note_known(case: Any, rows: list[LineForm]) -> None:
    """Somebody chosen who is the case itself, or is a contact of it already."""
    named = contacts.people_of(case_id=case.id)
    for row in rows:
        chosen = str(row["person"].value() or "")
        if chosen == str(case.person_id):
            row.notes.append(_("This is the case itself."))
        elif chosen in named:
            row.notes.append(_("Is a contact of this case already; the exposure will be added."))
