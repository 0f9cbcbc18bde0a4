"""The names of milestones and what proves that they were met (domain reference 2.1)."""

from __future__ import annotations

from ringfence.ground.rulesets.words import Milestone, StopReason
from ringfence.kernel import Reason, reason

_NAMES = {
    Milestone.DIRECT_REPORT: reason("Direct report filed"),
    Milestone.CORE_FACTS: reason("Core facts taken"),
    Milestone.CASE_TRANSFER: reason("Case separated or on the way to hospital"),
    Milestone.CORE_REPORT: reason("Core investigation report"),
    Milestone.CONTACT_TRANSFER: reason("Close contacts in quarantine"),
    Milestone.SECONDARY_TRANSFER: reason("Secondary contacts in quarantine"),
    Milestone.FULL_REPORT: reason("Full investigation and preliminary report"),
    Milestone.CASE_INTERVIEW: reason("Case interviewed"),
    Milestone.CONTACT_NOTIFICATION: reason("Contacts told"),
    Milestone.NOTICE_LOCATE: reason("Person of the cross-area notice located"),
    Milestone.NOTICE_CONTROL: reason("Person of the cross-area notice in quarantine"),
    Milestone.NOTICE_FEEDBACK: reason("Answer sent to the notifying area"),
}

_EVIDENCE: dict[Milestone, tuple[Reason, ...]] = {
    Milestone.DIRECT_REPORT: (reason("Number and time of the report card"),),
    Milestone.CORE_FACTS: (
        reason("Team named and first contact made"),
        reason("Identity, address, workplace or school, household"),
        reason("Onset of symptoms, last tests, vaccination"),
        reason("Whereabouts of the last 48 hours"),
        reason("Household and meal contacts listed"),
    ),
    Milestone.CASE_TRANSFER: (reason("Transfer ordered, or handed over to the hospital"),),
    Milestone.CORE_REPORT: (
        reason("Movement history of the whole look-back period"),
        reason("Core contacts classified"),
        reason("Exposure places listed and locked for disinfection"),
        reason("Cross-area notices sent"),
        reason("First version of the core report"),
    ),
    Milestone.CONTACT_TRANSFER: (
        reason("Every close contact has arrived, or the reason why not is written down"),
    ),
    Milestone.SECONDARY_TRANSFER: (
        reason("Every secondary contact has arrived, or the reason why not is written down"),
    ),
    Milestone.FULL_REPORT: (
        reason(
            "Every contact has an outcome: managed, handed over, untraceable, refused, or ruled out with a reason"
        ),
        reason("Case form complete"),
        reason("Preliminary report written"),
        reason("Proposal for declared areas"),
        reason("Source hypothesis with its evidence"),
    ),
    Milestone.CASE_INTERVIEW: (reason("Interview with the case, or with somebody who knows"),),
    Milestone.CONTACT_NOTIFICATION: (reason("Each contact was told, with time and way"),),
    Milestone.NOTICE_LOCATE: (reason("Where the person is, and who confirmed it"),),
    Milestone.NOTICE_CONTROL: (reason("Order in force and stay begun"),),
    Milestone.NOTICE_FEEDBACK: (reason("Number and time of the answer"),),
}

_STOPS = {
    StopReason.INTENSIVE_CARE: reason("The patient is in intensive care"),
    StopReason.INTERPRETER: reason("Waiting for an interpreter"),
    StopReason.NO_PHONE: reason("No telephone: being looked for"),
    StopReason.REFUSED_TO_TALK: reason("The patient refuses to talk"),
    StopReason.OTHER: reason("Another reason, written down"),
}


def milestone_words(milestone: Milestone) -> Reason:
    """What the milestone is called."""
    return _NAMES[milestone]


def evidence_words(milestone: Milestone) -> tuple[Reason, ...]:
    """What must be on the table before the milestone counts as met."""
    return _EVIDENCE[milestone]


def stop_words(why: StopReason) -> Reason:
    """Why the clock stands still."""
    return _STOPS[why]
