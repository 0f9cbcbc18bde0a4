"""By whom or where a case may have been infected: candidates named, one chosen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Schema

from ringfence.ground.access import Permission
from ringfence.kernel import Refused, reason
from ringfence.tracing.cases import actions as case_actions
from ringfence.tracing.cases import queries as cases

from ..inside import Call
from ..operations import INSIDE, Operations
from ..schema import NO_NUL, Given, Instant, Paragraph
from ..words import Grade, Relation, SourceKind
from .cases import our_case

operations = Operations("sources")


class Source(Schema):
    """A candidate source of a case. A mention is not a direction; `directed` says that the direction is known."""

    id: UUID
    source_kind: SourceKind
    source_case_id: UUID | None
    source_number: str
    source_label: str
    relation: Relation
    grade: Grade
    directed: bool
    evidence: str
    chosen: bool
    created_at: Instant


class SourceTold(Given):
    source_kind: SourceKind
    source_case_id: UUID | None = None
    source_label: str = Field("", max_length=120, pattern=NO_NUL)
    relation: Relation = "UNKNOWN"
    grade: Grade = "MENTION"
    directed: bool = False
    evidence: Paragraph = ""


class ChosenSource(Given):
    """`link_id` of the candidate that infected the case; null puts the question back to open."""

    link_id: UUID | None


@operations.read(f"{INSIDE}/cases/{{case_id}}/sources", list[Source], needs=Permission.CASE_READ)
def list_all(request: Call, case_id: UUID) -> object:
    """The candidate sources of a case, the chosen one first."""
    our_case(request, case_id)
    return [_shown(one) for one in cases.links_of(case_id=case_id)]


@operations.write(f"{INSIDE}/cases/{{case_id}}/sources", Source, needs=Permission.LINK_WRITE, status=201)
def name_source(request: Call, case_id: UUID, told: SourceTold) -> object:
    """Name a possible source. Naming it again raises its grade and adds the evidence."""
    our_case(request, case_id)
    _fits(request, told)
    link = case_actions.name_source(
        case_id=case_id,
        source=case_actions.SourceNamed(**told.dict()),
        by=request.user,
        now=request.outbreak_now,
    )
    return _shown(link)


@operations.write(
    f"{INSIDE}/cases/{{case_id}}/source", list[Source], needs=Permission.LINK_WRITE, method="PUT"
)
def choose_source(request: Call, case_id: UUID, told: ChosenSource) -> object:
    """Settle which candidate infected the case, or put the question back to open."""
    our_case(request, case_id)
    case_actions.choose_source(
        case_id=case_id, link_id=told.link_id, by=request.user, now=request.outbreak_now
    )
    return [_shown(one) for one in cases.links_of(case_id=case_id)]


def _fits(request: Call, told: SourceTold) -> None:
    """A source that is a case names the case, and only then."""
    if (told.source_kind == "CASE") != (told.source_case_id is not None):
        raise Refused(
            reason("A source of the kind CASE names its case, any other kind names none."),
            fields={"source_case_id": [reason("Name the case, or choose another kind.")]},
        )
    if told.source_case_id is not None:
        our_case(request, told.source_case_id)


def _shown(link: Any) -> dict[str, Any]:
    told = {name: getattr(link, name) for name in Source.__annotations__ if name != "source_number"}
    return {**told, "source_number": link.source_case.number if link.source_case else ""}
