"""Where it may have come from, where it may have gone, how it was found, how reliable it is (blocks 5, 6, 8, 9)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .fields import Block, Choices, Field, Kind, yes_no

TRAVEL = Field(
    key="travel", label=_("Travel and stays elsewhere"), kind=Kind.ROWS,
    columns=(
        Field(key="place", label=_("Place")), Field(key="from_on", label=_("From"), kind=Kind.DAY), Field(key="to_on", label=pgettext_lazy("period", "To"), kind=Kind.DAY),
        Field(key="transport", label=_("Vehicle, number, seat")), Field(key="companions", label=_("With whom")),
    ),
)  # fmt: skip

MET = Field(
    key="met", label=_("Met cases or people with fever"), kind=Kind.ROWS,
    columns=(
        Field(key="who", label=_("Who (name or case number)")), Field(key="on", label=_("Last time"), kind=Kind.DAY),
        Field(key="where", label=_("Where")), Field(key="how", label=_("How near, how long, masks")),
    ),
)  # fmt: skip

RISK_WORK: Choices = (
    ("COLD_CHAIN", _("Cold chain or imported goods")), ("PORT", _("Port, airport, customs")), ("MAIL", _("Mail or parcels")),
    ("HOSPITAL", _("Hospital or clinic")), ("SITE", _("Quarantine site or closed-loop transfer")), ("LABORATORY", _("Testing laboratory")),
    ("TRANSPORT", _("Taxi, bus, lorry")), ("SCHOOL", _("School or kindergarten")), ("CARE_HOME", _("Care home")), ("NONE", pgettext_lazy("work", "None of these")),
)  # fmt: skip

EXPOSURE = Block(
    code="EXPOSURE", label=_("Exposure in the 14 days before onset"), help=_("Everything by which the case may have been infected."),
    fields=(
        TRAVEL, MET,
        yes_no("cluster", _("Others ill in the household, class or workplace")),
        Field(key="cluster_note", label=_("Who and since when")),
        yes_no("imported_goods", _("Handled imported or frozen goods, or mail from abroad")),
        Field(key="imported_goods_note", label=_("What, when, from where")),
        yes_no("health_care", _("Was in a clinic or hospital, or visited somebody there")),
        Field(key="health_care_note", label=_("Where and when")),
        Field(key="risk_work", label=_("Work with a risk of exposure"), kind=Kind.SEVERAL, choices=RISK_WORK),
        yes_no("crowded", _("Crowded or badly ventilated places"), help=_("Mahjong rooms, baths, gyms, weddings, markets.")),
        Field(key="crowded_note", label=_("Which and when"), kind=Kind.LONG),
        Field(key="source_idea", label=_("What the case believes"), kind=Kind.LONG, help=_("In the case's own words.")),
    ),
)  # fmt: skip

MOVEMENT = Block(
    code="MOVEMENT", label=_("Movements in the infectious window"),
    help=_("Stop by stop until isolation: first the last 48 hours, then the whole window."),
    fields=(
        Field(key="core_48", label=_("Whereabouts of the last 48 hours, in short"), kind=Kind.LONG, core=True),
        Field(key="usual_day", label=_("A usual day and week"), kind=Kind.LONG, help=_("Way to work, school run, shopping, sport, cards.")),
        Field(key="venues_to_lock", label=_("Places to lock for disinfection"), kind=Kind.LONG),
        Field(key="notices", label=_("Notices to other areas"), kind=Kind.ROWS, columns=(
            Field(key="area", label=_("Area")), Field(key="about", label=_("About whom or what")), Field(key="sent_at", label=_("Sent at"), kind=Kind.INSTANT),
            Field(key="answer", label=_("Answer")))),
        yes_no("checked", _("Checked against records"), help=_("Payments, cameras, tickets; through the police, for this case only.")),
        Field(key="checked_note", label=_("What the records added or corrected"), kind=Kind.LONG),
    ),
)  # fmt: skip

FINDING = Block(
    code="FINDING", label=_("How the case was found"), help=_("The way of finding decides whether it counts as community-detected."),
    fields=(
        Field(key="found_note", label=_("How and by whom"), kind=Kind.LONG, core=True),
        Field(key="found_on", label=_("Called for testing on"), kind=Kind.DAY),
        Field(key="round", label=_("Round of a mass test")), Field(key="site", label=_("Sampling site")),
        Field(key="pool", label=_("Pool and its members"), help=_("Of a positive pool: tube and who else was in it.")),
        Field(key="notice_from", label=_("Notice from (area, number, time)")),
        Field(key="delay_note", label=_("Why it was not found earlier"), kind=Kind.LONG),
    ),
)  # fmt: skip

SUMMARY = Block(
    code="SUMMARY", label=_("Interview and reliability"), help=_("Who asked, how, and how far it can be trusted."),
    fields=(
        Field(key="team", label=_("Team members"), core=True), Field(key="first_contact_at", label=_("First contact with the case"), kind=Kind.INSTANT, core=True),
        Field(key="method", label=_("Interviewed"), kind=Kind.CHOICE, choices=(
            ("PHONE", _("By telephone")), ("ON_SITE", _("On site")), ("VIDEO", _("By video")), ("PROXY", _("Through somebody else")))),
        Field(key="proxy", label=_("Through whom, and why")),
        Field(key="reliability", label=_("Reliability"), kind=Kind.CHOICE, choices=(
            ("GOOD", _("Remembers well")), ("FAIR", _("Partly vague")), ("POOR", _("Contradictions or refusals")))),
        Field(key="reliability_note", label=_("What is doubtful"), kind=Kind.LONG),
        Field(key="source_hypothesis", label=_("Source hypothesis and its evidence"), kind=Kind.LONG),
        Field(key="area_proposal", label=_("Proposal for declared areas"), kind=Kind.LONG),
        Field(key="next_steps", label=_("Still to be asked"), kind=Kind.LONG),
    ),
)  # fmt: skip
