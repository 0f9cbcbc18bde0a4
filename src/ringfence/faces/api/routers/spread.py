"""How the outbreak spreads: the resolved tree, the chain on its time axis, the estimates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Query, Schema

from ringfence.command.spread import queries as spread
from ringfence.cores import chains
from ringfence.faces.web.templatetags.front import named
from ringfence.ground.access import Permission

from ..inside import Call
from ..operations import INSIDE, Operations
from ..schema import Day, sentences

operations = Operations("spread")


class CandidateSource(Schema):
    """A possible source of a case. The weights of all candidates, an unknown source included, are 1 together."""

    kind: str
    source_case_id: UUID | None
    named: str = Field(description="Somebody named who is no case here, or a place.")
    weight: float
    grade: str | None
    relation: str
    basis: str | None
    days: int | None
    reasons: list[str]


class ResolvedCase(Schema):
    """A case and its most likely source."""

    case_id: UUID
    number: str
    source_kind: str
    source_case_id: UUID | None
    weight: float
    reasons: list[str]
    candidates: list[CandidateSource]


class UndirectedLink(Schema):
    """Two linked cases whose direction nothing tells."""

    one: UUID
    other: UUID
    grade: str
    relation: str
    same_day: bool


class Tree(Schema):
    """Who infected whom, as far as it is known."""

    cases: list[ResolvedCase]
    open_links: list[UndirectedLink]


class Node(Schema):
    """A case on the page: its day, its row, behind whom."""

    case_id: str
    number: str
    day: int
    row: int
    source: int = Field(description="Place of its source in `nodes`; -1: none.")
    kind: str
    generation: int
    behind: int = Field(description="How many are behind it, itself included.")


class Chain(Schema):
    """The chain on its time axis. `day` counts from `starts_on`."""

    starts_on: Day | None
    nodes: list[Node]


class WantedEstimate(Schema):
    as_of: Day | None = Field(None, description="Up to which day; empty: the outbreak's today.")


class EstimateShown(Schema):
    """What the line list tells about transmission; docs/reference/estimation.md says how each figure is made."""

    cases: int
    imported: int
    basis: str
    window_days: int
    onsets_filled_in: int
    left_out: int
    curve: dict[str, Any]
    serial_interval: dict[str, Any]
    reproduction: list[dict[str, Any]]
    cohorts: list[dict[str, Any]]
    offspring: dict[str, Any]
    seen_intervals: dict[str, Any]
    delays: list[dict[str, Any]]


@operations.read(f"{INSIDE}/tree", Tree, needs=Permission.CASE_READ)
def tree(request: Call) -> object:
    """The resolved transmission tree, every case with its candidates."""
    found = spread.spread(by=request.user, outbreak_id=request.outbreak.id)
    numbers = {str(row.id): row.number for row in found.rows}
    links = found.resolution.open_links
    return {
        "cases": [_resolved(one, numbers) for one in found.resolution.cases],
        "open_links": [
            {"one": one.one, "other": one.other, "grade": str(one.grade), "relation": one.relation, "same_day": one.same_day}
            for one in links
        ],
    }  # fmt: skip


@operations.read(f"{INSIDE}/chain", Chain, needs=Permission.CASE_READ)
def chain(request: Call) -> object:
    """Where each case stands when the chain is drawn on a time axis."""
    found = spread.spread(by=request.user, outbreak_id=request.outbreak.id)
    drawn = chains.lay_out(forest=found.forest)
    numbers = {str(row.id): row.number for row in found.rows}
    nodes = [
        {"case_id": one, "number": numbers[one], "day": drawn.x[at], "row": drawn.y[at], "source": drawn.parent[at],
         "kind": drawn.kinds[drawn.kind[at]], "generation": drawn.depth[at], "behind": drawn.size[at]}
        for at, one in enumerate(drawn.ids)
    ]  # fmt: skip
    return {"starts_on": drawn.starts_on, "nodes": nodes}


@operations.read(f"{INSIDE}/estimate", EstimateShown, needs=Permission.CASE_READ)
def estimate(request: Call, wanted: Query[WantedEstimate]) -> object:
    """Reproduction number by the Cori method, offspring, intervals, delays by investigating organisation (else county); null where not estimable."""
    found = spread.estimate(
        by=request.user,
        outbreak_id=request.outbreak.id,
        as_of=wanted.as_of or request.outbreak_today,
        named=named,
    )
    return found.as_json()


def _resolved(one: chains.ResolvedCase, numbers: dict[str, str]) -> dict[str, Any]:
    return {
        "case_id": one.case_id, "number": numbers[one.case_id], "source_kind": str(one.chosen.kind),
        "source_case_id": one.source_id, "weight": round(one.chosen.weight, 4), "reasons": sentences(one.reasons),
        "candidates": [_candidate(each, numbers) for each in one.candidates],
    }  # fmt: skip


def _candidate(one: chains.Candidate, numbers: dict[str, str]) -> dict[str, Any]:
    known = one.source_id in numbers
    return {
        "kind": str(one.kind), "source_case_id": one.source_id if known else None,
        "named": one.place or ("" if known else one.source_id or ""), "weight": round(one.weight, 4),
        "grade": str(one.grade) if one.grade else None, "relation": one.relation, "days": one.days,
        "basis": str(one.basis) if one.basis else None, "reasons": sentences(one.reasons),
    }  # fmt: skip
