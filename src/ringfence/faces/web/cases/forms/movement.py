"""One stop of the movement history as it is told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ringfence.faces.web.contacts.forms import YesNoField
from ringfence.faces.web.fields import CityDateTime
from ringfence.registry.places import queries as places
from ringfence.tracing.investigations.actions import StopTold


class StopForm(forms.Form):
    """A place, from, to, what was done there, with whom, how they came, what proves it."""

    place = forms.CharField(label=_("Place"), max_length=200)
    area = forms.CharField(label=_("Village, township or county"), max_length=60, required=False)
    from_at = CityDateTime(label=_("From"))
    from_latest = CityDateTime(
        label=_("Came at the latest"), required=False, help_text=_("Only where the hour is not known.")
    )
    to_at = CityDateTime(label=_("Until"), required=False)
    to_latest = CityDateTime(label=_("Left at the latest"), required=False)
    activity = forms.CharField(label=_("What was done there"), max_length=200, required=False)
    companions = forms.CharField(label=_("With whom"), max_length=200, required=False)
    transport = forms.CharField(label=_("Vehicle, number, seat"), max_length=120, required=False)
    mask = YesNoField(label=_("Mask worn"))
    ventilation = forms.CharField(label=_("Ventilation"), max_length=60, required=False)
    evidence = forms.CharField(
        label=_("Evidence"), max_length=200, required=False, help_text=_("Payment, camera, ticket, witness")
    )

    def __init__(self, *told: Any, city_code: str, **options: Any) -> None:
        super().__init__(*told, **options)
        self.city_code = city_code

    def told(self) -> StopTold:
        """The stop; an area that cannot be told for sure stays beside the name of the place."""
        values = dict(self.cleaned_data)
        text = values.pop("area").strip()
        found = places.by_name(name=text, within_code=self.city_code) if text else None
        if text and found is None:
            values["place"] = f"{values['place']} ({text})"[:200]
        return StopTold(area_code=found.code if found else "", **values)
