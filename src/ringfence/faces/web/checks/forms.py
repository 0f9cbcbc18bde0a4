"""One check."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ringfence.care.quarantine.queries import HealthCheck
from ringfence.response.daily_check import Seen


class CheckForm(forms.Form):
    """What was seen: well, symptoms (with temperature or words), or not reached."""

    finding = forms.ChoiceField(choices=HealthCheck.Finding.choices)
    temperature_celsius = forms.DecimalField(
        label=_("Temperature, °C"), max_digits=4, decimal_places=1, required=False, localize=False
    )
    symptoms = forms.CharField(label=_("Symptoms"), max_length=200, required=False)

    def clean_temperature_celsius(self) -> Decimal | None:
        """368 and 36,8 are written in a hurry; they mean 36.8."""
        told: Decimal | None = self.cleaned_data["temperature_celsius"]
        return told / 10 if told is not None and 340 <= told <= 430 else told

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        nothing_told = told.get("temperature_celsius") is None and not told.get("symptoms", "").strip()
        if told.get("finding") == HealthCheck.Finding.SYMPTOMS and nothing_told and not self.errors:
            raise forms.ValidationError(_("Write the temperature or what the person feels."))
        return told

    def seen(self) -> Seen:
        told = self.cleaned_data
        return Seen(
            reached=told["finding"] != HealthCheck.Finding.NOT_REACHED,
            temperature_celsius=told["temperature_celsius"], symptoms=told["symptoms"].strip(),
        )  # fmt: skip
