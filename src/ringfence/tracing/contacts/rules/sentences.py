"""One plain sentence for each setting of the close-contact list."""

from __future__ import annotations

from ringfence.ground.rulesets.words import Setting
from ringfence.kernel import Reason, reason


def setting_sentence(setting: Setting) -> Reason:
    """Why an exposure in this setting is that of a close contact."""
    return {
        Setting.HOUSEHOLD: reason("Lives with the case."),
        Setting.CARE: reason("Cared for the case or was cared for by the case, directly."),
        Setting.AEROSOL_PROCEDURE: reason("Was in the same room during a procedure that produces aerosols."),
        Setting.WORK_STUDY: reason("Was near the case at work or in class."),
        Setting.MEAL_ENTERTAINMENT: reason(
            "Shared a meal or entertainment with the case in a closed room, or served there."
        ),
        Setting.HOSPITAL_VISIT: reason("Visited the case in hospital, or shared the ward."),
        Setting.TRANSPORT: reason("Was near the case in the same vehicle."),
        Setting.CONTAMINATED_ENVIRONMENT: reason(
            "Was exposed to surroundings that the case may have contaminated."
        ),
        Setting.INVESTIGATOR_JUDGEMENT: reason("Judged a close contact by the investigator."),
        Setting.VENUE: reason("Was at the same place as the case."),
    }[setting]
