"""What is told about a contact, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from .models import Exposure


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureTold:
    """One exposure as told to the investigator. Distances in metres, lengths in minutes."""

    first_at: datetime
    last_at: datetime
    setting: str
    place: str = ""
    distance_metres: Decimal | None = None
    minutes: int | None = None
    protected: bool | None = None
    vehicle: str = ""
    places_apart: int | None = None
    same_compartment: bool | None = None
    physical_contact: bool = False
    same_indoor_space: bool = False
    basis: str = Exposure.Basis.TOLD
    justification: str = ""
