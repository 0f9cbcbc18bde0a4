"""What is asked at a hand-over."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PickUpForm(forms.Form):
    """Which vehicle, and who hands the person over."""

    vehicle = forms.CharField(
        label=_("Vehicle (plate)"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    given_by_name = forms.CharField(
        label=_("Handed over by"), max_length=80, required=False, help_text=_("Family, grid worker or site staff"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    to_text = forms.CharField(label=_("Hospital"), max_length=200, required=False)
