"""A candidate source of a case, what speaks for it, and the verdict on the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringfence.kernel import Reason, reason

from .evidence import Basis, LinkGrade, SourceKind

UNUSUAL_RATIO = 0.25  # an interval four times likelier between unrelated cases is worth a word


@dataclass(frozen=True, slots=True)
class Candidate:
    """`weight` is its share among all candidates of the case, an unknown source included: together 1."""

    kind: SourceKind
    weight: float
    source_id: str | None = None  # CASE and UNLISTED
    place: str = ""  # IMPORT and VENUE
    grade: LinkGrade | None = None
    relation: str = "UNKNOWN"
    basis: Basis | None = None
    days: int | None = None
    interval_ratio: float = 1.0
    evidence_ids: tuple[str, ...] = ()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return tuple(self._reasons())

    def _reasons(self) -> Iterator[Reason]:
        match self.kind:
            case SourceKind.UNKNOWN:
                yield reason("Somebody not known may be the source.")
                return
            case SourceKind.IMPORT if not self.place:
                yield reason("Counted as infected elsewhere.")
            case SourceKind.IMPORT:
                yield reason("Was in {place}, where infection was possible.", place=self.place)
            case SourceKind.VENUE:
                yield reason("Was exposed at {place}.", place=self.place)
            case SourceKind.UNLISTED:
                yield reason("{source} is named, but is not in the line list.", source=self.source_id)
            case SourceKind.CASE:
                yield from self._dates()
        yield from _GRADED.get(self.grade, ())

    def _dates(self) -> Iterator[Reason]:
        if self.basis is Basis.EVIDENCE:
            yield reason("The investigation names {source} as the source.", source=self.source_id)
        elif self.basis is Basis.REPORT:
            yield reason(
                "{source} was reported {days} day(s) earlier; an onset is missing.",
                source=self.source_id,
                days=self.days,
            )
        else:
            yield reason("{source} fell ill {days} day(s) earlier.", source=self.source_id, days=self.days)
        if self.interval_ratio < UNUSUAL_RATIO:
            yield reason("Such an interval is unusual for this disease.")

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "weight": round(self.weight, 4),
            "source_id": self.source_id,
            "place": self.place,
            "grade": self.grade.value if self.grade else None,
            "relation": self.relation,
            "basis": self.basis.value if self.basis else None,
            "days": self.days,
            "evidence_ids": list(self.evidence_ids),
            "reasons": [r.as_json() for r in self.reasons],
        }


_GRADED: dict[LinkGrade | None, tuple[Reason, ...]] = {
    LinkGrade.CONFIRMED: (reason("The link is confirmed."),),
    LinkGrade.PROBABLE: (reason("The link is probable."),),
    LinkGrade.POSSIBLE: (reason("The link is possible."),),
    LinkGrade.MENTION: (reason("The link is a mention that gives no direction."),),
}


@dataclass(frozen=True, slots=True)
class ResolvedCase:
    """The most likely source of a case, or that it is unknown. `candidates` come likeliest first, the chosen included."""

    case_id: str
    chosen: Candidate
    candidates: tuple[Candidate, ...]
    passed_over: tuple[str, ...] = ()  # sources that would have closed a circle
    open_same_day: tuple[str, ...] = ()  # linked, fell ill on the same day
    open_undated: tuple[str, ...] = ()  # linked, dates cannot be compared

    @property
    def source_id(self) -> str | None:
        """The case that is the source; None when imported, from a venue, from somebody unlisted or unknown."""
        return self.chosen.source_id if self.chosen.kind is SourceKind.CASE else None

    @property
    def alternatives(self) -> tuple[Candidate, ...]:
        return tuple(c for c in self.candidates if c is not self.chosen)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return (*self._verdict(), *self.chosen.reasons, *self._left_open())

    def _verdict(self) -> Iterator[Reason]:
        if self.chosen.kind is not SourceKind.UNKNOWN:
            yield reason(
                "This is the most likely source ({percent} %).", percent=round(100 * self.chosen.weight)
            )
        elif len(self.candidates) > 1:
            yield reason("No candidate is likelier than an unknown source.")
        else:
            yield reason("No candidate source is known.")

    def _left_open(self) -> Iterator[Reason]:
        for source in self.passed_over:
            yield reason("{source} was passed over: the chain would have closed to a circle.", source=source)
        for other in self.open_same_day:
            yield reason("{other} fell ill on the same day: who infected whom is open.", other=other)
        for other in self.open_undated:
            yield reason("The dates of {other} cannot be compared: who infected whom is open.", other=other)

    def as_json(self) -> dict[str, Any]:
        return {
            "case_id": self.case_id,
            "source_kind": self.chosen.kind.value,
            "source_id": self.source_id,
            "place": self.chosen.place,
            "weight": round(self.chosen.weight, 4),
            "candidates": [c.as_json() for c in self.candidates],
            "reasons": [r.as_json() for r in self.reasons],
        }
