"""Onset and care, clinical picture and vaccination, laboratory (blocks 2 to 4; domain reference 2.3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .fields import Block, Choices, Field, Kind, yes_no

SYMPTOMS: Choices = (
    ("FEVER", _("Fever")), ("CHILLS", _("Chills")), ("DRY_COUGH", _("Dry cough")), ("PHLEGM", _("Phlegm")),
    ("SORE_THROAT", _("Sore throat")), ("RUNNY_NOSE", _("Runny or blocked nose")), ("FATIGUE", _("Fatigue")),
    ("MUSCLE_PAIN", _("Pain in muscles or joints")), ("HEADACHE", _("Headache")),
    ("SMELL_TASTE", _("Loss of smell or taste")), ("BREATHLESS", _("Short of breath")), ("CHEST_TIGHT", _("Chest tightness")),
    ("NAUSEA", _("Nausea or vomiting")), ("DIARRHOEA", _("Diarrhoea")), ("RED_EYES", _("Red eyes")), ("NO_SYMPTOM", _("No symptoms")),
)  # fmt: skip

CHRONIC: Choices = (
    ("HYPERTENSION", _("High blood pressure")), ("DIABETES", _("Diabetes")), ("HEART", _("Heart disease")),
    ("LUNG", _("Lung disease or asthma")), ("KIDNEY", _("Kidney disease")), ("LIVER", _("Liver disease")),
    ("CANCER", _("Cancer")), ("IMMUNE", _("Weak immune system")), ("SMOKER", _("Smoker")), ("NONE", pgettext_lazy("disease", "None")),
)  # fmt: skip

VISITS = Field(
    key="visits", label=_("Every visit to a clinic, hospital or pharmacy"), kind=Kind.ROWS,
    help=_("Since two days before the first symptom; also pharmacies and village doctors."),
    columns=(
        Field(key="facility", label=_("Facility and department")), Field(key="at", label=_("Time"), kind=Kind.INSTANT),
        Field(key="transport", label=_("How they came")), Field(key="companions", label=_("Who came along")),
        Field(key="finding", label=_("Finding or medicine")),
    ),
)  # fmt: skip

ONSET = Block(
    code="ONSET", label=_("Onset and care"), help=_("When it began, and every place where care was sought."),
    fields=(
        Field(key="first_symptom", label=_("First symptom"), core=True),
        Field(key="first_symptom_at", label=_("When it began"), kind=Kind.INSTANT, core=True),
        Field(key="how_sure", label=_("How sure is the beginning"), kind=Kind.CHOICE, choices=(
            ("SURE", _("Sure to the day")), ("ABOUT", _("Within two days")), ("GUESSED", pgettext_lazy("certainty", "Guessed")))),
        VISITS,
        Field(key="admitted_to", label=_("Admitted to")), Field(key="admitted_at", label=_("Admitted at"), kind=Kind.INSTANT),
        yes_no("intensive_care", _("Intensive care")),
        Field(key="care_note", label=_("Course and outcome"), kind=Kind.LONG),
    ),
)  # fmt: skip

DOSES = Field(
    key="doses", label=_("Vaccinations"), kind=Kind.ROWS, core=True,
    columns=(
        Field(key="dose", label=_("Dose"), kind=Kind.NUMBER), Field(key="on", label=_("Day"), kind=Kind.DAY),
        Field(key="product", label=_("Product")), Field(key="place", label=_("Where given")),
    ),
)  # fmt: skip

CLINICAL = Block(
    code="CLINICAL", label=_("Clinical picture and vaccination"), help=_("Symptoms so far, other diseases, vaccinations with their days."),
    fields=(
        Field(key="symptoms", label=_("Symptoms so far"), kind=Kind.SEVERAL, choices=SYMPTOMS, core=True),
        Field(key="other_symptoms", label=_("Other symptoms")),
        Field(key="highest_celsius", label=_("Highest temperature (°C)"), kind=Kind.NUMBER),
        Field(key="chronic", label=_("Other diseases"), kind=Kind.SEVERAL, choices=CHRONIC),
        yes_no("pregnant", _("Pregnant")), Field(key="pregnant_weeks", label=_("Weeks"), kind=Kind.NUMBER),
        Field(key="medicines", label=_("Medicines taken regularly")),
        DOSES,
        yes_no("infected_before", _("Infected before"), help=_("With day and place, if yes.")),
        Field(key="infected_before_note", label=_("When and where before")),
    ),
)  # fmt: skip

SPECIMENS = Field(
    key="specimens", label=_("Specimens"), kind=Kind.ROWS,
    help=_("Those recorded in the platform stand on the case page; add the ones taken elsewhere."),
    columns=(
        Field(key="type", label=_("Specimen")), Field(key="taken_at", label=_("Taken at"), kind=Kind.INSTANT),
        Field(key="result_at", label=_("Result at"), kind=Kind.INSTANT), Field(key="laboratory", label=_("Laboratory")),
        Field(key="reagent", label=_("Reagent")), Field(key="ct_orf1ab", label=_("Ct ORF1ab"), kind=Kind.NUMBER),
        Field(key="ct_n", label=_("Ct N"), kind=Kind.NUMBER), Field(key="result", label=_("Result")),
    ),
)  # fmt: skip

LABORATORY = Block(
    code="LABORATORY", label=_("Laboratory"), help=_("Every specimen with its times, laboratory, reagent and Ct values; the genome."),
    fields=(
        SPECIMENS,
        Field(key="last_tests", label=_("Last tests before this one"), kind=Kind.LONG, core=True, help=_("Day, place and result of the last three.")),
        Field(key="antibodies", label=_("Antibodies (IgM, IgG)")),
        Field(key="lineage", label=_("Lineage")), Field(key="genome_note", label=_("What the genome says about the source"), kind=Kind.LONG),
    ),
)  # fmt: skip
