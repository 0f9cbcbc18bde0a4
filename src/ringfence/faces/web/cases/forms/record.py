"""A new positive: who, which sample, which result, what is told about the illness."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ringfence.faces.web.fields import CityDateTime, Day
from ringfence.faces.web.samples.forms import ASKED
from ringfence.field.testing.actions import ResultFacts, Sample
from ringfence.response.facts import CaseTold
from ringfence.response.first_positive import Tube
from ringfence.tracing.cases.queries import Case

from .persons import PersonPick

OPENING = ("PRESUMPTIVE", "CONFIRMED", "ASYMPTOMATIC", "SUSPECTED")


class RecordForm(PersonPick):
    """Who tested positive, the sample, the result, the case."""

    code = forms.CharField(label=_("Tube code"), max_length=40)
    taken_at = CityDateTime(label=_("Taken at"))
    purpose = forms.ChoiceField(
        label=_("Why it was taken"), choices=Sample.Purpose.choices, initial="SCREENING"
    )
    specimen = forms.ChoiceField(
        label=_("Specimen"), initial="NASOPHARYNGEAL",
        choices=[one for one in Sample.Specimen.choices if one[0] != "ENVIRONMENT"],
    )  # fmt: skip
    result_at = CityDateTime(label=_("Result at"))
    ct_orf1ab = forms.DecimalField(label=_("Ct ORF1ab"), min_value=0, max_value=50, max_digits=4, decimal_places=1, required=False)  # fmt: skip
    ct_n = forms.DecimalField(label=_("Ct N"), min_value=0, max_value=50, max_digits=4, decimal_places=1, required=False)  # fmt: skip
    reagent = forms.CharField(label=_("Reagent"), max_length=60, required=False)
    asked_laboratory = forms.BooleanField(label=ASKED, required=False)
    classification = forms.ChoiceField(
        label=_("Classification"), choices=[one for one in Case.Classification.choices if one[0] in OPENING]
    )
    onset_date = Day(label=_("Onset on"), required=False, help_text=_("Empty: no symptoms, or not known"))
    symptoms = forms.CharField(label=_("Symptoms"), max_length=300, required=False)
    origin = forms.ChoiceField(label=_("Origin"), choices=Case.Origin.choices, initial="UNKNOWN")
    found_by = forms.ChoiceField(
        label=_("Found by"), choices=Case.FoundBy.choices, initial="UNKNOWN",
        help_text=_("Somebody under a quarantine order is counted as found in quarantine by itself."),
    )  # fmt: skip
    notes = forms.CharField(label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def tube(self) -> Tube:
        return Tube(**{name: self.cleaned_data[name] for name in ("code", "taken_at", "purpose", "specimen")})

    def result(self) -> ResultFacts:
        names = ("result_at", "ct_orf1ab", "ct_n", "reagent", "asked_laboratory")
        return ResultFacts(result=Sample.Result.POSITIVE, **{name: self.cleaned_data[name] for name in names})

    def told(self) -> CaseTold:
        names = ("classification", "onset_date", "symptoms", "origin", "found_by", "notes")
        return CaseTold(**{name: self.cleaned_data[name] for name in names})

    def groups(self) -> dict[str, list[forms.BoundField]]:
        """The fields of each part of the page."""
        parts: dict[str, tuple[str, ...]] = {
            "sample": ("code", "taken_at", "purpose", "specimen"),
            "result": ("result_at", "ct_orf1ab", "ct_n", "reagent"),
            "case": ("classification", "onset_date", "symptoms", "origin", "found_by", "notes"),
        }
        if (
            self["asked_laboratory"].errors or self["asked_laboratory"].value()
        ):  # asked only when the rule doubts
            parts["result"] = (*parts["result"], "asked_laboratory")
        return {part: [self[name] for name in names] for part, names in parts.items()}
