"""Where a cluster may come from: places and days, infectors, and the test that would decide; "unknown" always among them."""

from __future__ import annotations

from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.faces.finding import told
from ringfence.ground.access import Permission
from ringfence.tracing.movement import queries

from ..inside import Call
from ..operations import INSIDE, Operations
from ..schema import Day
from ..words import PathogenName
from .cases import our_case

operations = Operations("source_finding")


class SourceWanted(Schema):
    pathogen: PathogenName = "delta"
    case: list[str] = Field([], description="Numbers of the cases of the cluster; none: all that take part.")


class VenueShown(Schema):
    """A place on a day. A count never stands without what chance alone would bring."""

    place_code: str
    place_name: str
    place_kind: str
    day: Day
    weight: float = Field(description="Its share among all places and days and “unknown”.")
    score: float = Field(
        description="Natural logarithm of how much better than chance it explains the cluster."
    )
    share: float = Field(description="The share of the cluster that it explains best with.")
    visited: list[str]
    day_beside: list[str] = Field(description="Cases recorded there on the day before or after.")
    by_chance: float = Field(description="So many of the cluster would have been there anyway.")
    visitors: int
    recorded: int


class TrialShown(Schema):
    """A test between the two likeliest explanations: 0 bits tell nothing, 1 decides."""

    kind: str
    at: str
    day: Day | None
    people: int
    if_first: float
    if_second: float
    bits: float


class InfectorShown(Schema):
    """A candidate; without a case number: unknown. A weight is no proof and restricts nobody."""

    case_number: str | None
    weight: float
    days_apart: int | None
    days_together: list[Day]


class CaseOfCluster(Schema):
    case_number: str
    candidates: list[InfectorShown]
    separating_test: TrialShown | None


class SourceShown(Schema):
    """The cluster, its likely sources, and what would separate the first two."""

    pathogen: str
    cases: list[str]
    cases_without_a_search: list[str]
    why_not: str | None
    unknown: float
    venues: list[VenueShown]
    sources: list[VenueShown] = Field(description="One after another, each for what the ones before leave.")
    unexplained: list[str]
    separating_tests: list[TrialShown]
    infectors: list[CaseOfCluster]


@operations.read(f"{INSIDE}/sources", SourceShown, needs=Permission.MOVEMENT_READ)
def of_outbreak(request: Call, wanted: Query[SourceWanted]) -> object:
    """Rank what may explain the cases that have an approved, answered search for their source."""
    found = queries.source_of(by=request.user, outbreak_id=request.outbreak.id, pathogen=wanted.pathogen, chosen=wanted.case)  # fmt: skip
    return told(found)


@operations.read(f"{INSIDE}/cases/{{case_id}}/source-finding", CaseOfCluster, needs=Permission.MOVEMENT_READ)
def of_case(request: Call, case_id: UUID, wanted: Query[SourceWanted]) -> object:
    """Candidate infectors of one case; without an approved, answered search for its source there are none."""
    case = our_case(request, case_id)
    found = queries.source_of(by=request.user, outbreak_id=request.outbreak.id, pathogen=wanted.pathogen)
    rows = [one for one in told(found)["infectors"] if one["case_number"] == case.number]
    return rows[0] if rows else {"case_number": case.number, "candidates": [], "separating_test": None}
