"""How the outbreak spreads: the resolved sources, the chain on its time axis, the estimates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ringfence.cores import chains, estimation
from ringfence.ground.access import Actor
from ringfence.kernel import Refused, city_date, reason
from ringfence.tracing.cases import queries as cases

GRADES = {"CONFIRMED": chains.LinkGrade.CONFIRMED, "PROBABLE": chains.LinkGrade.PROBABLE,
          "POSSIBLE": chains.LinkGrade.POSSIBLE, "MENTION": chains.LinkGrade.MENTION}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spread:
    """The cases of an outbreak as the cores see them, with the rows they came from."""

    rows: list[cases.Case]
    chain_cases: list[chains.ChainCase]
    resolution: chains.Resolution

    def forest(self) -> chains.Forest:
        """The chain: each case behind its most likely source."""
        kinds = {str(row.id): kind_of(row) for row in self.rows}
        return chains.forest_of(resolution=self.resolution, cases=self.chain_cases, kinds=kinds)


def spread(*, by: Actor, outbreak_id: UUID) -> Spread:
    """Resolve the sources of all cases that the reader may see."""
    rows = list(
        cases.visible_to(by=by, outbreak_id=outbreak_id).filter(cases.COUNTED).order_by("reported_at", "id")
    )
    known = {row.id for row in rows}
    links = [one for one in cases.links(outbreak_id=outbreak_id) if one.case_id in known]
    chain_cases = [_chain_case(row) for row in rows]
    resolution = chains.resolve_links(
        cases=chain_cases, links=_links(links, known), places=_places(links, rows),
        serial_interval=estimation.ORIGINAL_STRAIN,
    )  # fmt: skip
    return Spread(rows, chain_cases, resolution)


def estimate(*, by: Actor, outbreak_id: UUID, as_of: date) -> estimation.Estimate:
    """R over time, offspring and delays. Refused when there is no case to estimate from."""
    found = spread(by=by, outbreak_id=outbreak_id)
    if not found.rows:
        raise Refused(reason("There is no case yet to estimate from."))
    sources = {one.case_id: one.source_id for one in found.resolution.cases}
    rows = [_line(row, sources.get(str(row.id))) for row in found.rows]
    return estimation.estimate(rows=rows, serial_interval=estimation.ORIGINAL_STRAIN, as_of=as_of)


def kind_of(case: cases.Case) -> str:
    """What a case is drawn as."""
    if case.origin == "IMPORTED":
        return "CASE_IMPORTED"
    if case.classification in ("ASYMPTOMATIC", "SUSPECTED", "PRESUMPTIVE"):
        return f"CASE_{case.classification}"
    return "CASE_LOCAL"


def _chain_case(row: cases.Case) -> chains.ChainCase:
    return chains.ChainCase(
        case_id=str(row.id),
        onset_date=row.onset_date,
        report_date=row.reported_on,
        imported=row.origin == "IMPORTED",
    )


def _links(links: list[cases.CandidateLink], known: set[UUID]) -> Iterator[chains.Link]:
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


def _places(links: list[cases.CandidateLink], rows: list[cases.Case]) -> Iterator[chains.PlaceSource]:
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


def _line(row: cases.Case, source_id: str | None) -> estimation.LineListRow:
    return estimation.LineListRow(
        case_id=str(row.id), onset_date=row.onset_date, report_date=row.reported_on, source_id=source_id,
        isolation_date=city_date(row.isolated_at) if row.isolated_at else None, imported=row.origin == "IMPORTED",
        team=row.area.name,
    )  # fmt: skip
