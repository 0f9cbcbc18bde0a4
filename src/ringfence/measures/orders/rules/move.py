"""A new exposure inside quarantine moves the end, and the record says why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ringfence.ground.rulesets.parameters import RuleSet
from ringfence.ground.rulesets.words import ContactKind
from ringfence.kernel import Reason, reason

from .plan import Plan, plan_measures


class NewExposure(StrEnum):
    """What happened inside quarantine."""

    ROOM_MATE_POSITIVE = "ROOM_MATE_POSITIVE"
    FAMILY_POSITIVE = "FAMILY_POSITIVE"
    STAFF_POSITIVE = "STAFF_POSITIVE"
    CONTACT_POSITIVE = "CONTACT_POSITIVE"  # the close contact of a secondary contact became a case
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class MovedEnd:
    """The plan after a new exposure. `moved` is false when the exposure was not later than the known one."""

    moved: bool
    last_exposure_at: datetime
    plan: Plan
    reasons: tuple[Reason, ...]


def move_end(
    *,
    ruleset: RuleSet,
    kind: ContactKind,
    stay_started_at: datetime,
    last_exposure_at: datetime,
    new_exposure_at: datetime,
    what: NewExposure,
) -> MovedEnd:
    """Count again from the new last exposure. `kind` is the classification from now on; the end never moves forward.

    An exposure before the known last one changes nothing. Tests start again on the day after the new exposure.
    """
    latest = max(last_exposure_at, new_exposure_at)
    plan = plan_measures(ruleset=ruleset, kind=kind, last_exposure_at=latest, starts_at=stay_started_at)
    if new_exposure_at <= last_exposure_at:
        why = reason(
            "The exposure of {at} is not later than the last one known: the end stays.", at=new_exposure_at
        )
        return MovedEnd(False, latest, plan, (why,))
    return MovedEnd(True, latest, plan, (_why(what, new_exposure_at), *plan.reasons))


def _why(what: NewExposure, at: datetime) -> Reason:
    return {
        NewExposure.ROOM_MATE_POSITIVE: reason(
            "The person in the same room tested positive; you were together until {at}. The days count again from then.",
            at=at,
        ),
        NewExposure.FAMILY_POSITIVE: reason(
            "A family member in the same quarantine tested positive; you were together until {at}. The days count again from then.",
            at=at,
        ),
        NewExposure.STAFF_POSITIVE: reason(
            "A member of the site's staff tested positive; the last meeting was {at}. The days count again from then.",
            at=at,
        ),
        NewExposure.CONTACT_POSITIVE: reason(
            "The close contact you met became a case; you were last together {at}. The days count from then.",
            at=at,
        ),
        NewExposure.OTHER: reason(
            "A new exposure on {at} was recorded. The days count again from then.", at=at
        ),
    }[what]
