"""What is asked when an outbreak is opened, and when its clock is set."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ringfence.faces.web.fields import CityDateTime
from ringfence.ground.rulesets import queries as rulesets
from ringfence.registry.outbreaks.queries import PURPOSES


class OutbreakForm(forms.Form):
    """A new outbreak or drill."""

    name = forms.CharField(label=_("Name"), max_length=100)
    name_en = forms.CharField(label=_("Name in English"), max_length=100, required=False)
    slug = forms.SlugField(
        label=_("Short name in addresses"),
        max_length=50,
        help_text=_("Letters, digits and dashes, such as xinxiang-2022-01"),
    )
    case_prefix = forms.CharField(
        label=_("Prefix of case numbers"), max_length=8, help_text=_("XX gives XX-0001")
    )
    area_code = forms.CharField(
        label=_("Area code"),
        max_length=12,
        help_text=_("4107 is the city of Xinxiang, 410702 its district Hongqi"),
    )
    ruleset_id = forms.ChoiceField(label=_("Rule set"))
    purpose = forms.ChoiceField(label=_("Purpose"), choices=PURPOSES)
    clock_set_to = CityDateTime(
        label=_("Its clock starts at"),
        required=False,
        help_text=_("For a drill or a past outbreak; empty means now"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ruleset_id"].choices = [  # type: ignore[attr-defined]
            (one.id, f"{one.id} · {one.name_zh} · {one.name_en}")
            for one in (*rulesets.all_rulesets(), *rulesets.published())
        ]


class ClockForm(forms.Form):
    """Where the clock of a past outbreak or a drill goes."""

    to = CityDateTime(label=_("New time"))
    runs = forms.BooleanField(label=_("The clock runs on from there"), required=False)
