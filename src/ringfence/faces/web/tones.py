"""One tone and one icon for each status, so that a word has the same colour on every page."""

from __future__ import annotations

from typing import NamedTuple


class Look(NamedTuple):
    tone: str
    icon: str


PLAIN = Look("neutral", "point")

# Values of the enums of several rooms; the same word means the same thing everywhere.
LOOKS = {
    # classification of a case
    "SUSPECTED": Look("special", "help-circle"),
    "PRESUMPTIVE": Look("special", "test-pipe"),
    "CONFIRMED": Look("info", "virus"),
    "ASYMPTOMATIC": Look("soon", "circle-dashed"),
    "RULED_OUT": Look("neutral", "ban"),
    # severity
    "MILD": Look("neutral", "temperature"),
    "MODERATE": Look("warn", "temperature"),
    "SEVERE": Look("soon", "alert-triangle"),
    "CRITICAL": Look("late", "alert-octagon"),
    # origin
    "LOCAL": Look("info", "map-pin"),
    "IMPORTED": Look("late", "plane-arrival"),
    "IMPORT_RELATED": Look("soon", "link"),
    "UNKNOWN": Look("neutral", "question-mark"),
    # kind of contact
    "CLOSE": Look("soon", "users"),
    "SECONDARY": Look("warn", "users-group"),
    "CASUAL": Look("neutral", "user"),
    "NONE": Look("neutral", "ban"),
    "UNDECIDED": Look("special", "help-circle"),
    "DISCARDED": Look("neutral", "ban"),
    # held batches and alarms
    "HELD": Look("warn", "player-pause"),
    "OPENED": Look("ok", "lock-open"),
    "BROKEN": Look("neutral", "ban"),
    # orders
    "DRAFT": Look("special", "edit"),
    "IN_FORCE": Look("info", "shield-check"),
    "RELEASED": Look("ok", "circle-check"),
    "REJECTED": Look("late", "circle-x"),
    "WITHDRAWN": Look("neutral", "arrow-back-up"),
    "LAPSED": Look("neutral", "hourglass"),
    # local versions of rule sets
    "DRAFTED": Look("special", "edit"),
    "APPROVED": Look("ok", "circle-check"),
    "REFUSED": Look("late", "circle-x"),
    "SUPERSEDED": Look("neutral", "history"),
    # measures, from strict to mild
    "ISOLATION": Look("late", "building-hospital"),
    "FACILITY_QUARANTINE": Look("soon", "bed"),
    "HOME_QUARANTINE": Look("warn", "home"),
    "HOME_HEALTH_MONITORING": Look("info", "home-heart"),
    "SELF_MONITORING": Look("neutral", "temperature"),
    # stays and transfers
    "RESERVED": Look("info", "calendar-event"),
    "STARTED": Look("info", "bed"),
    "ENDED": Look("neutral", "check"),
    "PICKED_UP": Look("info", "ambulance"),
    "DELIVERED": Look("ok", "check"),
    # rooms and sites
    "FREE": Look("ok", "circle-check"),
    "OCCUPIED": Look("info", "user"),
    "READY": Look("ok", "circle-check"),
    "DISINFECTION": Look("warn", "refresh"),
    "OUT_OF_ORDER": Look("neutral", "ban"),
    "RESERVE": Look("neutral", "circle-dashed"),
    "PREPARING": Look("warn", "hourglass"),
    "CLOSED": Look("neutral", "lock"),
    # health checks
    "WELL": Look("ok", "check"),
    "SYMPTOMS": Look("late", "temperature"),
    "NOT_REACHED": Look("soon", "phone"),
    # samples
    "SAMPLED": Look("ok", "check"),
    "NOBODY_OPENED": Look("soon", "home"),
    "WOULD_NOT": Look("late", "ban"),
    "PENDING": Look("warn", "hourglass"),
    "NEGATIVE": Look("ok", "minus"),
    "POSITIVE": Look("late", "plus"),
    "INVALID": Look("neutral", "circle-x"),
    # grades of a candidate link
    "PROBABLE": Look("warn", "link"),
    "POSSIBLE": Look("neutral", "link"),
    "MENTION": Look("neutral", "message"),
    # searches of movement and their leads
    "ASKED": Look("special", "clipboard-check"),
    "ANSWERED": Look("ok", "circle-check"),
    "CONTACT": Look("soon", "users"),
    "DISMISSED": Look("neutral", "ban"),
    "OFFERED": Look("info", "test-pipe"),
    "READ": Look("special", "eye"),
    "QUEUED": Look("warn", "hourglass"),
    # drills
    "ESTIMATING": Look("warn", "hourglass"),
    "ESTIMATED": Look("info", "list-check"),
    "MAKING": Look("warn", "hourglass"),
    # arrivals and offers
    "EXPECTED": Look("info", "calendar-event"),
    "NOT_COME": Look("neutral", "ban"),
    "ACCEPTED": Look("ok", "check"),
    "DECLINED": Look("neutral", "ban"),
    # reports of devices
    "SETTLED": Look("ok", "circle-check"),
    "ESCALATED": Look("soon", "user-search"),
    # work
    "OPEN": Look("warn", "circle"),
    "WAITING": Look("warn", "hourglass"),
    "REQUESTED": Look("warn", "clock"),
    "UNDER_WAY": Look("info", "truck"),
    "ARRIVED": Look("ok", "check"),
    "DONE": Look("ok", "check"),
    "ON_TIME": Look("ok", "circle-check"),
    "OVERDUE": Look("late", "clock-exclamation"),
    "PAUSED": Look("neutral", "clock-pause"),
    "FAILED": Look("late", "alert-circle"),
    "RUNNING": Look("info", "refresh"),
    "CANCELLED": Look("neutral", "ban"),
    # rows of an import
    "CREATED": Look("ok", "plus"),
    "NEW": Look("ok", "plus"),
    "UPDATED": Look("info", "edit"),
    "UPDATE": Look("info", "edit"),
    "SAME": Look("neutral", "check"),
    "UNCHANGED": Look("neutral", "check"),
    "DUPLICATE": Look("warn", "copy"),
    "SKIPPED": Look("neutral", "player-skip-forward"),
    "WRONG": Look("late", "alert-circle"),
}


def look_of(value: object) -> Look:
    """How a status value looks; an unlisted one is plain."""
    return LOOKS.get(str(value), PLAIN)
