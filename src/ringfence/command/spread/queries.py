"""How the outbreak spreads: the resolved sources, the chain on its time axis, the estimates."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from ringfence.cores import chains, estimation
from ringfence.ground.access import Actor
from ringfence.kernel import Refused, city_date, reason
from ringfence.registry.places import queries as places
from ringfence.tracing.cases import lines
from ringfence.tracing.investigations import queries as investigations

SPREADS_KEPT = (
    4  # one of 25,000 cases takes some fifty megabytes; a page and its drawing ask one after the other
)
COUNTY_DIGITS = 6  # of a code of the National Bureau of Statistics
GRADES = {"CONFIRMED": chains.LinkGrade.CONFIRMED, "PROBABLE": chains.LinkGrade.PROBABLE,
          "POSSIBLE": chains.LinkGrade.POSSIBLE, "MENTION": chains.LinkGrade.MENTION}  # fmt: skip


@dataclass(frozen=True)
class Spread:
    """The cases of an outbreak as the cores see them, with the rows they came from. Shared by its readers: never changed.

    `kept` is for what they make of it, such as a drawing; it lives as long as the cases and links are the same.
    """

    rows: tuple[lines.CaseLine, ...]
    chain_cases: tuple[chains.ChainCase, ...]
    resolution: chains.Resolution
    kept: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def forest(self) -> chains.Forest:
        """The chain: each case behind its most likely source."""
        kinds = {str(row.id): kind_of(row) for row in self.rows}
        return chains.forest_of(resolution=self.resolution, cases=self.chain_cases, kinds=kinds)


def spread(*, by: Actor, outbreak_id: UUID) -> Spread:
    """Resolve the sources of all cases that the reader may see.

    Cases and links are read every time; while they are the same, so is what follows from them.
    """
    rows = lines.counted(by=by, outbreak_id=outbreak_id)
    known = {row.id for row in rows}
    return _resolved(rows, tuple(one for one in lines.links(outbreak_id=outbreak_id) if one.case_id in known))


@lru_cache(maxsize=SPREADS_KEPT)
def _resolved(rows: tuple[lines.CaseLine, ...], links: tuple[lines.LinkLine, ...]) -> Spread:
    known = {row.id for row in rows}
    chain_cases = tuple(_chain_case(row) for row in rows)
    resolution = chains.resolve_links(
        cases=chain_cases, links=_links(links, known), places=_places(links, rows),
        serial_interval=estimation.ORIGINAL_STRAIN,
    )  # fmt: skip
    return Spread(rows, chain_cases, resolution)


def estimate(
    *, by: Actor, outbreak_id: UUID, as_of: date, named: Callable[[Any], str] = lambda thing: str(thing.name)
) -> estimation.Estimate:
    """R over time, offspring and delays. Refused when there is no case to estimate from.

    Delays are grouped by the organisation that investigates a case, where none does by the county; `named` gives an
    organisation or a place its name in the reader's language.
    """
    found = spread(by=by, outbreak_id=outbreak_id)
    if not found.rows:
        raise Refused(reason("There is no case yet to estimate from."))
    sources = {one.case_id: one.source_id for one in found.resolution.cases}
    teams = _teams(found.rows, outbreak_id=outbreak_id, named=named)
    rows = [_line(row, sources.get(str(row.id)), teams.get(row.id, "")) for row in found.rows]
    return estimation.estimate(rows=rows, serial_interval=estimation.ORIGINAL_STRAIN, as_of=as_of)


def _teams(
    rows: Sequence[lines.CaseLine], *, outbreak_id: UUID, named: Callable[[Any], str]
) -> dict[UUID, str]:
    """Who works on each case: the organisation that investigates it, else the county in which the person lives."""
    investigating = investigations.teams(outbreak_id=outbreak_id)
    counties = places.names(codes={row.area_id[:COUNTY_DIGITS] for row in rows})
    found = {row.id: investigating.get(row.id) or counties.get(row.area_id[:COUNTY_DIGITS]) for row in rows}
    return {case_id: named(team) for case_id, team in found.items() if team is not None}


def kind_of(case: lines.CaseLine) -> str:
    """What a case is drawn as."""
    if case.origin == "IMPORTED":
        return "CASE_IMPORTED"
    if case.classification in ("ASYMPTOMATIC", "SUSPECTED", "PRESUMPTIVE"):
        return f"CASE_{case.classification}"
    return "CASE_LOCAL"


def _chain_case(row: lines.CaseLine) -> chains.ChainCase:
    return chains.ChainCase(
        case_id=str(row.id),
        onset_date=row.onset_date,
        report_date=row.reported_on,
        imported=row.origin == "IMPORTED",
    )


def _links(links: Sequence[lines.LinkLine], known: set[UUID]) -> Iterator[chains.Link]:
    """Links between cases. A source that an epidemiologist chose is evidence for its direction."""
    for one in links:
        if one.source_kind == "UNKNOWN_CASE":
            yield chains.Link(
                case_id=str(one.case_id), other_id=one.source_label, relation=one.relation, grade=GRADES[one.grade],
                evidence_id=str(one.id),
            )  # fmt: skip
        elif one.source_case_id in known:
            directed = one.directed or one.chosen
            yield chains.Link(
                case_id=str(one.case_id), other_id=str(one.source_case_id), relation=one.relation,
                grade=chains.LinkGrade.CONFIRMED if one.chosen else GRADES[one.grade], evidence_id=str(one.id),
                source_id=str(one.source_case_id) if directed else None,
            )  # fmt: skip


def _places(links: Sequence[lines.LinkLine], rows: Sequence[lines.CaseLine]) -> Iterator[chains.PlaceSource]:
    imported = {row.id for row in rows if row.origin == "IMPORTED"}
    for one in links:
        if one.source_kind == "PLACE":
            kind = chains.SourceKind.IMPORT if one.case_id in imported else chains.SourceKind.VENUE
            yield chains.PlaceSource(
                case_id=str(one.case_id),
                place=one.source_label,
                kind=kind,
                grade=GRADES[one.grade],
                evidence_id=str(one.id),
            )


def _line(row: lines.CaseLine, source_id: str | None, team: str) -> estimation.LineListRow:
    return estimation.LineListRow(
        case_id=str(row.id), onset_date=row.onset_date, report_date=row.reported_on, source_id=source_id,
        isolation_date=city_date(row.isolated_at) if row.isolated_at else None, imported=row.origin == "IMPORTED",
        team=team,
    )  # fmt: skip
