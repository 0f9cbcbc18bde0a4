"""The words a line list may use, one value for each meaning. The values are shared with the rooms' models."""

from __future__ import annotations

from enum import StrEnum


class Sex(StrEnum):
    F = "F"
    M = "M"
    U = "U"


class Classification(StrEnum):
    SUSPECTED = "SUSPECTED"
    CONFIRMED = "CONFIRMED"
    ASYMPTOMATIC = "ASYMPTOMATIC"
    PRESUMPTIVE = "PRESUMPTIVE"
    RULED_OUT = "RULED_OUT"


class Severity(StrEnum):
    ASYMPTOMATIC = "ASYMPTOMATIC"
    MILD = "MILD"
    MODERATE = "MODERATE"
    SEVERE = "SEVERE"
    CRITICAL = "CRITICAL"
    UNKNOWN = "UNKNOWN"


class Origin(StrEnum):
    LOCAL = "LOCAL"
    IMPORTED = "IMPORTED"
    IMPORT_RELATED = "IMPORT_RELATED"
    UNKNOWN = "UNKNOWN"


class FoundBy(StrEnum):
    ACTIVE_SCREENING = "ACTIVE_SCREENING"
    KEY_GROUP_TEST = "KEY_GROUP_TEST"
    QUARANTINE = "QUARANTINE"
    FEVER_CLINIC = "FEVER_CLINIC"
    CROSS_AREA_NOTICE = "CROSS_AREA_NOTICE"
    SELF_REPORT = "SELF_REPORT"
    UNKNOWN = "UNKNOWN"


class Outcome(StrEnum):
    ONGOING = "ONGOING"  # under care, or simply "alive": not dead and not yet recovered
    RECOVERED = "RECOVERED"
    DIED = "DIED"
    TRANSFERRED = "TRANSFERRED"
    UNKNOWN = "UNKNOWN"


class Relation(StrEnum):
    FAMILY = "FAMILY"
    COLLEAGUE = "COLLEAGUE"
    CLASSMATE = "CLASSMATE"
    FRIEND = "FRIEND"
    MEAL = "MEAL"
    VENUE = "VENUE"
    TRAVEL = "TRAVEL"
    CARE = "CARE"
    NEIGHBOUR = "NEIGHBOUR"
    OTHER = "OTHER"
    UNKNOWN = "UNKNOWN"


class ContactKind(StrEnum):
    CLOSE = "CLOSE"
    SECONDARY = "SECONDARY"
    CASUAL = "CASUAL"
    NONE = "NONE"


class Setting(StrEnum):
    HOUSEHOLD = "HOUSEHOLD"
    CARE = "CARE"
    AEROSOL_PROCEDURE = "AEROSOL_PROCEDURE"
    WORK_STUDY = "WORK_STUDY"
    MEAL_ENTERTAINMENT = "MEAL_ENTERTAINMENT"
    HOSPITAL_VISIT = "HOSPITAL_VISIT"
    TRANSPORT = "TRANSPORT"
    CONTAMINATED_ENVIRONMENT = "CONTAMINATED_ENVIRONMENT"
    INVESTIGATOR_JUDGEMENT = "INVESTIGATOR_JUDGEMENT"
    VENUE = "VENUE"


class LinkGrade(StrEnum):
    CONFIRMED = "CONFIRMED"
    PROBABLE = "PROBABLE"
    POSSIBLE = "POSSIBLE"
    MENTION = "MENTION"


class MentionKind(StrEnum):
    """What a piece of a free-text source of infection names."""

    CASE = "CASE"  # a case of this list or of the outbreak
    UNKNOWN_CASE = "UNKNOWN_CASE"  # a case, but not one that is known here
    PLACE = "PLACE"
    TRAVEL = "TRAVEL"
    UNKNOWN = "UNKNOWN"  # the text says that the source is not known


class Measure(StrEnum):
    ISOLATION = "ISOLATION"
    FACILITY_QUARANTINE = "FACILITY_QUARANTINE"
    HOME_QUARANTINE = "HOME_QUARANTINE"
    HOME_HEALTH_MONITORING = "HOME_HEALTH_MONITORING"
    SELF_MONITORING = "SELF_MONITORING"


class Direction(StrEnum):
    """Who infected whom, where a link says it at all."""

    UNKNOWN = "UNKNOWN"
    SOURCE_TO_CASE = "SOURCE_TO_CASE"
