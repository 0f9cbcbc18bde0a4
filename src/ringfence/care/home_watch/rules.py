"""What follows from a report: mostly nothing, at most a call, and never more without a person. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ringfence.kernel import Decision, allow, reason, refuse

GRACE_MINUTES = 15  # MOVEMENT 4: Taiwan's fence told after 15 minutes; here they are time to come back first
OFF_GRACE_MINUTES = 60  # [D] a telephone is charged or found again within the hour; nobody is bothered before
LEAST_GRACE, MOST_GRACE = 5, 120  # minutes [D]: shorter is a tripwire, longer is no watch
CALL_WITHIN_MINUTES = 15  # MOVEMENT 4: an answer within 15 minutes
KEPT_DAYS = 14  # DOMAIN 9.4 [D]: as checks at gates
LATEST_HOURS = 24  # MOVEMENT 6.6: late events up to 24 hours; older ones say nothing about now
AHEAD_MINUTES = 5  # a clock that is further ahead is wrong; as records of movement
EXITS = frozenset({"DOOR_OPENED", "PHONE_LEFT"})
TECHNICAL = frozenset({"PHONE_OFF", "BATTERY_FLAT", "SIGNAL_LOST"})
RETURN = "BACK"
SHORTEST_WHY = 5


def may_begin(*, is_at_home: bool, is_running: bool, agreed: bool, grace_minutes: int) -> Decision:
    """A device reports only for somebody who stays at home now and has agreed."""
    if not is_running or not is_at_home:
        return refuse(reason("A device can only be used during a stay at home."))
    if not agreed:
        return refuse(
            reason("Without the person's agreement no device is used; nothing follows from saying no.")
        )
    if not LEAST_GRACE <= grace_minutes <= MOST_GRACE:
        return refuse(
            reason("The grace period is {least} to {most} minutes.", least=LEAST_GRACE, most=MOST_GRACE)
        )
    return allow(reason("The person agreed; it can be taken back at any time."))


def may_report(*, happened_at: datetime, now: datetime) -> Decision:
    """A report of the last day, by a clock that is not ahead."""
    if happened_at > now + timedelta(minutes=AHEAD_MINUTES):
        return refuse(reason("The device's clock is ahead; this report cannot be placed."))
    if happened_at < now - timedelta(hours=LATEST_HOURS):
        return refuse(
            reason("This report is older than {hours} hours and says nothing about now.", hours=LATEST_HOURS)
        )
    return allow(reason("The report is taken."))


def call_from(*, cause: str, happened_at: datetime, grace_minutes: int) -> datetime | None:
    """From when on somebody calls; `None`: nobody needs to."""
    if cause in EXITS:
        return happened_at + timedelta(minutes=grace_minutes)
    return (
        happened_at + timedelta(minutes=max(grace_minutes, OFF_GRACE_MINUTES)) if cause in TECHNICAL else None
    )


def settles_by_return(*, due_at: datetime, back_at: datetime) -> bool:
    """Coming back before the grace period is over ends the matter. To the minute when it ends is too late."""
    return back_at < due_at


def settles(heard: str) -> bool:
    """Whether what was heard ends the matter: at home, or out with leave."""
    return heard in ("AT_HOME", "ALLOWED")


def may_escalate(*, cause: str, heard: Sequence[str], why: str) -> Decision:
    """Only for an exit, after a call that did not settle it, and with a person's reason."""
    if cause not in EXITS:
        return refuse(
            reason(
                "A flat battery, a switched-off telephone or a lost signal is no escape: help with the device instead."
            )
        )
    if not heard:
        return refuse(
            reason("Call first: nothing goes further before somebody has tried to speak with the person.")
        )
    if settles(heard[-1]):
        return refuse(reason("The last call settled this report."))
    if len(why.strip()) < SHORTEST_WHY:
        return refuse(reason("Say in a sentence why the investigator should look."))
    return allow(reason("A person called, and says why the investigator should look."))
