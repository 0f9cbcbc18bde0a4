"""Choosing a known person while typing, or registering somebody new in the same step."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ringfence.faces.web.fields import Day
from ringfence.kernel import new_id
from ringfence.registry.people import queries as people
from ringfence.registry.people import rules as person_rules
from ringfence.registry.people.actions import PersonFacts

from .places import PlacePick


class PersonPick(PlacePick):
    """Somebody known (`person` holds the id) or somebody new."""

    who = forms.CharField(label=_("Search a known person"), required=False, max_length=80)
    person = forms.CharField(required=False, widget=forms.HiddenInput)
    new_person_id = forms.UUIDField(initial=new_id, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name or description"), max_length=80, required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=people.SEXES, initial="U", required=False)
    id_number = forms.CharField(label=_("Identity number"), max_length=30, required=False)
    birth_date = Day(label=_("Birth date"), required=False)
    age_years = forms.IntegerField(
        label=_("Age in years, if no birth date"), min_value=0, max_value=130, required=False
    )
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    address = forms.CharField(label=_("Building, unit, door"), max_length=200, required=False)
    workplace = forms.CharField(label=_("Workplace or school"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("person"):
            self._check_new_person(told)
        return told

    def _check_new_person(self, told: dict[str, Any]) -> None:
        if not told.get("name", "").strip():
            self.add_error("name", gettext("Enter a name or a description, or choose a known person above."))
        self.check_place(told)
        in_number = person_rules.told_by_citizen_number(told.get("id_number", "").strip())
        if in_number is not None:
            born, sex = in_number
            told["birth_date"] = told.get("birth_date") or born
            told["sex"] = sex if told.get("sex") in ("", "U") else told["sex"]

    def who_it_is(self) -> PersonFacts | UUID:
        """The known person's id, or the facts of the new one."""
        told = self.cleaned_data
        if told["person"]:
            return UUID(told["person"])
        names = ("name", "sex", "id_number", "birth_date", "phone", "address", "workplace")
        age = None if told["birth_date"] else told["age_years"]
        return PersonFacts(id=told["new_person_id"], area_code=told["area_code"], age_years=age,
                           **{name: told[name] for name in names})  # fmt: skip

    def clean_person(self) -> str:
        told = str(self.cleaned_data["person"])
        try:
            return str(UUID(told)) if told else ""
        except ValueError:
            raise forms.ValidationError(gettext("Choose a person of the list, or somebody new.")) from None

    @property
    def facts(self) -> list[forms.BoundField]:
        """What is asked about somebody new, beside the place."""
        return [self[name] for name in ("name", "sex", "id_number", "birth_date", "age_years", "phone")]

    @property
    def more_facts(self) -> list[forms.BoundField]:
        return [self["address"], self["workplace"]]
