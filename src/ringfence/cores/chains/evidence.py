"""What is known before anybody decides who infected whom: cases with dates, links without direction, places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LinkGrade(StrEnum):
    """How well a link is founded, strongest first."""

    CONFIRMED = "CONFIRMED"
    PROBABLE = "PROBABLE"
    POSSIBLE = "POSSIBLE"
    MENTION = "MENTION"


class SourceKind(StrEnum):
    """Where an infection came from."""

    CASE = "CASE"
    IMPORT = "IMPORT"  # infected elsewhere
    VENUE = "VENUE"  # at a place here, by nobody known
    UNLISTED = "UNLISTED"  # by somebody named who is not in the line list
    UNKNOWN = "UNKNOWN"


class Basis(StrEnum):
    """What the direction of a link rests on."""

    ONSET = "ONSET"
    REPORT = "REPORT"  # an onset is missing on one side at least
    EVIDENCE = "EVIDENCE"  # the investigation says who infected whom


@dataclass(frozen=True, slots=True)
class ChainCase:
    case_id: str
    onset_date: date | None = None
    report_date: date | None = None
    imported: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Two people belong together: a mention says no more. `source_id` names one of them if evidence gives a direction."""

    case_id: str
    other_id: str
    grade: LinkGrade = LinkGrade.MENTION
    relation: str = "UNKNOWN"
    evidence_id: str = ""
    source_id: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceSource:
    """A case was at a place where he may have been infected: elsewhere (IMPORT) or here (VENUE)."""

    case_id: str
    place: str
    kind: SourceKind = SourceKind.IMPORT
    grade: LinkGrade = LinkGrade.PROBABLE
    evidence_id: str = ""


@dataclass(frozen=True, slots=True)
class Weights:
    """How candidates are weighed against an unknown source, whose weight is 1.

    House conventions (reliability: convention, docs/reference/estimation.md#weights), not estimates: a bare
    mention with a fitting interval ends up near nine in ten, one with an interval of two weeks below an unknown source.
    """

    confirmed: float = 100.0
    probable: float = 20.0
    possible: float = 5.0
    mention: float = 3.0
    chance_days: float = 21.0  # an unrelated earlier case fell ill on any of these days alike
    misdated: float = 0.05  # share of dates that are wrong: no interval is quite impossible

    def of(self, grade: LinkGrade) -> float:
        match grade:
            case LinkGrade.CONFIRMED:
                return self.confirmed
            case LinkGrade.PROBABLE:
                return self.probable
            case LinkGrade.POSSIBLE:
                return self.possible
            case LinkGrade.MENTION:
                return self.mention
