"""The closed lists that rule sets, rules and tables share. The values are what the tables store."""

from __future__ import annotations

from enum import StrEnum


class Mark(StrEnum):
    """How far a number can be trusted."""

    A = "A"  # an official text, or a press report of it, was seen
    B = "B"  # a secondary page was seen
    C = "C"  # checked by running something
    D = "D"  # a design decision of Ringfence
    M = "M"  # from memory: confirm before calling it official


class ContactKind(StrEnum):
    CLOSE = "CLOSE"
    SECONDARY = "SECONDARY"
    CASUAL = "CASUAL"
    NONE = "NONE"  # ruled out


class Setting(StrEnum):
    """Where an exposure took place: the categories of the close-contact list, and VENUE below it."""

    HOUSEHOLD = "HOUSEHOLD"
    CARE = "CARE"
    AEROSOL_PROCEDURE = "AEROSOL_PROCEDURE"
    WORK_STUDY = "WORK_STUDY"
    MEAL_ENTERTAINMENT = "MEAL_ENTERTAINMENT"
    HOSPITAL_VISIT = "HOSPITAL_VISIT"
    TRANSPORT = "TRANSPORT"
    CONTAMINATED_ENVIRONMENT = "CONTAMINATED_ENVIRONMENT"
    INVESTIGATOR_JUDGEMENT = "INVESTIGATOR_JUDGEMENT"
    VENUE = "VENUE"  # was at the same venue, the criteria of a close contact are not met


class Vehicle(StrEnum):
    AIRCRAFT = "AIRCRAFT"
    TRAIN_SEALED = "TRAIN_SEALED"  # sealed and air-conditioned: hard seat or hard sleeper
    TRAIN_SOFT_SLEEPER = "TRAIN_SOFT_SLEEPER"
    TRAIN_ORDINARY = "TRAIN_ORDINARY"
    COACH_SEALED = "COACH_SEALED"
    COACH_VENTILATED = "COACH_VENTILATED"
    SHIP = "SHIP"
    CAR = "CAR"


class Within(StrEnum):
    """How far from the case's seat the close contacts reach."""

    ROWS = "ROWS"
    BAYS = "BAYS"
    COMPARTMENT = "COMPARTMENT"
    COACH = "COACH"
    ON_BOARD = "ON_BOARD"


class WindowEnd(StrEnum):
    ISOLATION_OF_CASE = "ISOLATION_OF_CASE"
    DAYS_AFTER_START = "DAYS_AFTER_START"  # a fixed number of days after onset or sampling


class MeasureKind(StrEnum):
    ISOLATION = "ISOLATION"
    FACILITY_QUARANTINE = "FACILITY_QUARANTINE"
    HOME_QUARANTINE = "HOME_QUARANTINE"
    HOME_HEALTH_MONITORING = "HOME_HEALTH_MONITORING"
    SELF_MONITORING = "SELF_MONITORING"


class Anchor(StrEnum):
    """From which day the days of a measure are counted."""

    LAST_EXPOSURE = "LAST_EXPOSURE"
    END_OF_STAGE_BEFORE = "END_OF_STAGE_BEFORE"
    LEFT_AREA = "LEFT_AREA"
    ARRIVAL = "ARRIVAL"
    DISCHARGE = "DISCHARGE"


class DayOne(StrEnum):
    START_DAY = "START_DAY"  # the day on which it starts is day 1
    NEXT_DAY = "NEXT_DAY"  # the day after is day 1


class Specimen(StrEnum):
    NASOPHARYNGEAL = "NASOPHARYNGEAL"
    OROPHARYNGEAL = "OROPHARYNGEAL"
    ANY = "ANY"


class SampleResult(StrEnum):
    PENDING = "PENDING"
    NEGATIVE = "NEGATIVE"
    POSITIVE = "POSITIVE"
    INVALID = "INVALID"


class AreaLevel(StrEnum):
    LOCKDOWN = "LOCKDOWN"
    CONTROLLED = "CONTROLLED"
    PRECAUTION = "PRECAUTION"
    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"


class Residents(StrEnum):
    """What people who live in a declared area may do."""

    STAY_AT_HOME = "STAY_AT_HOME"  # service at the door
    STAY_IN_AREA = "STAY_IN_AREA"  # nobody leaves the area, no gathering
    LIMIT_GATHERINGS = "LIMIT_GATHERINGS"


class AreaUnit(StrEnum):
    COMPOUND = "COMPOUND"  # residential compound or village
    BUILDING = "BUILDING"  # one building or one unit of it
    COUNTY_REST = "COUNTY_REST"
    TOWNSHIP = "TOWNSHIP"


class Milestone(StrEnum):
    DIRECT_REPORT = "DIRECT_REPORT"
    CORE_FACTS = "CORE_FACTS"
    CASE_TRANSFER = "CASE_TRANSFER"
    CORE_REPORT = "CORE_REPORT"
    CONTACT_TRANSFER = "CONTACT_TRANSFER"
    SECONDARY_TRANSFER = "SECONDARY_TRANSFER"
    FULL_REPORT = "FULL_REPORT"
    CASE_INTERVIEW = "CASE_INTERVIEW"
    CONTACT_NOTIFICATION = "CONTACT_NOTIFICATION"
    NOTICE_LOCATE = "NOTICE_LOCATE"
    NOTICE_CONTROL = "NOTICE_CONTROL"
    NOTICE_FEEDBACK = "NOTICE_FEEDBACK"


class StopReason(StrEnum):
    INTENSIVE_CARE = "INTENSIVE_CARE"
    INTERPRETER = "INTERPRETER"
    NO_PHONE = "NO_PHONE"
    REFUSED_TO_TALK = "REFUSED_TO_TALK"
    OTHER = "OTHER"  # written down beside it


class TestReason(StrEnum):
    """Why a test is taken; each has its own promise of when the result is there."""

    __test__ = False  # not a test class

    LIFE_THREATENING = "LIFE_THREATENING"
    FEVER_CLINIC = "FEVER_CLINIC"
    HOSPITAL_PATIENT = "HOSPITAL_PATIENT"
    MONITORED_PERSON = "MONITORED_PERSON"
    VOLUNTARY = "VOLUNTARY"
    RELEASE = "RELEASE"


class CertificateFrom(StrEnum):
    SAMPLING = "SAMPLING"
    RESULT = "RESULT"


class SupportRole(StrEnum):
    """The five named people behind one person in home quarantine."""

    COMMUNITY_CADRE = "COMMUNITY_CADRE"
    GRID_WORKER = "GRID_WORKER"
    COMMUNITY_DOCTOR = "COMMUNITY_DOCTOR"
    COMMUNITY_POLICE = "COMMUNITY_POLICE"
    VOLUNTEER = "VOLUNTEER"


class EnvironmentSample(StrEnum):
    PHONE = "PHONE"
    PILLOW = "PILLOW"
    TOILET_DOOR_HANDLE = "TOILET_DOOR_HANDLE"
