"""What the case page asks: milestones, stops of the clock, sources, decisions, the discharge."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ringfence.faces.web.fields import CityDateTime, Day
from ringfence.tracing.cases.actions import SourceNamed
from ringfence.tracing.cases.queries import CandidateLink, Case
from ringfence.tracing.cases.queries import by_number as case_by_number
from ringfence.tracing.contacts.queries import Contact
from ringfence.tracing.investigations.queries import ClockStop

YES_NO = [
    ("", pgettext_lazy("answer", "Not known")),
    ("yes", pgettext_lazy("answer", "Yes")),
    ("no", pgettext_lazy("answer", "No")),
]


class MeetForm(forms.Form):
    """A milestone is met, and by what."""

    code = forms.CharField(max_length=30, widget=forms.HiddenInput)
    evidence = forms.CharField(
        label=_("By what it is met"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class StopClockForm(forms.Form):
    """Why the clock stands still."""

    why = forms.ChoiceField(label=_("Reason"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *told: Any, listed: Iterable[str], **options: Any) -> None:
        super().__init__(*told, **options)
        reasons = set(listed)
        choices = [one for one in ClockStop.Why.choices if one[0] in reasons]
        self.fields["why"].choices = choices  # type: ignore[attr-defined]


class SourceForm(forms.Form):
    """A possible source: a case of the list by its number, a case that is not in the list, or a place."""

    source_kind = forms.ChoiceField(
        label=_("Source"), choices=CandidateLink.SourceKind.choices, initial="CASE"
    )
    source = forms.CharField(label=_("Case number, or who or which place"), max_length=120, required=False)
    relation = forms.ChoiceField(
        label=_("Relation"), choices=CandidateLink.Relation.choices, initial="UNKNOWN"
    )
    grade = forms.ChoiceField(label=_("How sure"), choices=CandidateLink.Grade.choices, initial="POSSIBLE")
    directed = forms.BooleanField(
        label=_("It is known who infected whom"),
        required=False,
        help_text=_("A mention alone is not a direction."),
    )
    evidence = forms.CharField(
        label=_("Evidence"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *told: Any, outbreak_id: Any, **options: Any) -> None:
        super().__init__(*told, **options)
        self.outbreak_id = outbreak_id

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        kind, text = told.get("source_kind"), told.get("source", "").strip()
        told["case"] = None
        if kind == CandidateLink.SourceKind.CASE:
            told["case"] = case_by_number(outbreak_id=self.outbreak_id, number=text) if text else None
            if told["case"] is None:
                self.add_error("source", gettext("There is no case {number} in this outbreak. Choose 'A case that is not in this list' if it is elsewhere.").format(number=text or "…"))  # fmt: skip
        elif kind != CandidateLink.SourceKind.UNKNOWN and not text:
            self.add_error("source", gettext("Say which case or which place."))
        return told

    def named(self) -> SourceNamed:
        told = self.cleaned_data
        case = told["case"]
        return SourceNamed(
            source_kind=told["source_kind"], source_case_id=case.id if case else None,
            source_label="" if case else told["source"].strip(), relation=told["relation"], grade=told["grade"],
            directed=told["directed"], evidence=told["evidence"].strip(),
        )  # fmt: skip


class DecideForm(forms.Form):
    """What kind of contact somebody is, and why if not as proposed."""

    kind = forms.ChoiceField(
        label=_("Kind of contact"), choices=[one for one in Contact.Kind.choices if one[0] != "UNDECIDED"]
    )
    why = forms.CharField(label=_("Why, if not as proposed"), max_length=300, required=False)


class DischargeForm(forms.Form):
    """What the ward reports before a discharge."""

    fever_free_since = CityDateTime(label=_("Normal temperature since"), required=False)
    symptoms_improved = forms.TypedChoiceField(
        label=_("Symptoms clearly better"), choices=YES_NO, required=False, empty_value=None,
        coerce=lambda told: told == "yes",
    )  # fmt: skip
    symptom_free_since = CityDateTime(label=_("No symptoms since"), required=False)

    @staticmethod
    def of(case: Case) -> dict[str, Any]:
        """What is known already."""
        improved = {True: "yes", False: "no", None: ""}[case.symptoms_improved]
        return {"fever_free_since": case.fever_free_since, "symptoms_improved": improved,
                "symptom_free_since": case.symptom_free_since}  # fmt: skip


class RuleOutForm(forms.Form):
    """Why this is no case."""

    why = forms.CharField(
        label=_("Why this is no case"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: two later samples of two laboratories were negative. Everybody who is affected reads it."),
    )  # fmt: skip


class ReinstateForm(forms.Form):
    """What the case is now, and why it is one after all."""

    classification = forms.ChoiceField(
        label=_("Classification"),
        choices=[one for one in Case.Classification.choices if one[0] != "RULED_OUT"],
    )
    why = forms.CharField(
        label=_("Why this is a case after all"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class CorrectForm(forms.Form):
    """The fields of a case that may be corrected; the audit keeps what stood there."""

    classification = forms.ChoiceField(label=_("Classification"), choices=Case.Classification.choices)
    severity = forms.ChoiceField(label=_("Severity"), choices=Case.Severity.choices)
    origin = forms.ChoiceField(label=_("Origin"), choices=Case.Origin.choices)
    found_by = forms.ChoiceField(label=_("Found by"), choices=Case.FoundBy.choices)
    onset_date = Day(label=_("Onset on"), required=False)
    symptoms = forms.CharField(label=_("Symptoms"), max_length=300, required=False)
    sampled_on = Day(label=_("First positive sample on"), required=False)
    isolated_at = CityDateTime(label=_("Isolated at"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Case.Outcome.choices)
    outcome_on = Day(label=_("Outcome on"), required=False)
    exposure_place = forms.CharField(label=_("Place of exposure"), max_length=200, required=False)
    exposure_from = Day(label=_("Exposed from"), required=False)
    exposure_to = Day(label=_("Exposed until"), required=False)
    source_text = forms.CharField(
        label=_("Source as reported"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    notes = forms.CharField(label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    @classmethod
    def of(cls, case: Case) -> dict[str, Any]:
        return {name: getattr(case, name) for name in cls.base_fields}
