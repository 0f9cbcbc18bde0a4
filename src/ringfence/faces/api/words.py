"""The closed lists of the interface. A test holds them against the tables' own."""

from __future__ import annotations

from typing import Literal

Purpose = Literal["RESPONSE", "HISTORY", "DRILL"]
Sex = Literal["F", "M", "U"]
HomeOutcome = Literal["SAMPLED", "NOBODY_OPENED", "WOULD_NOT"]
Result = Literal["NEGATIVE", "POSITIVE", "INVALID"]
SamplePurpose = Literal["SCREENING", "CLINIC", "QUARANTINE", "RELEASE", "CONFIRMATION", "DISCHARGE"]
Specimen = Literal["NASOPHARYNGEAL", "OROPHARYNGEAL", "ENVIRONMENT", "OTHER"]
Classification = Literal["PRESUMPTIVE", "SUSPECTED", "CONFIRMED", "ASYMPTOMATIC", "RULED_OUT"]
Severity = Literal["ASYMPTOMATIC", "MILD", "MODERATE", "SEVERE", "CRITICAL", "UNKNOWN"]
Origin = Literal["LOCAL", "IMPORTED", "IMPORT_RELATED", "UNKNOWN"]
FoundBy = Literal[
    "ACTIVE_SCREENING", "KEY_GROUP_TEST", "QUARANTINE", "FEVER_CLINIC", "CROSS_AREA_NOTICE", "SELF_REPORT", "UNKNOWN"
]  # fmt: skip
CaseOutcome = Literal["ONGOING", "RECOVERED", "DIED", "TRANSFERRED", "UNKNOWN"]
SourceKind = Literal["CASE", "UNKNOWN_CASE", "PLACE", "UNKNOWN"]
Grade = Literal["CONFIRMED", "PROBABLE", "POSSIBLE", "MENTION"]
Relation = Literal[
    "FAMILY", "COLLEAGUE", "CLASSMATE", "FRIEND", "MEAL", "VENUE", "TRAVEL", "CARE", "NEIGHBOUR", "OTHER", "UNKNOWN"
]  # fmt: skip
StopWhy = Literal["INTENSIVE_CARE", "INTERPRETER", "NO_PHONE", "REFUSED_TO_TALK", "OTHER"]
Block = Literal["BASIC", "ONSET", "CLINICAL", "LABORATORY", "EXPOSURE", "MOVEMENT", "FINDING", "SUMMARY"]
ContactKind = Literal["UNDECIDED", "CLOSE", "SECONDARY", "CASUAL", "NONE"]
DecidedKind = Literal["CLOSE", "SECONDARY", "CASUAL", "NONE"]
ContactOutcome = Literal[
    "OPEN", "MANAGED", "RELEASED", "BECAME_CASE", "HANDED_OVER", "UNTRACEABLE", "REFUSED", "EXCLUDED"
]  # fmt: skip
Setting = Literal[
    "HOUSEHOLD", "CARE", "AEROSOL_PROCEDURE", "WORK_STUDY", "MEAL_ENTERTAINMENT", "HOSPITAL_VISIT", "TRANSPORT",
    "CONTAMINATED_ENVIRONMENT", "VENUE", "INVESTIGATOR_JUDGEMENT",
]  # fmt: skip
ExposureBasis = Literal["TOLD", "RECORD", "VENUE_CHECK_IN", "SPACE_TIME_COMPANION"]
Vehicle = Literal[
    "", "AIRCRAFT", "TRAIN_SEALED", "TRAIN_SOFT_SLEEPER", "TRAIN_ORDINARY", "COACH_SEALED", "COACH_VENTILATED", "SHIP",
    "CAR",
]  # fmt: skip
Measure = Literal[
    "ISOLATION", "FACILITY_QUARANTINE", "HOME_QUARANTINE", "HOME_HEALTH_MONITORING", "SELF_MONITORING"
]  # fmt: skip
OrderState = Literal["DRAFT", "IN_FORCE", "RELEASED", "REJECTED", "WITHDRAWN", "LAPSED"]
SiteState = Literal["RESERVE", "PREPARING", "OPEN", "CLOSED"]
RoomState = Literal["READY", "DISINFECTION", "OUT_OF_ORDER"]
StayState = Literal["WAITING", "RESERVED", "STARTED", "ENDED", "CANCELLED"]
MovedWhy = Literal["SYMPTOMS", "FAMILY_TOGETHER", "NEEDS_CARE", "ROOM_OUT_OF_ORDER", "SITE_EMPTIED", "OTHER"]
Slot = Literal["MORNING", "EVENING"]
Finding = Literal["WELL", "SYMPTOMS", "NOT_REACHED"]
TransferState = Literal["REQUESTED", "PICKED_UP", "DELIVERED", "CANCELLED"]
ImportState = Literal["READ", "PREVIEWING", "PREVIEWED", "QUEUED", "RUNNING", "DONE", "FAILED"]
Verdict = Literal["NEW", "UPDATE", "SAME", "DUPLICATE_SUSPECTED", "WRONG", "NOT_A_CASE"]
Choice = Literal["AS_PROPOSED", "SKIP", "CREATE"]
Became = Literal["NOTHING_YET", "CREATED", "UPDATED", "UNCHANGED", "SKIPPED", "FAILED"]
DateOrder = Literal["d/m/y", "m/d/y", "y/m/d"]
CorrectionField = Literal[
    "NAME",
    "SEX",
    "BIRTH_DATE",
    "ID_NUMBER",
    "PHONE",
    "ADDRESS",
    "WORKPLACE",
    "OCCUPATION",
    "GUARDIAN",
    "OTHER",
]
CorrectionState = Literal["OPEN", "CHECKED", "ACCEPTED", "REFUSED", "WITHDRAWN"]
HandedTo = Literal["PERSON", "GUARDIAN"]
ForecastState = Literal["QUEUED", "RUNNING", "DONE", "FAILED", "CANCELLED"]
DrillState = Literal["ESTIMATING", "ESTIMATED", "MAKING", "DONE", "FAILED", "CANCELLED"]
PathogenName = Literal["ancestral", "delta", "omicron"]
AreaLevelOrNone = Literal["none", "village", "township", "county", "city"]
LocalState = Literal["DRAFTED", "APPROVED", "REFUSED", "WITHDRAWN", "SUPERSEDED"]
ChangeEffect = Literal["STRICTER", "MILDER", "UNCLEAR", "WORK", "SAFEGUARD"]
SourceMark = Literal["A", "B", "C"]
SearchPurpose = Literal["FIND_CONTACTS", "FIND_SOURCE"]
SearchRule = Literal["SAME_PLACE", "WITHIN", "TRANSPORT", "COMPANION"]
SearchState = Literal["ASKED", "APPROVED", "ANSWERED", "REJECTED", "LAPSED"]
LeadState = Literal["OPEN", "CONTACT", "DISMISSED", "OFFERED"]
Overlap = Literal["DEFINITE", "POSSIBLE"]
FileHolds = Literal["RECORDS", "PLACES"]
FileState = Literal["READ", "QUEUED", "RUNNING", "DONE", "FAILED", "CANCELLED"]
RecordSource = Literal[
    "", "DECLARED", "CHECK_IN", "GATE", "TICKET", "INVESTIGATOR", "REGISTER", "AGENCY", "DEVICE"
]  # fmt: skip
DatumName = Literal["", "WGS-84", "GCJ-02", "BD-09"]
ArrivalTransport = Literal["TRAIN", "COACH", "CAR", "AIRCRAFT", "SHIP", "OTHER"]
ArrivalState = Literal["EXPECTED", "ARRIVED", "NOT_COME"]
NotedState = Literal["ARRIVED", "NOT_COME"]
OfferKind = Literal["TEST", "CALL"]
OfferAnswer = Literal["OPEN", "ACCEPTED", "DECLINED", "NOT_REACHED"]
SaidToOffer = Literal["ACCEPTED", "DECLINED", "NOT_REACHED"]
SureMatch = Literal["CODE", "NAME", "AROUND"]
AreaLevelTold = Literal["", "LOCKDOWN", "CONTROLLED", "PRECAUTION", "HIGH", "MEDIUM", "LOW"]
DeviceKind = Literal["PHONE", "DOOR"]
AgreedBy = Literal["PERSON", "GUARDIAN"]
DeviceCause = Literal["DOOR_OPENED", "PHONE_LEFT", "PHONE_OFF", "BATTERY_FLAT", "SIGNAL_LOST", "BACK"]
ReportState = Literal["OPEN", "SETTLED", "ESCALATED"]
HeardOnCall = Literal["AT_HOME", "ALLOWED", "AWAY", "NOT_REACHED"]
