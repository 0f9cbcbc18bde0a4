"""From evidence to a status. The strictest finding counts; each finding names its reason and its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ringfence.ground.rulesets.parameters import RuleSet
from ringfence.ground.rulesets.words import ContactKind, MeasureKind, Residents, SampleResult
from ringfence.kernel import Reason, Refused, city_date, reason, start_of_day
from ringfence.measures.orders.rules import Plan, plan_after_discharge, plan_measures, plan_stages

from .evidence import AreaStay, ContactClassification, DeclaredTrip, Evidence, LabResult, VenueExposure


class Status(StrEnum):
    """Without colours. From nothing to do, to isolated as a case."""

    CLEAR = "CLEAR"
    ADVISED = "ADVISED"  # information and offers only
    MONITORED = "MONITORED"
    QUARANTINED = "QUARANTINED"
    ISOLATED = "ISOLATED"


ORDER = tuple(Status)
_BY_MEASURE = {
    MeasureKind.SELF_MONITORING: Status.ADVISED,
    MeasureKind.HOME_HEALTH_MONITORING: Status.MONITORED,
    MeasureKind.HOME_QUARANTINE: Status.QUARANTINED,
    MeasureKind.FACILITY_QUARANTINE: Status.QUARANTINED,
    MeasureKind.ISOLATION: Status.ISOLATED,
}


@dataclass(frozen=True, slots=True)
class HealthStatus:
    """What holds now, why, and until when (None: until the evidence changes)."""

    status: Status
    until: datetime | None
    reasons: tuple[Reason, ...]
    ruleset_id: str


@dataclass(frozen=True, slots=True)
class _Finding:
    status: Status
    until: datetime | None
    reason: Reason
    more: tuple[Reason, ...] = ()


def status(*, evidence: Sequence[Evidence], ruleset: RuleSet, now: datetime) -> HealthStatus:
    """The status of one person. Raises `Refused` for anything that is not one of the five kinds of evidence."""
    findings = [_finding(each, ruleset, now) for each in evidence]
    if not findings:
        return HealthStatus(
            Status.CLEAR, None, (reason("There is no evidence that concerns this person."),), ruleset.id
        )
    strictest = max((each.status for each in findings), key=ORDER.index)
    leading = [each for each in findings if each.status is strictest]
    ends = [each.until for each in leading]
    until = None if None in ends else max(end for end in ends if end is not None)
    said = [one for each in leading for one in (each.reason, *each.more)]
    reasons = tuple(one for place, one in enumerate(said) if one not in said[:place])
    return HealthStatus(strictest, until, reasons, ruleset.id)


def _finding(evidence: Evidence, ruleset: RuleSet, now: datetime) -> _Finding:
    if isinstance(evidence, LabResult):
        return _from_laboratory(evidence, ruleset, now)
    if isinstance(evidence, ContactClassification):
        return _from_classification(evidence, ruleset, now)
    if isinstance(evidence, VenueExposure):
        return _from_venue(evidence, ruleset, now)
    if isinstance(evidence, AreaStay):
        return _from_area(evidence, ruleset, now)
    if isinstance(evidence, DeclaredTrip):
        return _from_trip(evidence, ruleset, now)
    raise Refused(
        reason(
            "This is not a kind of evidence. A status follows from a laboratory result, a classification, an exposure at a place of a named case, a stay in a declared area or a declared trip; never from a list."
        )
    )


def _from_laboratory(result: LabResult, ruleset: RuleSet, now: datetime) -> _Finding:
    if result.result is not SampleResult.POSITIVE or result.corrected or result.result_at > now:
        return _Finding(Status.CLEAR, None, reason("A test without a positive result restricts nobody."))
    if result.discharged_at is None or result.discharged_at > now:
        return _Finding(
            Status.ISOLATED,
            None,
            reason(
                "A positive laboratory result of {at}; isolation lasts until discharge.", at=result.result_at
            ),
        )
    plan = plan_after_discharge(ruleset=ruleset, discharged_at=result.discharged_at)
    return _staged(plan, now, reason("Discharged as a case on {at}.", at=result.discharged_at))


def _from_classification(contact: ContactClassification, ruleset: RuleSet, now: datetime) -> _Finding:
    if contact.lifted_at is not None and contact.lifted_at <= now:
        return _Finding(
            Status.CLEAR, None, reason("The measure as a contact was lifted on {at}.", at=contact.lifted_at)
        )
    if not contact.decided_by.strip():
        raise Refused(reason("A classification needs the name of the investigator who decided it."))
    started = contact.stay_started_at or contact.last_exposure_at
    plan = plan_measures(
        ruleset=ruleset, kind=contact.kind, last_exposure_at=contact.last_exposure_at, starts_at=started
    )
    return _staged(plan, now, _contact_sentence(contact))


def _contact_sentence(contact: ContactClassification) -> Reason:
    return {
        ContactKind.CLOSE: reason(
            "Classified as a close contact; last exposure {at}.", at=contact.last_exposure_at
        ),
        ContactKind.SECONDARY: reason(
            "Classified as a contact of a close contact; last exposure {at}.", at=contact.last_exposure_at
        ),
        ContactKind.CASUAL: reason(
            "Classified as a casual contact; last exposure {at}.", at=contact.last_exposure_at
        ),
        ContactKind.NONE: reason("Ruled out as a contact."),
    }[contact.kind]


def _from_venue(venue: VenueExposure, ruleset: RuleSet, now: datetime) -> _Finding:
    """A scan restricts nobody; presence beside a named case gives information and the offer of a test."""
    if venue.case_id is None:
        return _Finding(Status.CLEAR, None, reason("A venue check-in alone restricts nobody."))
    until = start_of_day(city_date(venue.to_at) + timedelta(days=ruleset.incubation.control_days))
    if now >= until:
        return _Finding(
            Status.CLEAR,
            None,
            reason("The visit to a place of a case is longer ago than one incubation period."),
        )
    return _Finding(
        Status.ADVISED,
        until,
        reason(
            "You were at a place at the same time as a case, {at}. Nothing is asked of you; a test is on offer.",
            at=venue.from_at,
        ),
    )


def _from_area(stay: AreaStay, ruleset: RuleSet, now: datetime) -> _Finding:
    rule = ruleset.areas.get(stay.level)
    if stay.left_at is not None and stay.left_at <= now:
        stages = ruleset.measures.from_area.get(stay.level, ())
        plan = plan_stages(
            ruleset=ruleset, stages=stages, anchored_on=city_date(stay.left_at), starts_at=stay.left_at
        )
        return _staged(plan, now, reason("Left a declared area on {at}.", at=stay.left_at))
    if rule is None or rule.residents is Residents.LIMIT_GATHERINGS:
        return _Finding(Status.CLEAR, None, reason("Living in an area without restrictions on leaving it."))
    return _Finding(
        Status.MONITORED, None, reason("Living in a declared area; this ends when the area is lifted.")
    )


def _from_trip(trip: DeclaredTrip, ruleset: RuleSet, now: datetime) -> _Finding:
    stages = ruleset.measures.inbound if trip.from_abroad else ()
    if not trip.from_abroad and trip.from_level is not None:
        stages = ruleset.measures.from_area.get(trip.from_level, ())
    plan = plan_stages(
        ruleset=ruleset, stages=stages, anchored_on=city_date(trip.arrived_at), starts_at=trip.arrived_at
    )
    return _staged(plan, now, reason("Declared a trip; arrived {at}.", at=trip.arrived_at))


def _staged(plan: Plan, now: datetime, why: Reason) -> _Finding:
    """The status of the stage that is running now."""
    for stage in plan.stages:
        if now < stage.ends_at:
            return _Finding(_BY_MEASURE[stage.kind], stage.ends_at, why)
    return _Finding(Status.CLEAR, None, why, (reason("The time is over."),) if plan.stages else plan.reasons)
