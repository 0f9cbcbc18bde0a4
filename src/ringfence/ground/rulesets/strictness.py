"""Is a changed value stricter for people than the one before? One row for every parameter, in the order of the files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from math import inf
from typing import Any

from .words import AreaLevel, AreaUnit, MeasureKind, Residents, Within


class Effect(StrEnum):
    """What a change means for the people under the rules."""

    STRICTER = "STRICTER"  # more people, a wider area, a harder measure, or more days
    MILDER = "MILDER"
    UNCLEAR = "UNCLEAR"  # cannot be compared; where nothing stricter is allowed it counts as stricter
    WORK = "WORK"  # about the work, not about people's freedom: deadlines, test methods, daily routine
    SAFEGUARD = "SAFEGUARD"  # protects people from the platform; no local version touches it


@dataclass(frozen=True, slots=True)
class Scale:
    """How to compare two values. `more` is stricter, or else less; `none` is the number that "not set" counts as."""

    more: bool = True
    none: float | None = None
    order: Sequence[str] = ()  # from the mildest word to the strictest


MORE, LESS = Scale(), Scale(more=False)
SET_IS_STRICTER = Scale(none=-inf)  # a condition that is not set holds nobody back
MEASURES = (MeasureKind.SELF_MONITORING, MeasureKind.HOME_HEALTH_MONITORING, MeasureKind.HOME_QUARANTINE,
            MeasureKind.FACILITY_QUARANTINE, MeasureKind.ISOLATION)  # fmt: skip
UNITS = (AreaUnit.BUILDING, AreaUnit.COMPOUND, AreaUnit.TOWNSHIP, AreaUnit.COUNTY_REST)
RESIDENTS = (Residents.LIMIT_GATHERINGS, Residents.STAY_IN_AREA, Residents.STAY_AT_HOME)
REACH = (Within.ROWS, Within.BAYS, Within.COMPARTMENT, Within.COACH, Within.ON_BOARD)
LEVELS = (AreaLevel.LOW, AreaLevel.PRECAUTION, AreaLevel.MEDIUM, AreaLevel.CONTROLLED, AreaLevel.HIGH, AreaLevel.LOCKDOWN)  # fmt: skip

# parameter (an index is written [], any word *) -> how it is compared; the first row that fits counts
SCALES: tuple[tuple[str, Scale | Effect], ...] = (
    ("window.lookback_*", MORE), ("window.ends", Effect.UNCLEAR), ("window.*_days", MORE),
    ("contact.distance_metres", MORE), ("contact.transport_distance_metres", MORE),
    ("contact.minutes", Scale(more=False, none=0)), ("contact.minutes_within_hours", Scale(none=0)),
    ("contact.physical_contact", MORE), ("contact.same_indoor_space", MORE), ("contact.settings", MORE),
    ("contact.settings_needing_nearness", LESS), ("contact.transport.*.within", Scale(order=REACH)),
    ("contact.transport.*.places", MORE), ("contact.transport.*.crew", MORE), ("contact.transport", Effect.UNCLEAR),
    ("secondary.*", MORE), ("counting.release_hour", MORE), ("counting.*", Effect.UNCLEAR),
    ("*.kind", Scale(order=MEASURES)), ("*.test_days", Effect.WORK), ("*.specimen", Effect.WORK),
    ("*.anchor", Effect.UNCLEAR), ("measures.*.days", MORE), ("discharge.afterwards[].days", MORE),
    ("measures.*", MORE), ("discharge.afterwards", MORE),
    ("release.shorter_days_with_negative_test", Scale(none=inf)), ("release.environment_result_hours", Effect.WORK),
    ("release.*", MORE), ("discharge.*", SET_IS_STRICTER),
    ("areas.*.unit", Scale(order=UNITS)), ("areas.*.residents", Scale(order=RESIDENTS)),
    ("areas.*.lift.then", Scale(order=LEVELS, none=-inf)),
    ("areas.*.lift.round_negative_within_days", Scale(more=False, none=inf)),
    ("areas.*.lift.alarm_after_hours", Effect.WORK), ("areas.*.lift.*", SET_IS_STRICTER), ("areas*", Effect.UNCLEAR),
    ("clock.*", Effect.WORK), ("incubation.control_days", MORE), ("incubation.*", Effect.WORK),
    ("cluster.*", Effect.WORK), ("pooling.hold_hours", MORE), ("pooling.*", Effect.WORK),
    ("testing.negative_from_ct", MORE), ("testing.inbound_positive_below_ct", MORE), ("testing.*", Effect.WORK),
    ("approval.*", Effect.SAFEGUARD), ("stay.fever_celsius", LESS), ("stay.carer_*", Effect.UNCLEAR),
    ("stay.*", Effect.WORK),
)  # fmt: skip


def scale_of(path: str) -> Scale | Effect | None:
    """How values of this parameter are compared; None for a parameter that has no row."""
    plain = re.sub(r"\[\d+\]", "[]", path)
    return next(
        (scale for pattern, scale in SCALES if fnmatchcase(plain, pattern.replace("[]", "[[]]"))), None
    )


def effect_of(*, path: str, before: Any, after: Any) -> Effect:
    """What it means for people that this parameter goes from `before` to `after` (two different values)."""
    scale = scale_of(path)
    if scale is None:
        return Effect.UNCLEAR
    if isinstance(scale, Effect):
        return scale
    if isinstance(before, tuple) or isinstance(after, tuple):  # a level without a row of measures has none
        return _of_members(set(before or ()), set(after or ()), scale)
    low, high = _rank(before, scale), _rank(after, scale)
    if low is None or high is None:
        return Effect.UNCLEAR
    return Effect.STRICTER if (high > low) is scale.more else Effect.MILDER


def _of_members(before: set[Any], after: set[Any], scale: Scale) -> Effect:
    """Lists are compared by what is in them: one that neither holds nor is held by the other is unclear."""
    if before < after:
        return Effect.STRICTER if scale.more else Effect.MILDER
    if after < before:
        return Effect.MILDER if scale.more else Effect.STRICTER
    return Effect.UNCLEAR


def _rank(value: Any, scale: Scale) -> float | None:
    if value is None:
        return scale.none
    if scale.order:
        return scale.order.index(value) if value in scale.order else None
    return float(value) if isinstance(value, bool | int | float) else None
