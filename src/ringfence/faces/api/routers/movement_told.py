"""A case's movement as it was told: the text of a report read, stops taken into the records, stops where two cases met."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from ringfence.ground.access import Permission
from ringfence.tracing.movement import actions as movement
from ringfence.tracing.movement import queries

from ..inside import Call
from ..operations import Operations
from ..schema import Given
from .cases import our_case
from .movement import OF_A_CASE

operations = Operations("movement")


class MetAsTold(Schema):
    """A stop of this case and one of another case that overlapped, or may have. It never says who infected whom.

    `DEFINITE`: together whatever is true of the open hours, for `least_minutes` or more.
    """

    other_case_id: UUID
    other_case_number: str
    place: str
    overlap: Literal["DEFINITE", "POSSIBLE"]
    least_minutes: int
    most_minutes: int
    stop_id: UUID
    other_stop_id: UUID


class ReportGiven(Given):
    text: str = Field(max_length=20_000, pattern=r"^[^\u0000]*$")
    year: int | None = Field(
        None, ge=2000, le=2100, description="Of dates that name none; null: of the case's report."
    )


class ReportRead(Schema):
    """Spans by position and the stops made of them; what the text does not say is null."""

    role: str
    spans: list[dict[str, Any]]
    stops: list[dict[str, Any]]


class StopsKept(Schema):
    """How many stops of the investigation stand in the records, and which names no place of the records has."""

    stops: int
    unknown: list[str]


@operations.read(f"{OF_A_CASE}/told-meetings", list[MetAsTold], needs=Permission.MOVEMENT_READ)
def told_meetings(request: Call, case_id: UUID) -> object:
    """Where the case and others were together as they told it: the certain and the longest first, a hundred at most."""
    return [
        {
            "other_case_id": one.other.id, "other_case_number": one.other.number, "place": one.met.place,
            "overlap": "DEFINITE" if one.met.certain else "POSSIBLE", "least_minutes": one.met.least_minutes,
            "most_minutes": one.met.most_minutes, "stop_id": one.met.own.id, "other_stop_id": one.met.other.id,
        }
        for one in queries.met_as_told(case=our_case(request, case_id), by=request.user)
    ]  # fmt: skip


@operations.write(f"{OF_A_CASE}/report", ReportRead, needs=Permission.INVESTIGATION_WRITE)
def read_report(request: Call, case_id: UUID, told: ReportGiven) -> object:
    """Read the text of a Chinese investigation report into stops, each linked to its characters. Stores nothing."""
    case = our_case(request, case_id)
    found = queries.read_report(
        outbreak=request.outbreak, text=told.text, year=told.year or case.reported_on.year
    )
    return found.as_json()


@operations.write(f"{OF_A_CASE}/stops/keep", StopsKept, needs=Permission.INVESTIGATION_WRITE)
def keep_stops(request: Call, case_id: UUID) -> object:
    """Take the stops of the investigation into the records, as confirmed by an investigator."""
    case = our_case(request, case_id)
    kept = movement.keep_stops(case_id=case.id, by=request.user, now=request.outbreak_now)
    return {"stops": kept.stops, "unknown": kept.unknown}
