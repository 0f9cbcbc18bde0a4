"""What the record of looks says in words: why somebody looked, how, and what could be seen."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

LOOK_WORDS = {
    "look.person": _("one person's page"), "look.list": _("a list"), "look.search": _("a search"), "look.file": _("a file"),
    "case.read": _("To follow a case"), "case.write": _("To handle a case"), "contact.read": _("To follow contacts"),
    "contact.write": _("To trace contacts"), "contact.classify": _("To classify contacts"),
    "investigation.write": _("To investigate a case"), "sample.read": _("To follow samples"),
    "sample.record": _("To take samples and record results"), "order.read": _("To see about a measure"),
    "order.draft": _("To draft a measure"), "order.approve": _("To approve or reject a measure"),
    "order.release": _("To end a measure"), "appeal.decide": _("To answer an appeal"),
    "site.read": _("To look after people in quarantine"), "site.manage": _("To run a quarantine site"),
    "stay.manage": _("To give somebody a room"), "health_check.record": _("To check somebody's health"),
    "transfer.read": _("To take somebody to a place"), "transfer.manage": _("To arrange a transfer"),
    "person.read": _("To find a person"), "person.write": _("To register or correct a person"),
    "line_list.export": _("To hand out a list"), "line_list.import": _("To import a list"),
    "link.write": _("To find the source of a case"), "dashboard.read": _("To see the situation"),
    "code.issue": _("To give the person a code"), "correction.decide": _("To correct an error"),
    "movement.read": _("To see searches of movement"), "movement.search": _("To find who was exposed to a case"), "movement.approve": _("To decide about a search of movement"),
    "movement.import": _("To bring in records of movement"), "audit.read": _("To oversee"),
    "hold.review": _("To review held restrictions"), "alarm.read": _("To see about an alarm"),
    "alarm.answer": _("To answer an alarm"), "oversight.read": _("To oversee restrictions"),
    "arrival.read": _("To know who arrives"), "arrival.write": _("To look after who arrives"),
    "area.declare": _("To enter a declared area"),
    "traveller": _("Name, telephone and address of a traveller"),
    "emergency": _("In an emergency, outside their area"),
    "signed-in": _("Own tasks"),
    "name": _("Name"), "sex": _("Sex"), "age": _("Age"), "birth_date": _("Birth date"),
    "id_number": _("Identity number"), "phone": _("Phone"), "address": _("Address"), "workplace": _("Workplace or school"),
    "occupation": _("Occupation"), "guardian": _("Guardian"),
}  # fmt: skip
