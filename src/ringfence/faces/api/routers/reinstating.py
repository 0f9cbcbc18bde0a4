"""Taking up again a case that was ruled out."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from ringfence.ground.access import Permission
from ringfence.response import reinstating

from ..inside import Call
from ..operations import INSIDE, Operations
from ..schema import Given, Instant, Paragraph, PersonBrief, brief
from .cases import our_case

operations = Operations("reinstating")
CASE = f"{INSIDE}/cases/{{case_id}}/reinstate"


class PutUp(Schema):
    """A contact who was excluded with the case and waits for a decision again."""

    contact_id: UUID
    person: PersonBrief
    kind_before: str
    last_exposure_at: Instant


class Reinstated(Schema):
    """What taking the case up again does. Nobody is restricted by it."""

    contacts: list[PutUp]
    drafts_isolation: bool = Field(description="The isolation of the case is drafted; it needs its approval.")


class ReinstateTold(Given):
    classification: Literal["PRESUMPTIVE", "SUSPECTED", "CONFIRMED", "ASYMPTOMATIC"]
    why: Paragraph = Field(min_length=1)


@operations.read(CASE, Reinstated, needs=Permission.CASE_WRITE)
def who_is_put_up(request: Call, case_id: UUID) -> object:
    """Who would be put up for decision again if this case were taken up again; changes nothing."""
    our_case(request, case_id)
    return _shown(reinstating.preview(case_id=case_id), request)


@operations.write(CASE, Reinstated, needs=Permission.CASE_WRITE)
def reinstate(request: Call, case_id: UUID, told: ReinstateTold) -> object:
    """This is a case after all: its contacts wait for decision again, its isolation is drafted for approval."""
    our_case(request, case_id)
    found = reinstating.reinstate(case_id=case_id, **told.dict(), by=request.user, now=request.outbreak_now)
    return _shown(found, request)


def _shown(found: reinstating.Reinstated, request: Call) -> dict[str, Any]:
    return {
        "drafts_isolation": found.drafts_isolation,
        "contacts": [
            {"contact_id": one.id, "person": brief(one.person, request), "kind_before": one.kind,
             "last_exposure_at": one.last_exposure_at}
            for one in found.contacts
        ],
    }  # fmt: skip
