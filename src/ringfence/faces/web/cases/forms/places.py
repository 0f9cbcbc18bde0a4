"""Choosing a village, township or county by typing a part of its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ringfence.registry.places import queries as places

MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place with the names of everything above it."""

    place: Any
    above: list[Any]


def with_path(found: Iterable[Any], *, below: str) -> list[PlaceFound]:
    """Places with what lies between them and the city, in one statement."""
    shown = list(found)
    codes = {one.code[:size] for one in shown for size in (6, 9) if len(below) < size < len(one.code)}
    known = places.names(codes=codes)
    return [
        PlaceFound(one, [known[one.code[:size]] for size in (6, 9) if size < len(one.code) and one.code[:size] in known])
        for one in shown
    ]  # fmt: skip


def search(text: str, *, city_code: str) -> list[PlaceFound]:
    return with_path(places.search(text=text, within_code=city_code, limit=MOST_SHOWN), below=city_code)


class PlacePick(forms.Form):
    """`place` is what was typed, `area_code` what was chosen; one fitting place is chosen by itself."""

    place = forms.CharField(
        label=_("Lives in"),
        max_length=60,
        required=False,
        help_text=_("Village or township: name, pinyin or initials"),
    )
    area_code = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def __init__(self, *told: Any, city_code: str, **options: Any) -> None:
        super().__init__(*told, **options)
        self.city_code = city_code

    def places_found(self) -> list[PlaceFound]:
        """What is offered beside the typed text: the chosen place, else what fits the text."""
        code = self["area_code"].value()
        if code and places.exists(code=code):
            return with_path([places.place(code=code)], below=self.city_code)
        return search(self["place"].value() or "", city_code=self.city_code)

    def check_place(self, told: dict[str, Any]) -> None:
        """Settle on one place, or say what to do."""
        code = told.get("area_code", "")
        if code and (not code.startswith(self.city_code) or not places.exists(code=code)):
            code = ""
        found = (
            []
            if code
            else places.search(text=told.get("place", ""), within_code=self.city_code, limit=MOST_SHOWN)
        )
        if not code and len(found) == 1:
            code = found[0].code
        told["area_code"] = code
        if not code:
            self.add_error("place", gettext("Choose the place below.") if found else
                           gettext("Type the village, township or county where the person lives."))  # fmt: skip
        elif len(code) < 6 and places.children(code=code).exists():
            self.add_error("place", gettext("Choose a county, township or village in the city."))
