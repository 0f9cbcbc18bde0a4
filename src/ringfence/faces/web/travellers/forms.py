"""What is asked of somebody who comes; the same questions for the traveller and for staff."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ringfence.faces.web.fields import Day
from ringfence.field.arrivals import rules
from ringfence.field.arrivals.queries import Arrival
from ringfence.registry.places import queries as places

MORE_STOPS = 4  # places passed that the form asks for; more come by file or interface


class TripForm(forms.Form):
    """A trip. The fields `place_n`, `first_n`, `last_n` are the places passed."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=rules.LONGEST_NAME)
    phone = forms.CharField(
        label=_("Telephone"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    area_code = forms.CharField(label=_("Township or village to which the traveller comes"), max_length=60)
    address = forms.CharField(
        label=_("House or street there"), max_length=rules.LONGEST_ADDRESS, required=False
    )
    arrives_on = Day(label=_("Day of arrival"))
    transport = forms.ChoiceField(label=_("How"), choices=Arrival.Transport.choices)
    vehicle = forms.CharField(label=_("Train, flight or plate number"), max_length=20, required=False)
    coach = forms.CharField(label=pgettext_lazy("of a train", "Coach"), max_length=10, required=False)
    seat = forms.CharField(label=_("Seat"), max_length=10, required=False)
    origin = forms.CharField(
        label=_("Where the trip begins: city, district, street"), max_length=rules.LONGEST_PLACE
    )
    origin_since = Day(label=_("There since"), required=False)
    left_on = Day(label=_("Left on (empty: the day of arrival)"), required=False)

    def __init__(self, *args: Any, villages: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if today := self.initial.get("arrives_on"):
            first, last = rules.days_to_come(today=today)
            self.fields["arrives_on"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}
        if villages is not None:
            self.fields["area_code"] = forms.ChoiceField(
                label=_("Village or community to which you come"), choices=villages
            )
        for number in range(1, MORE_STOPS + 1):
            self.fields[f"place_{number}"] = forms.CharField(
                label=_("Place"), max_length=rules.LONGEST_PLACE, required=False
            )
            self.fields[f"first_{number}"] = Day(label=_("From"), required=False)
            self.fields[f"last_{number}"] = Day(label=_("Until"), required=False)

    @property
    def passed(self) -> list[tuple[Any, Any, Any]]:
        """The fields of the places passed, a row each."""
        return [(self[f"place_{n}"], self[f"first_{n}"], self[f"last_{n}"]) for n in range(1, MORE_STOPS + 1)]

    @property
    def asked_first(self) -> list[Any]:
        """The fields about who comes where and when."""
        return [self[name] for name in ("name", "phone", "area_code", "address", "arrives_on")]

    @property
    def asked_how(self) -> list[Any]:
        return [self[name] for name in ("transport", "vehicle", "coach", "seat")]

    @property
    def asked_whence(self) -> list[Any]:
        return [self[name] for name in ("origin", "origin_since", "left_on")]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for number in range(1, MORE_STOPS + 1):
            if told.get(f"place_{number}") and not told.get(f"first_{number}"):
                self.add_error(f"first_{number}", _("Say on which day."))
        return told

    def trip(self, *, city_code: str) -> rules.Trip:
        """What was told, for the rules."""
        told = self.cleaned_data
        plain = {
            name: told[name]
            for name in ("name", "phone", "address", "arrives_on", "transport", "vehicle", "coach", "seat")
        }
        return rules.Trip(
            **plain, area_code=_code(told["area_code"], city_code), stops=(_origin(told), *self._passed())
        )

    def _passed(self) -> list[rules.StopTold]:
        told = self.cleaned_data
        return [
            rules.StopTold(place_name=told[f"place_{n}"], from_on=told[f"first_{n}"], to_on=told[f"last_{n}"] or told[f"first_{n}"])
            for n in range(1, MORE_STOPS + 1) if told.get(f"place_{n}")
        ]  # fmt: skip


def villages_of(county_code: str) -> list[Any]:
    """Choices of a county: its townships, each with itself and its villages."""
    groups: list[Any] = []
    for place in places.within(code=county_code).order_by("code"):
        if len(place.code) == 9:
            groups.append((place.name, [(place.code, place.name)]))
        elif len(place.code) == 12 and groups:
            groups[-1][1].append((place.code, f"{groups[-1][0]} {place.name}"))
    return [("", "—"), *groups]


def _origin(told: dict[str, Any]) -> rules.StopTold:
    left: date = told["left_on"] or told["arrives_on"]
    return rules.StopTold(place_name=told["origin"], from_on=told["origin_since"] or left, to_on=left)


def _code(word: str, city_code: str) -> str:
    """A code, or the one place of this name in the city; what is neither is refused by the rules."""
    if word.isdigit():
        return word
    found = places.by_name(name=word.strip(), within_code=city_code)
    return found.code if found else ""
