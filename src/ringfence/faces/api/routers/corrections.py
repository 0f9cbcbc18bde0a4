"""What people ask to have corrected about themselves: found, checked, made or refused; and codes for their own page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.ground.access import Permission
from ringfence.registry.citizens import actions as citizen_actions
from ringfence.registry.citizens import queries as citizens
from ringfence.registry.corrections import actions as correction_actions
from ringfence.registry.corrections import queries as corrections
from ringfence.registry.people import queries as people

from ..inside import Call
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import Given, Instant, PersonBrief, Sentence, brief
from ..words import CorrectionField, CorrectionState, HandedTo

operations = Operations("corrections")
ONE = f"{INSIDE}/corrections/{{correction_id}}"


class OwnCorrection(Schema):
    """What the person asked for, and what became of it."""

    id: UUID
    field: CorrectionField
    wrong: str
    right: str
    state: CorrectionState
    asked_at: Instant
    due_at: Instant
    decided_at: Instant | None
    answer: str
    before: str = Field(description="What stood there before the correction.")
    after: str = Field(description="What stands there since.")


class Correction(OwnCorrection):
    """The same, for those who decide."""

    person: PersonBrief
    stands_now: str
    asked_by_name: str
    checked_at: Instant | None
    checked_by_name: str
    checked_why: str
    decided_by_name: str


class WantedCorrections(Cursor):
    open_only: bool = True


class SeenPapers(Given):
    why: Sentence = Field(min_length=1, description="Which papers were seen.")


class CorrectionAnswered(Given):
    answer: Sentence = Field(min_length=1, description="In plain words; the person reads it.")


class CodeFor(Given):
    to: HandedTo = "PERSON"


class CodeGiven(Schema):
    """A code, told this once."""

    code: str = Field(description="Sixteen digits in groups; kept nowhere.")
    handed_to: HandedTo
    expires_at: Instant


class CodeKnown(Schema):
    """That a code was given; never the code."""

    id: UUID
    handed_to: HandedTo
    issued_at: Instant
    issued_by_name: str
    expires_at: Instant
    used_at: Instant | None
    revoked_at: Instant | None


@operations.read(f"{INSIDE}/corrections", Listed[Correction], needs=Permission.CORRECTION_DECIDE)
def list_some(request: Call, wanted: Query[WantedCorrections]) -> object:
    """Requests in my areas, the most urgent first."""
    found = corrections.visible_to(
        by=request.user, outbreak_id=request.outbreak.id, open_only=wanted.open_only
    )
    return listed(found, at=wanted, order=("due_at", "id"), shown=lambda one: _shown(one, request))


@operations.read(ONE, Correction, needs=Permission.CORRECTION_DECIDE)
def show(request: Call, correction_id: UUID) -> object:
    """One request, with what stands there now."""
    return _one(request, correction_id)


@operations.write(f"{ONE}/check", Correction, needs=Permission.CORRECTION_DECIDE)
def check(request: Call, correction_id: UUID, told: SeenPapers) -> object:
    """The first hand: compared with papers and found right. Only for what tells who somebody is."""
    _one(request, correction_id)
    correction_actions.check(
        correction_id=correction_id, why=told.why, by=request.user, now=request.outbreak_now
    )
    return _one(request, correction_id)


@operations.write(f"{ONE}/accept", Correction, needs=Permission.CORRECTION_DECIDE)
def accept(request: Call, correction_id: UUID, told: CorrectionAnswered) -> object:
    """Make the correction. Name, sex, birth date and identity number: only after the check of another person."""
    _one(request, correction_id)
    correction_actions.accept(
        correction_id=correction_id, answer=told.answer, by=request.user, now=request.outbreak_now
    )
    return _one(request, correction_id)


@operations.write(f"{ONE}/refuse", Correction, needs=Permission.CORRECTION_DECIDE)
def refuse(request: Call, correction_id: UUID, told: CorrectionAnswered) -> object:
    """Leave everything as it is, with a reason that the person reads."""
    _one(request, correction_id)
    correction_actions.refuse(
        correction_id=correction_id, answer=told.answer, by=request.user, now=request.outbreak_now
    )
    return _one(request, correction_id)


@operations.write(
    f"{INSIDE}/people/{{person_id}}/codes", CodeGiven, needs=Permission.CODE_ISSUE, status=201, kept=False
)
def give_code(request: Call, person_id: UUID, told: CodeFor) -> object:
    """Make a code for a person's own page; an earlier one ends. An `Idempotency-Key` has no effect: no answer is kept."""
    made = citizen_actions.issue(
        person_id=person_id, outbreak_id=request.outbreak.id, to_guardian=told.to == "GUARDIAN", by=request.user,
        now=request.received_at,
    )  # fmt: skip
    return {"code": citizens.grouped(made.digits), "handed_to": made.code.handed_to, "expires_at": made.code.expires_at}  # fmt: skip


@operations.read(f"{INSIDE}/people/{{person_id}}/codes", Listed[CodeKnown], needs=Permission.CODE_ISSUE)
def list_codes(request: Call, person_id: UUID, at: Query[Cursor]) -> object:
    """Which codes a person was given, newest first, and what became of them; never the codes."""
    people.person(person_id=person_id, by=request.user, on=request.outbreak_today)
    found = citizens.codes_of(person_id=person_id, outbreak_id=request.outbreak.id, by=request.user)
    return listed(found, at=at, order=("-issued_at", "-id"), shown=lambda one: one)


def _one(request: Call, correction_id: UUID) -> dict[str, Any]:
    row = corrections.correction(
        correction_id=correction_id, by=request.user, outbreak_id=request.outbreak.id
    )
    return _shown(row, request)


def _shown(row: Any, request: Call) -> dict[str, Any]:
    told = {
        name: getattr(row, name) for name in Correction.model_fields if name not in ("person", "stands_now")
    }
    person = people.named(row.person, on=request.outbreak_today)
    return {**told, "person": brief(row.person, request), "stands_now": corrections.stands_now(person=person, field=row.field)}  # fmt: skip
