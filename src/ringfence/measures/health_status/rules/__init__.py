"""Health status: a pure function of evidence, rule set and time. Nothing can set it.

Use as `from ringfence.measures.health_status import rules` and `rules.status(evidence=..., ruleset=..., now=...)`.
"""

from .evidence import AreaStay, ContactClassification, DeclaredTrip, Evidence, LabResult, VenueExposure
from .status import HealthStatus, Status, status

__all__ = [
    "AreaStay",
    "ContactClassification",
    "DeclaredTrip",
    "Evidence",
    "HealthStatus",
    "LabResult",
    "Status",
    "VenueExposure",
    "status",
]
