"""Was it near enough, long enough, in a setting of the list?"""

from __future__ import annotations

from enum import Enum

from ringfence.ground.rulesets.parameters import ContactCriteria, Reach, RuleSet
from ringfence.ground.rulesets.words import Setting, Within
from ringfence.kernel import Reason, reason

from .facts import Exposure, Seat
from .sentences import setting_sentence


class Nearness(Enum):
    CLOSE = 1
    NOT_CLOSE = 2
    UNKNOWN = 3  # facts are missing


Judged = tuple[Nearness, tuple[Reason, ...]]


def judge(*, ruleset: RuleSet, exposure: Exposure) -> Judged:
    """Whether an unprotected exposure inside the infectious period is that of a close contact, and why."""
    rule = ruleset.contact
    if rule.physical_contact and exposure.physical_contact:
        return Nearness.CLOSE, (reason("Direct physical contact."),)
    if exposure.setting is Setting.TRANSPORT:
        return _on_board(rule, exposure)
    if exposure.setting in rule.settings:
        if exposure.setting not in rule.settings_needing_nearness:
            return Nearness.CLOSE, (setting_sentence(exposure.setting),)
        return _near_in_setting(rule, exposure)
    if exposure.setting is Setting.VENUE and rule.minutes is None:
        return _at_venue(rule, exposure)
    return _by_metres_and_minutes(rule, exposure)


def _near_in_setting(rule: ContactCriteria, exposure: Exposure) -> Judged:
    """Settings that count when people were near. Choosing the setting says so, unless the metres say otherwise."""
    said = setting_sentence(exposure.setting)
    if rule.same_indoor_space and exposure.same_indoor_space:
        return Nearness.CLOSE, (
            said,
            reason("Same indoor space at the same time, which counts as near in this rule set."),
        )
    limit = rule.distance_metres
    if limit is None or exposure.distance_metres is None or exposure.distance_metres <= limit:
        return Nearness.CLOSE, (said,)
    return Nearness.NOT_CLOSE, (_too_far(exposure.distance_metres, limit),)


def _at_venue(rule: ContactCriteria, exposure: Exposure) -> Judged:
    if rule.same_indoor_space and exposure.same_indoor_space:
        return Nearness.CLOSE, (
            reason("Same indoor space at the same time, which counts as near in this rule set."),
        )
    return Nearness.NOT_CLOSE, (
        reason("At the same place at the same time, but not near in the sense of the close-contact list."),
    )


def _by_metres_and_minutes(rule: ContactCriteria, exposure: Exposure) -> Judged:
    if rule.minutes is None or rule.distance_metres is None:
        return Nearness.NOT_CLOSE, (reason("This setting is not on the close-contact list of the rule set."),)
    room = rule.same_indoor_space and exposure.same_indoor_space
    if exposure.distance_metres is None and not room:
        return Nearness.UNKNOWN, (
            reason(
                "Ask how many metres apart they were: this rule set counts up to {limit} m.",
                limit=rule.distance_metres,
            ),
        )
    if not room and exposure.distance_metres is not None and exposure.distance_metres > rule.distance_metres:
        return Nearness.NOT_CLOSE, (_too_far(exposure.distance_metres, rule.distance_metres),)
    return _long_enough(rule, rule.minutes, exposure)


def _long_enough(rule: ContactCriteria, limit: int, exposure: Exposure) -> Judged:
    together = exposure.minutes
    if rule.minutes_within_hours is not None:
        together = (
            exposure.minutes_in_24_hours if exposure.minutes_in_24_hours is not None else exposure.minutes
        )
    if together is None:
        return Nearness.UNKNOWN, (
            reason(
                "Ask how many minutes they were together: this rule set counts from {limit} minutes.",
                limit=limit,
            ),
        )
    if together < limit:
        return Nearness.NOT_CLOSE, (
            reason(
                "Together for {minutes} minutes; the rule set counts from {limit} minutes.",
                minutes=round(together),
                limit=limit,
            ),
        )
    return Nearness.CLOSE, (
        reason(
            "Near for {minutes} minutes; the rule set counts from {limit} minutes.",
            minutes=round(together),
            limit=limit,
        ),
    )


def _on_board(rule: ContactCriteria, exposure: Exposure) -> Judged:
    seat = exposure.seat
    limit = rule.transport_distance_metres
    if limit is not None and exposure.distance_metres is not None and exposure.distance_metres <= limit:
        return Nearness.CLOSE, (reason("Within {limit} m in the same vehicle.", limit=limit),)
    if seat is None:
        if rule.transport and exposure.distance_metres is None:
            return Nearness.UNKNOWN, (reason("Enter the vehicle and the seat, seen from the case's seat."),)
        if limit is not None and exposure.distance_metres is not None:
            return Nearness.NOT_CLOSE, (_too_far(exposure.distance_metres, limit),)
        return _by_metres_and_minutes(rule, exposure)
    reach = rule.transport.get(seat.vehicle)
    if reach is None:
        return _by_metres_and_minutes(rule, exposure)
    if reach.crew and seat.served_there:
        return Nearness.CLOSE, (reason("Crew who served the part of the vehicle where the case sat."),)
    return _by_seat(reach, seat)


def _by_seat(reach: Reach, seat: Seat) -> Judged:
    if reach.within is Within.ON_BOARD:
        return Nearness.CLOSE, (reason("In the same vehicle, where everybody on board counts."),)
    if seat.same_compartment and reach.within is not Within.ROWS:
        return Nearness.CLOSE, (reason("In the same compartment or cabin."),)
    apart = {Within.ROWS: seat.rows_apart, Within.BAYS: seat.bays_apart}.get(reach.within)
    if apart is not None:
        if apart <= reach.places:
            return Nearness.CLOSE, (
                reason(
                    "{apart} row(s) or bay(s) from the case; the rule set counts up to {limit}.",
                    apart=apart,
                    limit=reach.places,
                ),
            )
        return Nearness.NOT_CLOSE, (
            reason(
                "{apart} row(s) or bay(s) from the case; the rule set counts only up to {limit}.",
                apart=apart,
                limit=reach.places,
            ),
        )
    inside = {Within.COACH: seat.same_coach, Within.COMPARTMENT: seat.same_compartment}.get(reach.within)
    if inside is None:
        return Nearness.UNKNOWN, (
            reason("Enter where the person sat, seen from the case: rows, bays, compartment or coach."),
        )
    if inside:
        return Nearness.CLOSE, (reason("In the same coach, where everybody counts."),)
    return Nearness.NOT_CLOSE, (reason("On the same journey, but in another coach or compartment."),)


def _too_far(metres: float, limit: float) -> Reason:
    return reason("{metres} m apart; the rule set counts up to {limit} m.", metres=metres, limit=limit)
