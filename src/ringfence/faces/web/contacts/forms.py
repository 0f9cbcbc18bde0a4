"""What is asked about an exposure, a classification and an outcome."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ringfence.faces.web.home.forms import CityDateTime
from ringfence.tracing.contacts.actions import ExposureTold
from ringfence.tracing.contacts.queries import Contact, Exposure

NOT_KNOWN = ("", pgettext_lazy("answer", "Not known"))


class YesNoField(forms.TypedChoiceField):
    """Yes, no or not known."""

    def __init__(self, **options: Any) -> None:
        choices = [NOT_KNOWN, ("yes", pgettext_lazy("answer", "Yes")), ("no", pgettext_lazy("answer", "No"))]
        super().__init__(
            choices=choices, coerce=lambda told: told == "yes", empty_value=None, required=False, **options
        )


class ExposureForm(forms.Form):
    """One exposure: when, in which setting, how close."""

    setting = forms.ChoiceField(label=_("Setting"), choices=Exposure.Setting.choices)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    first_at = CityDateTime(label=_("From"))
    last_at = CityDateTime(
        label=_("Until"), help_text=_("The last unprotected moment; quarantine is counted from its day")
    )
    distance_metres = forms.DecimalField(
        label=_("Metres apart"), min_value=0, max_value=500, max_digits=5, decimal_places=1, required=False
    )
    minutes = forms.IntegerField(label=_("Minutes together"), min_value=0, max_value=100000, required=False)
    protected = YesNoField(label=_("Effective protection throughout"))
    physical_contact = forms.BooleanField(label=_("Direct physical contact"), required=False)
    same_indoor_space = forms.BooleanField(label=_("Same indoor space at the same time"), required=False)
    vehicle = forms.ChoiceField(
        label=_("Vehicle"), choices=[("", "—"), *Exposure.Vehicle.choices], required=False
    )
    places_apart = forms.IntegerField(
        label=_("Rows or bays from the case"), min_value=0, max_value=200, required=False
    )
    same_compartment = YesNoField(label=_("Same compartment or coach"))
    basis = forms.ChoiceField(
        label=_("How it is known"), choices=Exposure.Basis.choices, initial=Exposure.Basis.TOLD
    )
    justification = forms.CharField(label=_("Remark of the investigator"), max_length=300, required=False)

    def told(self) -> ExposureTold:
        return ExposureTold(**self.cleaned_data)


class DecisionForm(forms.Form):
    """What kind of contact, and why if not as proposed."""

    kind = forms.ChoiceField(
        label=_("Kind of contact"),
        choices=[one for one in Contact.Kind.choices if one[0] != Contact.Kind.UNDECIDED],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(label=_("Why, if not as proposed"), max_length=300, required=False)


class OutcomeForm(forms.Form):
    """What became of the contact."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[
            one
            for one in Contact.Outcome.choices
            if one[0] in ("HANDED_OVER", "UNTRACEABLE", "REFUSED", "OPEN")
        ],
    )
    why = forms.CharField(label=_("Why"), max_length=300)


def first_values(*, now: datetime) -> dict[str, Any]:
    """What a fresh exposure form begins with."""
    return {"setting": Exposure.Setting.MEAL_ENTERTAINMENT, "last_at": now}
