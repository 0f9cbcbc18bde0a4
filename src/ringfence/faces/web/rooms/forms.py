"""What is asked about sites, rooms and their inspection."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ringfence.care.quarantine import rules
from ringfence.care.quarantine.queries import MovedWhy
from ringfence.faces import wording
from ringfence.faces.web.templatetags.front import named

FLOORS = 60  # the highest house of the city has fewer


class SiteForm(forms.Form):
    """A new site, in reserve until it was accepted and opened."""

    name = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    area_code = forms.ChoiceField(label=_("County"))
    address = forms.CharField(label=_("Address"), max_length=200, required=False)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_code"].choices = areas  # type: ignore[attr-defined]


class RoomsForm(forms.Form):
    """Rooms of one floor, as numbers and stretches of numbers."""

    floor = forms.IntegerField(label=_("Floor"), min_value=1, max_value=FLOORS)
    numbers = forms.CharField(
        label=_("Room numbers"), max_length=400, help_text=_("Such as 301-312, 315, 316A")
    )
    beds = forms.IntegerField(label=_("Beds in each"), min_value=1, max_value=12, initial=1)

    def clean_numbers(self) -> list[str]:
        """301-303, 305 becomes 301, 302, 303, 305."""
        found: list[str] = []
        for part in re.split(r"[,，、;；\s]+", self.cleaned_data["numbers"].strip()):
            stretch = re.fullmatch(r"(\d{1,5})[-–~—](\d{1,5})", part)
            if stretch is None:
                found.append(part)
                continue
            first, last = int(stretch[1]), int(stretch[2])
            if not first <= last <= first + 200:
                raise forms.ValidationError(
                    _("%(part)s is not a stretch of room numbers; write it as 301-312."),
                    params={"part": part},
                )
            found += [str(number).zfill(len(stretch[1])) for number in range(first, last + 1)]
        return [number for number in found if number]

    def rooms(self) -> list[tuple[int, str, int]]:
        told = self.cleaned_data
        return [(told["floor"], number, told["beds"]) for number in told["numbers"]]


class InspectionForm(forms.Form):
    """Each item of the walk through a site: in order, a defect, or not looked at."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item, text in rules.site_items().items():
            self.fields[item] = forms.ChoiceField(
                label=wording.say(text), required=False, widget=forms.RadioSelect,
                choices=[("yes", pgettext_lazy("inspection", "in order")), ("no", pgettext_lazy("inspection", "defect")),
                         ("", pgettext_lazy("inspection", "not looked at"))],
            )  # fmt: skip

    def found(self) -> dict[str, bool]:
        return {item: told == "yes" for item, told in self.cleaned_data.items() if told}


class AssignForm(forms.Form):
    """Which room."""

    room = forms.ChoiceField(label=_("Room"))

    def __init__(self, *args: Any, rooms: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_site: dict[str, list[tuple[str, str]]] = {}
        for room in rooms:
            label = f"{room.number}" + (f" · {room.beds}×" if room.beds > 1 else "")
            by_site.setdefault(named(room.site), []).append((str(room.id), label))
        self.fields["room"].choices = [("", "—"), *by_site.items()]  # type: ignore[attr-defined]


class MoveForm(AssignForm):
    """Into which room, and why."""

    why = forms.ChoiceField(
        label=pgettext_lazy("why somebody is moved", "Why"), choices=[("", "—"), *MovedWhy.choices]
    )
    note = forms.CharField(
        label=_("In words"), max_length=200, required=False, help_text=_("Needed for another reason.")
    )
