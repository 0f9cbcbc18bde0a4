"""The investigation of a case: its clock, its form, its movement as told."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import field_validator

from ringfence.ground.access import Permission
from ringfence.kernel import NotFound, reason
from ringfence.response import facts
from ringfence.tracing.investigations import actions as investigation_actions
from ringfence.tracing.investigations import queries as investigations

from ..inside import Call
from ..operations import INSIDE, Operations
from ..schema import NO_NUL, Done, Given, Instant, Line, Paragraph, Word
from ..words import Block, StopWhy
from .cases import our_case

operations = Operations("investigations")
HERE = f"{INSIDE}/cases/{{case_id}}/investigation"
LONGEST_BLOCK = 100_000  # characters of JSON: a long interview is some 20,000


class Milestone(Schema):
    """One deadline of the clock, met with its evidence or open."""

    code: str
    hours: int
    due_at: Instant
    warn_at: Instant
    met_at: Instant | None
    met_by_name: str
    evidence: str
    breached_at: Instant | None


class ClockStop(Schema):
    """A stretch in which the clock stood still."""

    why: StopWhy
    note: str
    stopped_at: Instant
    resumed_at: Instant | None
    by_name: str


class FormBlock(Schema):
    """One block of the form in its newest version; version 0 is not yet written."""

    block: Block
    version: int
    content: dict[str, Any]
    saved_at: Instant | None
    saved_by_name: str


class MovementStop(Schema):
    """One stop of the case's movement as told."""

    id: UUID
    place: str
    area_code: str | None = Field(None, alias="area_id")
    from_at: Instant
    from_latest: Instant | None = Field(
        description="Where the hour is not known: the latest moment of coming; `from_at` is the earliest."
    )
    to_at: Instant | None
    to_latest: Instant | None = Field(description="The latest moment of leaving; `to_at` is the earliest.")
    activity: str
    mask: bool | None
    ventilation: str
    companions: str
    transport: str
    evidence: str


class Investigation(Schema):
    """The investigation with its clock, form and movement."""

    id: UUID
    case_id: UUID
    started_at: Instant
    completed_at: Instant | None
    investigator: str
    team: str
    milestones: list[Milestone]
    stops: list[ClockStop]
    blocks: list[FormBlock]
    movement: list[MovementStop]


class Met(Given):
    evidence: Paragraph = Field(examples=["Report 0109-3 sent to the city CDC at 14:05"])


class Stopped(Given):
    why: StopWhy
    note: Line = ""


class BlockSaved(Given):
    content: dict[str, Any]
    on_version: int = Field(
        0, ge=0, le=1_000_000, description="The version that was read; 0 for a new block."
    )

    @field_validator("content")
    @classmethod
    def _fits(cls, content: dict[str, Any]) -> dict[str, Any]:
        written = json.dumps(content)
        if len(written) > LONGEST_BLOCK or "\\u0000" in written or "\\ud" in written.lower():
            raise ValueError("too long, or with characters that cannot be kept")
        return content


class StopTold(Given):
    place: Line = Field(min_length=1)
    from_at: Instant
    from_latest: Instant | None = None
    to_at: Instant | None = None
    to_latest: Instant | None = None
    area_code: str = Field("", pattern=r"^[0-9]{0,12}$")
    activity: Line = ""
    mask: bool | None = None
    ventilation: str = Field("", max_length=60, pattern=NO_NUL)
    companions: Line = ""
    transport: str = Field("", max_length=120, pattern=NO_NUL)
    evidence: Line = ""


@operations.read(HERE, Investigation, needs=Permission.CASE_READ)
def show(request: Call, case_id: UUID) -> object:
    """The investigation of a case: clock, form, movement."""
    return _shown(request, case_id)


@operations.write(f"{HERE}/milestones/{{code}}", Investigation, needs=Permission.INVESTIGATION_WRITE)
def meet(request: Call, case_id: UUID, code: Word, told: Met) -> object:
    """Mark a milestone as met, with a sentence of evidence."""
    found = _found(request, case_id)
    investigation_actions.meet(
        investigation_id=found.id,
        code=code,
        evidence=told.evidence,
        by=request.user,
        now=request.outbreak_now,
    )
    return _shown(request, case_id)


