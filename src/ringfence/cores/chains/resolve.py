"""Who infected whom: from links without direction to a transmission tree without circles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ringfence.cores.estimation import SerialInterval
from ringfence.kernel import Refused, reason

from .candidates import Candidate, ResolvedCase
from .circles import break_circles
from .evidence import Basis, ChainCase, Link, LinkGrade, PlaceSource, SourceKind, Weights
from .pairs import IntervalFit, Pair, direction, merged, report_delay_sd, same_day


@dataclass(frozen=True, slots=True)
class OpenLink:
    """Two linked cases whose direction nothing tells."""

    one: str
    other: str
    grade: LinkGrade
    relation: str
    evidence_ids: tuple[str, ...]
    same_day: bool

    def as_json(self) -> dict[str, Any]:
        kept = {name: getattr(self, name) for name in self.__slots__}
        return kept | {"grade": self.grade.value, "evidence_ids": list(self.evidence_ids)}


@dataclass(frozen=True, slots=True)
class Resolution:
    cases: tuple[ResolvedCase, ...]  # in the order given
    open_links: tuple[OpenLink, ...]
    links_to_oneself: int
    links_of_nobody_listed: int

    @property
    def sources(self) -> dict[str, str | None]:
        """The source of every case, None where no case is its source."""
        return {case.case_id: case.source_id for case in self.cases}

    def as_json(self) -> dict[str, Any]:
        return {
            "cases": [case.as_json() for case in self.cases],
            "open_links": [link.as_json() for link in self.open_links],
            "links_to_oneself": self.links_to_oneself,
            "links_of_nobody_listed": self.links_of_nobody_listed,
        }


def resolve_links(
    *,
    cases: Sequence[ChainCase],
    links: Iterable[Link],
    places: Iterable[PlaceSource] = (),
    serial_interval: SerialInterval,
    weights: Weights | None = None,
) -> Resolution:
    """The most likely source of every case, with alternatives, weights and reasons. Refuses a case listed twice."""
    known = {case.case_id: case for case in cases}
    if len(known) != len(cases):
        raise Refused(reason("A case stands in the list more than once."))
    links = list(links)
    fit = IntervalFit(
        serial_interval, weights or Weights(), report_delay_sd(cases=cases, serial_interval=serial_interval)
    )
    board = _Board(known, fit)
    pairs = merged(links=links)
    for pair in pairs.values():
        board.add_pair(pair)
    for place in places:
        board.add_place(place)
    for case in cases:
        board.add_unproved_import(case)
    ranked = {case.case_id: _ranked(board.scores[case.case_id]) for case in cases}
    chosen, passed_over = break_circles(ranked=ranked)
    return Resolution(
        cases=tuple(
            board.verdict(case_id, ranked[case_id], chosen[case_id], passed_over) for case_id in known
        ),
        open_links=tuple(board.open_links),
        links_to_oneself=sum(link.case_id == link.other_id for link in links),
        links_of_nobody_listed=sum(
            pair.one not in known and pair.other not in known for pair in pairs.values()
        ),
    )


@dataclass
class _Board:
    """Candidates of every case as they come in; their weight is the raw score against an unknown source's 1."""

    known: Mapping[str, ChainCase]
    fit: IntervalFit
    scores: dict[str, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    open_links: list[OpenLink] = field(default_factory=list)
    open_of: dict[str, list[tuple[str, bool]]] = field(default_factory=lambda: defaultdict(list))

    def add_pair(self, pair: Pair) -> None:
        if pair.one in self.known and pair.other in self.known:
            self._add_link(pair)
        elif pair.one in self.known or pair.other in self.known:
            case, source = (pair.one, pair.other) if pair.one in self.known else (pair.other, pair.one)
            score = self.fit.weights.of(pair.grade)
            self.scores[case].append(
                Candidate(
                    SourceKind.UNLISTED,
                    score,
                    source_id=source,
                    grade=pair.grade,
                    relation=pair.relation,
                    evidence_ids=pair.evidence_ids,
                )
            )

    def _add_link(self, pair: Pair) -> None:
        arrow = direction(pair=pair, cases=self.known)
        if arrow is None:
            together = same_day(pair=pair, cases=self.known)
            self.open_links.append(
                OpenLink(pair.one, pair.other, pair.grade, pair.relation, pair.evidence_ids, together)
            )
            self.open_of[pair.one].append((pair.other, together))
            self.open_of[pair.other].append((pair.one, together))
            return
        ratio = 1.0 if arrow.days is None else self.fit.ratio(days=arrow.days, basis=arrow.basis)
        if arrow.basis is Basis.EVIDENCE:
            ratio = max(ratio, 1.0)  # dates do not outvote an investigation
        self.scores[arrow.case_id].append(
            Candidate(
                SourceKind.CASE,
                self.fit.weights.of(pair.grade) * ratio,
                source_id=arrow.source_id,
                grade=pair.grade,
                relation=pair.relation,
                basis=arrow.basis,
                days=arrow.days,
                interval_ratio=ratio,
                evidence_ids=pair.evidence_ids,
            )
        )

    def add_place(self, place: PlaceSource) -> None:
        if place.case_id in self.known:
            evidence = (place.evidence_id,) if place.evidence_id else ()
            score = self.fit.weights.of(place.grade)
            self.scores[place.case_id].append(
                Candidate(place.kind, score, place=place.place, grade=place.grade, evidence_ids=evidence)
            )

    def add_unproved_import(self, case: ChainCase) -> None:
        """Called imported, without a place: still a candidate of its own."""
        if case.imported and all(c.kind is not SourceKind.IMPORT for c in self.scores[case.case_id]):
            self.scores[case.case_id].append(
                Candidate(SourceKind.IMPORT, self.fit.weights.probable, grade=LinkGrade.PROBABLE)
            )

    def verdict(
        self,
        case_id: str,
        ranked: tuple[Candidate, ...],
        chosen: Candidate,
        passed_over: Mapping[str, tuple[str, ...]],
    ) -> ResolvedCase:
        open_links = self.open_of.get(case_id, ())
        return ResolvedCase(
            case_id,
            chosen,
            ranked,
            passed_over.get(case_id, ()),
            tuple(other for other, together in open_links if together),
            tuple(other for other, together in open_links if not together),
        )


def _ranked(found: list[Candidate]) -> tuple[Candidate, ...]:
    """Likeliest first, weights summing to 1; equal ones by grade and name, an unknown source behind its equals."""
    every = [*found, Candidate(SourceKind.UNKNOWN, 1.0)]
    total = sum(candidate.weight for candidate in every)
    every.sort(key=lambda c: (-c.weight, c.kind is SourceKind.UNKNOWN, c.grade or "", c.source_id or c.place))
    return tuple(replace(candidate, weight=candidate.weight / total) for candidate in every)
