"""Who the case is, where they belong, who lives with them (report card and block 1 of the form; domain reference 2.2, 2.3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .fields import Block, Choices, Field, Kind, yes_no

# Seen in two real systems (domain reference 2.2); "farmer" is from memory.
OCCUPATIONS: Choices = (
    ("NURSERY_CHILD", _("Child in nursery or kindergarten")), ("CHILD_AT_HOME", _("Child at home")),
    ("PUPIL", _("Pupil or student")), ("TEACHER", _("Teacher")), ("CARER", _("Nursery or domestic carer")),
    ("FOOD", _("Catering and food")), ("COMMERCE", _("Commercial services")), ("WORKER", _("Worker")),
    ("MIGRANT_WORKER", _("Migrant worker")), ("FARMER", _("Farmer")), ("HERDER", _("Herder")), ("FISHER", _("Fisher")),
    ("OFFICE", _("Office or public service")), ("RETIRED", _("Retired")), ("AT_HOME", _("Household or unemployed")),
    ("HEALTH", _("Health worker")), ("OTHER", _("Other occupation")), ("UNKNOWN", _("Occupation not known")),
)  # fmt: skip

BELONGS_TO: Choices = (
    ("THIS_COUNTY", _("This county")), ("THIS_CITY", _("Another county of the city")),
    ("THIS_PROVINCE", _("Another city of the province")), ("ANOTHER_PROVINCE", _("Another province")),
    ("HK_MACAU_TAIWAN", _("Hong Kong, Macau or Taiwan")), ("FOREIGN", _("Foreign")),
)  # fmt: skip

HOUSEHOLD = Field(
    key="household", label=_("People in the household"), kind=Kind.ROWS, core=True,
    help=_("Everybody who sleeps there, also children and helpers. Name them as contacts as well."),
    columns=(
        Field(key="name", label=pgettext_lazy("of a person", "Name")), Field(key="relation", label=_("Relation to the case")),
        Field(key="age", label=_("Age"), kind=Kind.NUMBER), Field(key="phone", label=_("Telephone")),
        yes_no("ill", _("Symptoms")), Field(key="last_together", label=_("Last together"), kind=Kind.DAY),
    ),
)  # fmt: skip

BASIC = Block(
    code="BASIC", label=_("Person, household, next of kin"),
    help=_("Name, number, telephone and address stand with the person; here is what the report card asks besides."),
    fields=(
        Field(key="occupation", label=_("Occupation"), kind=Kind.CHOICE, choices=OCCUPATIONS, core=True),
        Field(key="workplace", label=_("Workplace, school and class"), core=True, help=_("With floor, room, shift or class.")),
        Field(key="belongs_to", label=_("Belongs to"), kind=Kind.CHOICE, choices=BELONGS_TO),
        Field(key="nationality", label=_("Nationality")),
        Field(key="guardian", label=_("Guardian, if under 14")),
        Field(key="address_now", label=_("Address in the last 14 days"), core=True, help=_("Village, building, unit, door; also a second home.")),
        Field(key="other_phone", label=_("Another telephone")),
        Field(key="next_of_kin", label=_("Next of kin and telephone")),
        HOUSEHOLD,
        Field(key="carer_for", label=_("Looks after children, old or sick people"), kind=Kind.LONG,
              help=_("Who must be looked after while the case is away?")),
        Field(key="animals", label=_("Animals or duties left at home")),
        Field(key="language", label=_("Language or interpreter needed")),
    ),
)  # fmt: skip
