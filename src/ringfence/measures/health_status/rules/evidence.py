"""The closed set of evidence. Each names the record it rests on; a list of names is not evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ringfence.ground.rulesets.words import AreaLevel, ContactKind, SampleResult


@dataclass(frozen=True, slots=True)
class LabResult:
    """A result of the person's own sample. `discharged_at`: when the case it opened was discharged."""

    sample_id: UUID
    result: SampleResult
    result_at: datetime
    discharged_at: datetime | None = None
    corrected: bool = False  # a later record took it back


@dataclass(frozen=True, slots=True)
class ContactClassification:
    """An investigator classified the person as a contact. `lifted_at`: ended early, for example by an appeal."""

    contact_id: UUID
    kind: ContactKind
    last_exposure_at: datetime
    decided_by: str
    stay_started_at: datetime | None = None
    lifted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VenueExposure:
    """The person was at a place. Without a named case there at that time (`case_id`) it is a scan and means nothing."""

    venue_id: UUID
    from_at: datetime
    to_at: datetime
    case_id: UUID | None


@dataclass(frozen=True, slots=True)
class AreaStay:
    """The person lives in a declared area, or has left it."""

    area_id: UUID
    level: AreaLevel
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeclaredTrip:
    """A trip that the person declared: from abroad, or from an area of this level."""

    trip_id: UUID
    arrived_at: datetime
    from_abroad: bool = False
    from_level: AreaLevel | None = None


Evidence = LabResult | ContactClassification | VenueExposure | AreaStay | DeclaredTrip
