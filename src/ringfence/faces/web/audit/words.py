"""What the audit calls a deed, in words. A test holds this against every deed that the source records."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DEEDS = {
    "case.choose_source": _("Source of a case settled or reopened"), "case.classify": _("Cases classified together"),
    "case.correct": _("Case corrected"), "case.import": _("Case imported"), "case.import_update": _("Case updated by an import"),
    "case.isolated": _("Case isolated"), "case.link_to_source": _("Case linked to its source"),
    "case.name_source": _("Possible source named"), "case.open": pgettext_lazy("deed", "Case opened"),
    "case.positive_again": _("Positive again after the discharge"), "case.recovered": _("Case recovered"),
    "case.rule_out": _("Case ruled out"), "case.told_ruled_out": _("Affected people told of the ruling"),
    "code.locked_out": _("ALARM: locked out after many wrong codes"),
    "code.many_failures": _("ALARM: wrong codes are tried from many addresses"),
    "correction.accept": _("Correction made"), "correction.ask": _("Correction asked for"),
    "correction.check": _("Request for correction checked"), "correction.refuse": _("Request for correction refused"),
    "correction.withdraw": _("Request for correction taken back"),
    "contact.classify": _("Contact classified"), "contact.exposure": _("Exposure recorded"), "contact.name": _("Contact named"),
    "contact.outcome": _("Outcome of a contact noted"), "export": _("Data exported"),
    "health_check.record": _("Health check kept"), "health_check.undo": _("Health check taken back"),
    "import.decide": _("Rows of an import decided"), "import.done": _("Import finished"), "import.fail": _("Import failed"),
    "import.map": _("Columns of an import assigned"), "import.queue": _("Import started"), "import.upload": _("Line list uploaded"),
    "investigation.add_stop": _("Stop added to the movement history"), "investigation.assign": _("Investigation assigned"),
    "investigation.remove_stop": _("Stop removed from the movement history"), "investigation.resume_clock": _("Clock runs again"),
    "investigation.save_block": _("Block of the investigation form saved"), "investigation.start": _("Investigation started"),
    "investigation.stop_clock": _("Clock stopped"), "ledger.head": _("Head of the ledger taken"),
    "ledger.verify": _("Ledger checked"), "milestone.breach": _("Milestone missed"),
    "milestone.meet": _("Milestone met"),
    "order.appeal": _("Appeal opened"), "order.appeal_answer": _("Appeal answered"), "order.appeal_more": _("More was said to the appeal"),
    "order.approve": _("Order approved"), "order.draft": _("Order drafted"), "order.lapsed": _("Order lapsed"),
    "order.move_end": _("End of an order moved"), "order.next_stage": _("Next stage of an order began"),
    "order.rejected": _("Order rejected"), "order.released": _("Order released"), "order.rest_on": _("Order rests on another ground"),
    "order.shorten": _("Order shortened"), "order.start": _("Order counted from the start of the stay"),
    "order.withdrawn": _("Order withdrawn"), "outbreak.change_ruleset": _("Rule set changed"), "outbreak.close": _("Outbreak closed"),
    "outbreak.open": pgettext_lazy("deed", "Outbreak opened"), "outbreak.set_clock": _("Clock of the outbreak set"),
    "person.correct": _("Person corrected"), "person.register": _("Person registered"),
    "person.share_household": _("People put into one household"), "places.add": _("Place added"), "places.load": _("Places loaded"),
    "room.accessible": _("Accessibility of a room noted"),
    "room.state": _("State of a room changed"), "sample.cancel": _("Scheduled samples cancelled"),
    "sample.result": _("Result recorded"), "sample.schedule": _("Samples scheduled"), "sample.take": pgettext_lazy("deed", "Sample taken"),
    "site.accept": _("Site accepted"), "site.add": _("Site registered"), "site.add_rooms": _("Rooms added"),
    "site.close": _("Site closed"), "site.inspect": _("Site inspected"), "site.open": pgettext_lazy("deed", "Site opened"),
    "stay.cancel": _("Stay cancelled"), "stay.end": _("Stay ended"), "stay.reserve": _("Room reserved"),
    "stay.start": _("Stay begun"), "stay.start_at_home": _("Stay at home begun"), "stay.wait": _("Put on the waiting list"),
    "transfer.assign": _("Trip assigned to a driver"), "transfer.cancel": _("Transfer cancelled"),
    "transfer.deliver": pgettext_lazy("deed", "Person received"), "transfer.disinfect": _("Vehicle disinfected"),
    "transfer.give_back": _("Trip given back"), "transfer.pick_up": pgettext_lazy("deed", "Person picked up"),
    "transfer.request": _("Transfer asked for"), "transfer.take": _("Trip taken by a driver"), "user.add": _("User added"),
    "code.fail": _("Entry code refused"), "code.issue": _("Entry code issued"), "code.leave": _("Left with an entry code"),
    "code.use": _("Entry code used"), "look.file": _("Personal data handed out as a file"),
    "look.list": _("Personal data of several people shown"), "look.person": _("Personal data of one person shown"),
    "look.search": _("People searched for"),
}  # fmt: skip

SUBJECTS = {
    "address": _("Network address"),
    "case": _("Case"), "contact": _("Contact"), "importrun": _("Import"), "investigation": _("Investigation"),
    "ledger": _("Ledger"), "milestone": _("Milestone"), "order": _("Order"), "outbreak": _("Outbreak"), "person": _("Person"),
    "place": _("Place"), "room": _("Room"), "sample": _("Sample"), "site": _("Site"), "stay": _("Stay"),
    "page": pgettext_lazy("subject", "Page"), "transfer": _("Transfer"), "user": _("User"),
}  # fmt: skip
