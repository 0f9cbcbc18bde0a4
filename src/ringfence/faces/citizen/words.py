"""What was done with somebody's data, said to that person; and for which purpose."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from ringfence.faces.wording import is_chinese, word

from .record import Line

DEEDS = {
    "look.person": _("Your data were looked at"), "look.list": _("A list with your name was looked at"),
    "look.search": _("A search showed your name"), "look.file": _("A file with your data was taken out"),
    "person.register": _("Your name and address were entered"), "person.correct": _("Your data were corrected"),
    "person.share_household": _("It was noted with whom you live"),
    "case.open": _("Your positive result was entered as a case"), "case.import": _("Your case came in with a list"),
    "case.import_update": _("Your case was renewed from a list"), "case.classify": _("Your case was assessed"),
    "case.correct": _("Something in your case was corrected"), "case.isolated": _("It was noted that you were admitted to hospital"),
    "case.recovered": _("It was noted that you recovered"), "case.name_source": _("A possible source of your infection was noted"),
    "case.choose_source": _("The source of your infection was assessed"),
    "case.link_to_source": _("A possible source of your infection was noted"),
    "case.confirm": _("A sample confirmed that you are a case"),
    "case.positive_again": _("It was noted that you tested positive again"),
    "case.rule_out": _("Your case turned out to be none"), "case.told_ruled_out": _("You were told that you are no case"),
    "order.rest_on": _("The ground of the measure was examined again"),
    "contact.name": _("You were named as a contact"), "contact.exposure": _("A meeting with a case was noted"),
    "contact.classify": _("It was decided what kind of contact you are"), "contact.outcome": _("The course of your quarantine was noted"),
    "order.draft": _("A measure was proposed"), "order.approve": _("The measure was approved by a second organisation"),
    "order.hold": _("The proposed measure waits for an independent review"),
    "order.open_hold": _("The independent review let the proposed measure go on"),
    "order.rejected": _("The proposed measure was rejected"), "order.withdrawn": _("The proposed measure was withdrawn"),
    "order.lapsed": _("The measure lapsed"), "order.released": _("The measure ended"), "order.start": _("The measure began"),
    "order.next_stage": _("The next stage began"), "order.move_end": _("The end was moved because of a new exposure"),
    "order.shorten": _("The measure was shortened"), "order.appeal": _("An appeal was opened"),
    "order.appeal_more": _("The appeal was added to"), "order.appeal_answer": _("The appeal was answered"),
    "sample.schedule": _("Days for tests were set"), "sample.take": _("A sample was taken"),
    "sample.result": _("A test result was entered"), "sample.cancel": _("A planned test was cancelled"),
    "stay.wait": _("You were put on the list for a room"), "stay.reserve": _("A room was reserved for you"),
    "stay.start": _("You were received at the site"), "stay.start_at_home": _("Care at home began"),
    "stay.move": _("Another room was kept for you"), "stay.moved": _("You were moved to another room"),
    "stay.drop_move": _("The room kept for you was given back; you stay where you are"),
    "contact.put_up_again": _("What kind of contact you are is to be decided again"),
    "sample.home_visit": _("Somebody came to your home for a sample"),
    "stay.end": _("Your stay ended"), "stay.cancel": _("Your reservation was given back"),
    "health_check.record": _("How you are was noted"), "health_check.undo": _("A note on how you are was taken back"),
    "transfer.request": _("A vehicle was asked for"), "transfer.assign": _("A driver took on your trip"),
    "transfer.take": _("A driver took on your trip"),
    "transfer.give_back": _("A driver gave your trip back"),
    "transfer.pick_up": _("You were picked up"), "transfer.deliver": _("You were handed over"),
    "transfer.disinfect": _("The vehicle was disinfected"), "transfer.cancel": _("A trip was cancelled"),
    "transfer.turn_back": _("Your measure ended on the way; you are taken home"),
    "code.issue": _("A code for this page was given out"), "code.use": _("This page was opened with your code"),
    "code.leave": _("This page was closed"), "correction.ask": _("A correction was asked for"),
    "correction.check": _("The correction was checked"), "correction.accept": _("The correction was made"),
    "correction.refuse": _("The correction was refused"), "correction.withdraw": _("The request for correction was taken back"),
    "emergency.open": _("Your data were opened in an emergency, outside the area of who reads"),
    "person.forget": _("Your name, numbers, address and what was written about you were deleted"),
    "emergency.end": _("The reading in an emergency was ended early"),
}  # fmt: skip
PURPOSES = {
    "person": _("Register of people"), "case": _("Care for cases"), "contact": _("Finding contacts"),
    "order": _("Decision about a measure"), "sample": _("Testing"), "stay": _("Quarantine and care"),
    "health_check": _("Quarantine and care"), "transfer": _("Transport"), "code": _("Your own access"),
    "correction": _("Correction of errors"), "emergency": _("In an emergency, outside their area"),
}  # fmt: skip


def deed(line: Line) -> str:
    """What was done. A deed that has no sentence yet is shown by its code, not hidden."""
    return gettext(DEEDS[line.action]) if line.action in DEEDS else line.action


def purpose(line: Line) -> str:
    """What for."""
    if line.action.startswith("look."):
        return word(line.purpose)
    told = PURPOSES.get(line.action.partition(".")[0], "")
    return gettext(told) if told else ""


def who(line: Line) -> str:
    """Which organisation in which role; the person themselves; or the platform by its clock."""
    if line.house is None:
        return gettext("You yourself")
    if line.house.name == "Ringfence":
        return gettext("By itself, by the rules")
    house = line.house.name if is_chinese() else line.house.name_en or line.house.name
    roles = [role.name_zh if is_chinese() else role.name for role in line.roles]
    if not roles:
        return str(house)
    between = "、" if is_chinese() else ", "
    return f"{house} ({between.join(roles)})" if not is_chinese() else f"{house}（{between.join(roles)}）"
