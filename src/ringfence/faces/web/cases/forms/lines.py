"""The lines of a pasted list as rows that can be corrected in place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ringfence.faces.web.fields import Day
from ringfence.kernel import Expected, new_id
from ringfence.registry.people import queries as people
from ringfence.registry.people.actions import PersonFacts
from ringfence.registry.places import queries as places
from ringfence.response.contact_list import Listed
from ringfence.tracing.cases.queries import CandidateLink
from ringfence.tracing.contacts.queries import Exposure, ExposureTold
from ringfence.tracing.contacts.rules import exposure_times, pasted

NAMES = ("name", "phone", "id_number", "sex", "age_years", "setting", "place", "area", "first_on", "last_on",
         "first_time", "last_time", "minutes", "metres", "raw")  # fmt: skip


class LineForm(forms.Form):
    """One line: who, how related, how and when they met. Left out when it is not ticked."""

    take = forms.BooleanField(label=_("Take this line"), required=False, initial=True)
    raw = forms.CharField(required=False, widget=forms.HiddenInput)
    new_person_id = forms.UUIDField(widget=forms.HiddenInput)
    person = forms.CharField(label=_("Who it is"), required=False)
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=80, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    id_number = forms.CharField(label=_("Identity number"), max_length=30, required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=people.SEXES, required=False)
    age_years = forms.IntegerField(label=_("Age"), min_value=0, max_value=130, required=False)
    area = forms.CharField(label=_("Lives in, if elsewhere"), max_length=60, required=False)
    relation = forms.ChoiceField(label=_("Relation"), choices=CandidateLink.Relation.choices)
    setting = forms.ChoiceField(
        label=_("How they met"), choices=[("", "—"), *Exposure.Setting.choices], required=False
    )
    first_on = Day(label=_("First day"), required=False)
    last_on = Day(label=_("Last day"), required=False)
    first_time = forms.TimeField(required=False, widget=forms.HiddenInput)
    last_time = forms.TimeField(required=False, widget=forms.HiddenInput)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=100_000, required=False)
    metres = forms.DecimalField(label=_("Metres"), min_value=0, max_value=500, max_digits=5, decimal_places=1, required=False)  # fmt: skip

    def __init__(self, *told: Any, city_code: str, home_code: str, **options: Any) -> None:
        super().__init__(*told, **options)
        self.city_code, self.home_code = city_code, home_code
        for field in self.fields.values():
            field.widget.attrs["placeholder"] = field.label
        self.matches: list[people.Match] = []
        self.proposal: Any = None
        self.notes: list[Any] = []

    @property
    def taken(self) -> bool:
        return bool(self["take"].value())

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """Who it is, in one line."""
        return [self["name"], self["phone"]]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """What is seldom said; folded away while it is empty."""
        return [
            self[one] for one in ("id_number", "sex", "age_years", "area", "first_on", "minutes", "metres")
        ]

    @property
    def says_more(self) -> bool:
        told = [one.value() for one in self.more_fields if one.name not in ("sex", "first_on")]
        return any(told) or any(one.errors for one in self.more_fields)

    @property
    def who_names(self) -> list[forms.BoundField]:
        return [*self.first_fields, *self.more_fields, self["person"]]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("take"):
            self.errors.clear()
            return told
        if not told.get("person") and not told.get("name", "").strip():
            self.add_error("name", gettext("Enter a name or a description."))
        if not told.get("setting"):
            self.add_error("setting", gettext("Choose how they met."))
        if not told.get("last_on") and "last_on" not in self.errors:
            self.add_error("last_on", gettext("Enter the last day on which they met."))
        if told.get("person") not in ("", *(str(one.person.id) for one in self.matches)):
            self.add_error("person", gettext("Choose a person of the list, or somebody new."))
        self._settle_area(told)
        return told

    def _settle_area(self, told: dict[str, Any]) -> None:
        """Where somebody new lives: as typed, else where the case lives."""
        told["area_code"] = self.home_code
        text = told.get("area", "").strip()
        if not text or told.get("person"):
            return
        exact = places.by_name(name=text, within_code=self.city_code)
        found = [exact] if exact else places.search(text=text, within_code=self.city_code, limit=2)
        if len(found) != 1:
            self.add_error(
                "area", gettext("No single place fits; write the name of the village or township in full.")
            )
        else:
            told["area_code"] = found[0].code

    def exposure(self, *, now: datetime) -> ExposureTold | None:
        """How they met; None while setting or day are missing."""
        told = getattr(self, "cleaned_data", {})
        if not told.get("setting") or not told.get("last_on"):
            return None
        first_at, last_at = exposure_times(
            first_on=told.get("first_on"), last_on=told["last_on"], first_time=told.get("first_time"),
            last_time=told.get("last_time"), minutes=told.get("minutes"), now=now,
        )  # fmt: skip
        return ExposureTold(
            first_at=first_at, last_at=last_at, setting=told["setting"], place=told.get("place", ""),
            minutes=told.get("minutes"), distance_metres=told.get("metres"),
        )  # fmt: skip

    def listed(self, *, now: datetime) -> Listed:
        """The line as it is named. Call when it is valid."""
        told, exposure = self.cleaned_data, self.exposure(now=now)
        assert exposure is not None
        person: PersonFacts | UUID = UUID(told["person"]) if told["person"] else PersonFacts(
            id=told["new_person_id"], name=told["name"], area_code=told["area_code"], sex=told["sex"] or "U",
            age_years=told["age_years"], id_number=told["id_number"], phone=told["phone"],
        )  # fmt: skip
        return Listed(person=person, exposure=exposure, relation=told["relation"])

    def sought(self) -> people.Sought:
        """By what a known person is looked for."""
        name, phone, number = (str(self[one].value() or "") for one in ("name", "phone", "id_number"))
        return people.Sought(name=name, phone=phone, id_number=number)

    def show_refusal(self, refusal: Expected, sentences: dict[str, list[str]], whole: str) -> None:
        """Put a refusal of the story at this line."""
        field_of = {"last_at": "last_on", "distance_metres": "metres"}
        for name, texts in sentences.items():
            known = field_of.get(name, name)
            for text in texts:
                self.add_error(known if known in self.fields else None, text)
        self.add_error(None, whole)


def as_typed(lines: Sequence[pasted.PastedLine]) -> dict[str, str]:
    """What was understood, as if it had been typed into the rows; so reading and correcting go the same way."""
    data = {"rows": str(len(lines))}
    for at, line in enumerate(lines):
        told = {name: getattr(line, name) for name in NAMES}
        told |= {
            "relation": line.relation or "UNKNOWN",
            "sex": line.sex or "U",
            "take": "on",
            "new_person_id": new_id(),
        }
        data |= {f"{at}-{name}": "" if value is None else str(value) for name, value in told.items()}
    return data
