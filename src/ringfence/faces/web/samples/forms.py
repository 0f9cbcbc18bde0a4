"""What is asked about a sample and its result."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ringfence.faces.web.fields import CityDateTime
from ringfence.field.testing.actions import ResultFacts
from ringfence.field.testing.queries import Sample
from ringfence.registry.people import queries as people
from ringfence.registry.people.actions import PersonFacts
from ringfence.response.first_positive import Tube

from .lines import meant

ASKED = _("The laboratory was asked and stands by this result")


class ResultForm(forms.Form):
    """A tube and its result, as fast as they are typed: the code, Enter, n or p or i, Enter."""

    code = forms.CharField(
        label=_("Tube code"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    result = forms.CharField(label=_("Result"), max_length=20, required=False,
                             widget=forms.TextInput(attrs={"autocomplete": "off"}),
                             help_text=_("n or - negative, p or + positive, i invalid"))  # fmt: skip
    ct_orf1ab = forms.DecimalField(label="Ct ORF1ab", max_digits=4, decimal_places=1, required=False)
    ct_n = forms.DecimalField(label="Ct N", max_digits=4, decimal_places=1, required=False)
    reagent = forms.CharField(label=_("Reagent"), max_length=60, required=False)
    result_at = CityDateTime(label=_("Result read at"), required=False, help_text=_("Empty means now"))
    asked_laboratory = forms.BooleanField(label=ASKED, required=False)
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_result(self) -> str:
        told = self.cleaned_data["result"].strip() or str(self.data.get("choice", ""))
        if not told:
            return ""
        found = meant(told)
        if not found:
            raise forms.ValidationError(_("Write n for negative, p for positive or i for invalid."))
        return found

    def facts(self, *, now: Any) -> ResultFacts:
        told = self.cleaned_data
        return ResultFacts(
            result=told["result"], result_at=told["result_at"] or now, ct_orf1ab=told["ct_orf1ab"], ct_n=told["ct_n"],
            reagent=told["reagent"].strip(), code=told["code"].strip(), asked_laboratory=told["asked_laboratory"],
        )  # fmt: skip


class TubeForm(forms.Form):
    """The sample as it lies in the rack."""

    code = forms.CharField(
        label=_("Tube code"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    taken_at = CityDateTime(label=_("Taken at"))
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Sample.Purpose.choices)
    specimen = forms.ChoiceField(
        label=_("Specimen"),
        choices=[one for one in Sample.Specimen.choices if one[0] != Sample.Specimen.ENVIRONMENT],
    )

    def tube(self) -> Tube:
        return Tube(**self.cleaned_data | {"code": self.cleaned_data["code"].strip()})


class SomebodyForm(forms.Form):
    """A person who is not known yet."""

    name = forms.CharField(label=_("Name or description"), max_length=80)
    sex = forms.ChoiceField(label=_("Sex"), choices=people.SEXES, initial="U")
    age_years = forms.IntegerField(label=_("Age in years"), required=False, min_value=0, max_value=130)
    id_number = forms.CharField(label=_("Identity number"), max_length=30, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    area_code = forms.ChoiceField(label=_("Lives in"))

    def __init__(self, *args: Any, areas: list[tuple[str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_code"].choices = areas  # type: ignore[attr-defined]

    def person(self) -> PersonFacts:
        return PersonFacts(**self.cleaned_data)
