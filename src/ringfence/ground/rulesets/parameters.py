"""The parameters of a rule set, as frozen values with the unit in the name.

A rule receives a `RuleSet` and reads plain values (`ruleset.window.lookback_symptomatic_days`). Where a value
came from stands beside it under the same path: `ruleset.provenance["window.lookback_symptomatic_days"]`.
`None` always means "this rule set does not set it".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .people_parameters import (
    ContactCriteria,
    Counting,
    Discharge,
    Measures,
    Reach,
    Release,
    SecondaryContact,
    Stage,
    Window,
)
from .values import Provenance
from .words import AreaLevel
from .work_parameters import (
    Approval,
    AreaRule,
    Clock,
    Cluster,
    Incubation,
    Lift,
    Pooling,
    Stay,
    Testing,
)

__all__ = [
    "Approval",
    "AreaRule",
    "Clock",
    "Cluster",
    "ContactCriteria",
    "Counting",
    "Discharge",
    "Incubation",
    "Lift",
    "Measures",
    "Pooling",
    "Provenance",
    "Reach",
    "Release",
    "RuleSet",
    "SecondaryContact",
    "Stage",
    "Stay",
    "Testing",
    "Window",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """One edition of the rules, chosen per outbreak. Valid `[valid_from, valid_to)`."""

    id: str
    name_en: str
    name_zh: str
    jurisdiction: str  # "CN", "CN-41" (province), "WHO", "EU", "US", or a division code of the city
    valid_from: date
    valid_to: date | None
    supersedes: str | None
    based_on: tuple[str, ...]
    window: Window
    contact: ContactCriteria
    secondary: SecondaryContact
    counting: Counting
    measures: Measures
    release: Release
    discharge: Discharge
    areas: Mapping[AreaLevel, AreaRule]
    clock: Clock
    incubation: Incubation
    cluster: Cluster
    pooling: Pooling
    testing: Testing
    approval: Approval
    stay: Stay
    provenance: Mapping[str, Provenance]