@operations.write(f"{HERE}/stop-clock", Investigation, needs=Permission.INVESTIGATION_WRITE)
def stop_clock(request: Call, case_id: UUID, told: Stopped) -> object:
    """Let the clock stand still, for a reason that the rule set knows."""
    found = _found(request, case_id)
    investigation_actions.stop_clock(
        investigation_id=found.id, why=told.why, note=told.note, ruleset=facts.ruleset_of_case(case_id),
        by=request.user, now=request.outbreak_now,
    )  # fmt: skip
    return _shown(request, case_id)


@operations.write(f"{HERE}/resume-clock", Investigation, needs=Permission.INVESTIGATION_WRITE)
def resume_clock(request: Call, case_id: UUID) -> object:
    """Let the clock run again; open milestones move by the time it stood still."""
    found = _found(request, case_id)
    investigation_actions.resume_clock(
        investigation_id=found.id,
        ruleset=facts.ruleset_of_case(case_id),
        by=request.user,
        now=request.outbreak_now,
    )
    return _shown(request, case_id)


@operations.read(f"{HERE}/blocks/{{block}}", FormBlock, needs=Permission.CASE_READ)
def block(request: Call, case_id: UUID, block: Block) -> object:
    """One block of the form."""
    found = _found(request, case_id)
    saved = investigations.form(investigation_id=found.id).get(block)
    return saved or {"block": block, "version": 0, "content": {}, "saved_at": None, "saved_by_name": ""}


@operations.write(f"{HERE}/blocks/{{block}}", FormBlock, needs=Permission.INVESTIGATION_WRITE, method="PUT")
def save_block(request: Call, case_id: UUID, block: Block, told: BlockSaved) -> object:
    """Save a block as a new version. Refused when somebody else saved it since `on_version` was read."""
    found = _found(request, case_id)
    return investigation_actions.save_block(
        investigation_id=found.id, block=block, content=told.content, on_version=told.on_version, by=request.user,
        now=request.outbreak_now,
    )  # fmt: skip


@operations.write(f"{HERE}/movement", MovementStop, needs=Permission.INVESTIGATION_WRITE, status=201)
def add_stop(request: Call, case_id: UUID, told: StopTold) -> object:
    """Add a stop to the movement history."""
    found = _found(request, case_id)
    return investigation_actions.add_stop(
        investigation_id=found.id, told=investigation_actions.StopTold(**told.dict()), by=request.user,
        now=request.outbreak_now,
    )  # fmt: skip


@operations.write(f"{HERE}/movement/{{stop_id}}", Done, needs=Permission.INVESTIGATION_WRITE, method="DELETE")
def remove_stop(request: Call, case_id: UUID, stop_id: UUID) -> dict[str, int]:
    """Take a stop out of the movement history; the audit keeps what it was."""
    found = _found(request, case_id)
    if not investigations.movement(investigation_id=found.id).filter(id=stop_id).exists():
        raise NotFound(reason("There is no such stop."))
    investigation_actions.remove_stop(stop_id=stop_id, by=request.user, now=request.outbreak_now)
    return {"changed": 1}


def _found(request: Call, case_id: UUID) -> investigations.Investigation:
    our_case(request, case_id)
    found = investigations.of_case(case_id=case_id)
    if found is None:
        raise NotFound(reason("This case has no investigation; a past case was imported without one."))
    return found


def _shown(request: Call, case_id: UUID) -> dict[str, Any]:
    found = _found(request, case_id)
    return {
        "id": found.id, "case_id": case_id, "started_at": found.started_at, "completed_at": found.completed_at,
        "investigator": str(found.investigator or ""), "team": str(found.team or ""),
        "milestones": list(investigations.milestones(investigation_id=found.id)),
        "stops": list(investigations.stops_of_clock(investigation_id=found.id)),
        "blocks": list(investigations.form(investigation_id=found.id).values()),
        "movement": list(investigations.movement(investigation_id=found.id)),
    }  # fmt: skip
