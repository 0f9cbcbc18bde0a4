"""What the list of cases may be narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ringfence.faces.web.fields import Day
from ringfence.registry.places import queries as places
from ringfence.tracing.cases.queries import Case, CaseFilter

COMMUNITY = ("COMMUNITY", _("Community-detected"))


def _any(label: Any, choices: list[Any]) -> list[Any]:
    return [("", label), *choices]


class FilterForm(forms.Form):
    """The filters above the list; an address with a wrong value is read as if it were empty."""

    q = forms.CharField(required=False, max_length=80)
    area = forms.ChoiceField(label=_("County"), required=False)
    classification = forms.ChoiceField(
        label=_("Classification"),
        required=False,
        choices=_any(_("Every classification"), Case.Classification.choices),
    )
    origin = forms.ChoiceField(
        label=_("Origin"), required=False, choices=_any(_("Every origin"), Case.Origin.choices)
    )
    found_by = forms.ChoiceField(
        label=_("Found by"),
        required=False,
        choices=_any(_("Every way of finding"), [COMMUNITY, *Case.FoundBy.choices]),
    )
    report = Day(label=_("Reported on"), required=False)
    onset = Day(label=_("Onset on"), required=False)
    kind = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    source = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, told: QueryDict, *, city_code: str) -> None:
        super().__init__(told)
        counties = [(one.code, one) for one in places.counties(city_code=city_code)]
        self.fields["area"].choices = _any(_("Every county"), counties)  # type: ignore[attr-defined]
        self.is_valid()

    def wanted(self) -> CaseFilter:
        """What was asked for, as far as it could be read."""
        told = self.cleaned_data
        return CaseFilter(
            text=told.get("q", ""), area_code=told.get("area", ""), classification=told.get("classification", ""),
            origin=told.get("origin", ""), found_by=told.get("found_by", ""), reported_on=told.get("report"),
            onset_on=told.get("onset"), kind=told.get("kind", ""), without_source=told.get("source") == "none",
        )  # fmt: skip

    @property
    def choices_shown(self) -> list[forms.BoundField]:
        return [self[name] for name in ("area", "classification", "origin", "found_by")]

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.values())
