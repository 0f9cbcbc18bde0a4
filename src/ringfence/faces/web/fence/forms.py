"""What is asked when an area is entered, ended, or its visitors are counted."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ringfence.faces.web.fields import CityDateTime, Day
from ringfence.ground.rulesets.words import AreaLevel
from ringfence.measures.areas.rules import AreaTold
from ringfence.tracing.movement import queries as movement

DATUMS = ("WGS-84", "GCJ-02", "BD-09")
LIST = re.compile(r"[,，;；、\n]")


class AreaForm(forms.Form):
    """An area as an authority declared it."""

    name = forms.CharField(label=_("Name of the area"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    other_names = forms.CharField(label=_("Other names, separated by commas"), max_length=600, required=False)
    place_code = forms.CharField(
        label=_("Administrative code"), max_length=12, required=False, help_text=_("410105 is Jinshui in Zhengzhou; stops are compared by it first.")
    )  # fmt: skip
    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=[("", "—"), *((one.value, one.value) for one in AreaLevel)]
    )
    from_at = CityDateTime(label=_("Declared period begins"))
    to_at = CityDateTime(
        label=_("Ends (this instant is outside)"), required=False, help_text=_("Empty: it still holds.")
    )
    source = forms.CharField(label=_("By which notice"), max_length=200)
    venue_codes = forms.CharField(
        label=_("Places of the movement records, by code"), max_length=2000, required=False
    )
    longitude = forms.FloatField(label=_("Longitude of a circle"), required=False)
    latitude = forms.FloatField(label=_("Latitude of a circle"), required=False)
    datum = forms.ChoiceField(
        label=_("Datum of the positions"),
        required=False,
        choices=[("", "—"), *((one, one) for one in DATUMS)],
    )
    radius_metres = forms.IntegerField(label=_("Radius in metres"), required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("longitude") is not None and not told.get("datum"):
            self.add_error("datum", _("Say the datum; it is never guessed."))
        return told

    def told(self) -> AreaTold:
        told = dict(self.cleaned_data)
        datum = told.pop("datum")
        if told["longitude"] is not None and told["latitude"] is not None:
            told["longitude"], told["latitude"] = movement.in_wgs84(
                told["longitude"], told["latitude"], datum=datum
            )
        for name in ("other_names", "venue_codes"):
            told[name] = tuple(one.strip() for one in LIST.split(told[name]) if one.strip())
        return AreaTold(**told)


class CountForm(forms.Form):
    """The days to be counted, both inside."""

    from_on = Day(label=_("From"))
    to_on = Day(label=_("Until"))


class EndForm(forms.Form):
    at = CityDateTime(label=_("Ends (this instant is outside)"))
