"""Local versions of rule sets: proposed, signed by a second organisation, published, taken back."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.ground.access import Permission
from ringfence.ground.rulesets import actions as ruleset_actions
from ringfence.ground.rulesets import document
from ringfence.ground.rulesets import queries as rulesets
from ringfence.ground.rulesets.changes import MOST_CHANGES
from ringfence.ground.rulesets.plain import as_plain
from ringfence.response import local_rules

from ..inside import Call
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import AreaCode, Day, Given, Instant, Line, Paragraph, Sentence, Word, sentences
from ..words import ChangeEffect, LocalState, SourceMark
from .orders import SaidWhy

operations = Operations("local rule sets")
ALL = f"{INSIDE}/local-rulesets"
ONE = f"{ALL}/{{version_id}}"
Single = bool | int | float | Word | None


class ChangedValue(Given):
    """One value of the edition that is another one here."""

    parameter: Line = Field(
        examples=["measures.close_contact[0].days"], description="As the page of the edition names it."
    )
    value: Single | Annotated[list[Single], Field(max_length=100)] = Field(
        description="In the unit of its name; [] takes a row of measures out, null means: not set."
    )
    source: Sentence = Field(description="The order or the page that it rests on.")
    mark: SourceMark = "A"
    reason: Annotated[str, Field(max_length=1000)]


class LocalProposal(Given):
    """A local version of an edition for the outbreak's area. `valid_to` is the day after its last day."""

    base_id: Word = Field(examples=["CN-9"])
    place_code: AreaCode
    name_en: Line
    name_zh: Line
    valid_from: Day
    valid_to: Day
    why: Paragraph = Field(description="Why this place needs rules of its own; citizens read it.")
    changes: Annotated[list[ChangedValue], Field(max_length=MOST_CHANGES)]


class DifferenceShown(Schema):
    """A parameter in which two rule sets differ, and what that means for people."""

    parameter: str
    before: Any
    after: Any
    effect: ChangeEffect
    source: str
    reason: str


class LocalVersion(Schema):
    """A local version and who signed it. Its content never changes."""

    id: UUID
    ruleset_id: str = Field(description="The id by which an outbreak follows it, once it is published.")
    base_id: str
    place_code: str
    name_en: str
    name_zh: str
    why: str
    valid_from: Day
    valid_to: Day
    state: LocalState
    proposed_at: Instant
    proposed_by_name: str
    approved_at: Instant | None
    approved_by_name: str
    published_at: Instant | None
    published_where: str
    closed_at: Instant | None
    closed_by_name: str
    closed_why: str


class LocalVersionShown(LocalVersion):
    """With what it changes, what it was proposed with, and whether this outbreak may follow it now."""

    differences: list[DifferenceShown]
    proposal: LocalProposal
    may_be_followed: bool
    reasons: list[str]


class Published(Given):
    where: Sentence = Field(min_length=1, description="Where citizens can read it: a page or a newspaper.")


@operations.read(ALL, Listed[LocalVersion], needs=Permission.DASHBOARD_READ)
def list_some(request: Call, at: Query[Cursor]) -> object:
    """Local versions of real responses (in a drill: of drills), newest first."""
    found = rulesets.local_versions(purpose=request.outbreak.purpose, now=request.outbreak_now)
    return listed(found, at=at, order=("-proposed_at", "-id"), shown=_line)


@operations.write(f"{ALL}/check", list[DifferenceShown], needs=Permission.RULESET_CHANGE)
def check(request: Call, told: LocalProposal) -> object:
    """What a proposal would change, or every fault in it. Nothing is kept."""
    found = ruleset_actions.check(proposal=_proposal(told), by=request.user, now=request.outbreak_now)
    return [difference(one) for one in found]


@operations.write(ALL, LocalVersionShown, needs=Permission.RULESET_CHANGE, status=201)
def propose(request: Call, told: LocalProposal) -> object:
    """Write a local version down under the first signature. Nothing in it can be changed afterwards."""
    made = local_rules.propose(
        outbreak_id=request.outbreak.id, proposal=_proposal(told), by=request.user, now=request.outbreak_now
    )
    return _one(request, made.id)


@operations.read(ONE, LocalVersionShown, needs=Permission.DASHBOARD_READ)
def show(request: Call, version_id: UUID) -> object:
    """One local version with what it changes."""
    return _one(request, version_id)


@operations.write(f"{ONE}/approve", LocalVersionShown, needs=Permission.RULESET_CHANGE)
def approve(request: Call, version_id: UUID) -> object:
    """The second signature. Refused for whoever proposed it and for their organisation."""
    _one(request, version_id)
    ruleset_actions.approve(version_id=version_id, **_deed(request))
    return _one(request, version_id)


@operations.write(f"{ONE}/refuse", LocalVersionShown, needs=Permission.RULESET_CHANGE)
def refuse(request: Call, version_id: UUID, told: SaidWhy) -> object:
    """No second signature, and why. By another person of another organisation."""
    _one(request, version_id)
    ruleset_actions.refuse(version_id=version_id, why=told.why, **_deed(request))
    return _one(request, version_id)


@operations.write(f"{ONE}/publish", LocalVersionShown, needs=Permission.RULESET_CHANGE)
def publish(request: Call, version_id: UUID, told: Published) -> object:
    """Write down where citizens can read it; from its first day on an outbreak may follow it."""
    _one(request, version_id)
    ruleset_actions.publish(version_id=version_id, where=told.where, **_deed(request))
    return _one(request, version_id)


@operations.write(f"{ONE}/withdraw", LocalVersionShown, needs=Permission.RULESET_CHANGE)
def withdraw(request: Call, version_id: UUID, told: SaidWhy) -> object:
    """Take it back; an outbreak that follows it returns to the edition, which lengthens nothing."""
    _one(request, version_id)
    local_rules.withdraw(version_id=version_id, why=told.why, **_deed(request))
    return _one(request, version_id)


def _deed(request: Call) -> dict[str, Any]:
    return {"by": request.user, "now": request.outbreak_now, "outbreak_id": request.outbreak.id}


def _proposal(told: LocalProposal) -> rulesets.Proposal:
    facts = {name: getattr(told, name) for name in LocalProposal.model_fields if name != "changes"}
    return rulesets.Proposal(**facts, changes=tuple(rulesets.Change(**one.dict()) for one in told.changes))


def _one(request: Call, version_id: UUID) -> dict[str, Any]:
    outbreak, now = request.outbreak, request.outbreak_now
    version = rulesets.local_version(version_id=version_id, purpose=outbreak.purpose, now=now)
    judged = rulesets.judged(version, area_code=outbreak.area_id, purpose=outbreak.purpose, now=now)
    return {
        **_line(version), "differences": [difference(one) for one in rulesets.changed_by(version)],
        "proposal": document.as_plain(rulesets.proposal_of(version)), "may_be_followed": judged.allowed,
        "reasons": sentences(judged.reasons),
    }  # fmt: skip


def _line(version: rulesets.LocalVersion) -> dict[str, Any]:
    told = {name: getattr(version, name) for name in LocalVersion.model_fields if name != "ruleset_id"}
    return {**told, "ruleset_id": version.code}


def difference(one: rulesets.Difference) -> dict[str, Any]:
    """A difference as it is sent."""
    return {
        "parameter": one.parameter, "before": as_plain(one.before), "after": as_plain(one.after), "effect": str(one.effect),
        "source": ", ".join(one.origin.sources) if one.origin else "", "reason": one.origin.note if one.origin else "",
    }  # fmt: skip
