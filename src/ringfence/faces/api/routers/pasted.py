"""A list of contacts as it came by telephone or message: read first, corrected by the caller, named in one step."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from ringfence.faces.web.cases import preview
from ringfence.faces.web.cases.forms.lines import LineForm
from ringfence.ground.access import Permission
from ringfence.registry.people.actions import PersonFacts
from ringfence.response.contact_list import Listed

from ..inside import Call
from ..operations import INSIDE, Operations
from ..schema import NO_NUL, Given, PersonBrief, sentences
from ..words import ContactKind
from .cases import our_case
from .contacts import NamedContact, our_contact
from .people import PersonTold

operations = Operations("pasted contacts")
LONGEST_TEXT = 100_000  # 200 lines are read; a line is never this long


class PastedText(Given):
    """Lines in any order of words, Chinese or English; a first line of column names is followed."""

    text: str = Field(
        max_length=LONGEST_TEXT, pattern=NO_NUL, examples=["王小明 13800001111 同事 1月8日 一起吃饭"]
    )
    via_contact_id: UUID | None = Field(
        None, description="For secondary contacts: the close contact in between."
    )


class KnownPerson(Schema):
    """Somebody registered who may be meant. `sure`: the identity number, or telephone and name, are the same."""

    person: PersonBrief
    sure: bool


class ReadLine(Schema):
    """One line as it was understood. `contact` may be sent to `.../contacts/list` as it stands; null: see `errors`."""

    raw: str
    contact: NamedContact | None
    errors: dict[str, list[str]]
    notes: list[str] = Field(description="What was supposed, or looks doubtful.")
    known: list[KnownPerson]
    proposed_kind: ContactKind = Field(
        description="What the rule set would propose; UNDECIDED: facts are missing."
    )
    proposed_reasons: list[str]


class ReadLines(Schema):
    """The lines of the text; nobody was named yet."""

    lines: list[ReadLine]
    well: int = Field(description="How many lines can be named as they stand.")


@operations.write(f"{INSIDE}/cases/{{case_id}}/contacts/read", ReadLines, needs=Permission.CONTACT_WRITE)
def read(request: Call, case_id: UUID, told: PastedText) -> object:
    """Read a pasted list of contacts with its doubts; correct it, then name it with `.../contacts/list`."""
    case = our_case(request, case_id)
    if told.via_contact_id is not None:
        our_contact(request, told.via_contact_id)
    rows = preview.read(request, case, told.text, via=told.via_contact_id)  # type: ignore[arg-type]
    lines = [_shown(row, request) for row in rows]
    return {"lines": lines, "well": sum(line["contact"] is not None for line in lines)}


def _shown(row: LineForm, request: Call) -> dict[str, Any]:
    listed = row.listed(now=request.outbreak_now) if row.is_valid() else None
    proposal = row.proposal
    return {
        "raw": str(row["raw"].value() or ""), "contact": _named(listed) if listed else None,
        "errors": {name: [str(one) for one in said] for name, said in row.errors.items()},
        "notes": [str(one) for one in row.notes],
        "known": [{"person": one.person, "sure": one.sure} for one in row.matches],
        "proposed_kind": str(proposal.kind) if proposal and proposal.kind else "UNDECIDED",
        "proposed_reasons": sentences(proposal.reasons) if proposal else [],
    }  # fmt: skip


def _named(listed: Listed) -> dict[str, Any]:
    """The line in the shape that `.../contacts/list` takes."""
    person, exposure = listed.person, asdict(listed.exposure)
    told = {name: value for name, value in asdict(person).items() if name in PersonTold.model_fields} if isinstance(person, PersonFacts) else None  # fmt: skip
    return {
        "person_id": None if told else person, "person": told, "relation": listed.relation,
        "exposure": exposure | {"basis": str(exposure["basis"])},
    }  # fmt: skip
