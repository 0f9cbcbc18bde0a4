"""What is asked when a search is asked for, and when records are brought in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ringfence.faces.web.fields import CityDateTime, Day
from ringfence.kernel import Period
from ringfence.tracing.movement.actions import FileTold, Question
from ringfence.tracing.movement.queries import RecordFile, Search

SOURCES = [
    ("", _("as each row says")), ("CHECK_IN", _("Venue check-ins")), ("GATE", _("Gates and checkpoints")),
    ("TICKET", _("Tickets")), ("REGISTER", _("Hotel registers, seat lists")), ("DECLARED", _("Declared by the people")),
    ("INVESTIGATOR", _("Confirmed by an investigator")), ("AGENCY", _("Reply of another agency")),
    ("DEVICE", _("Positions of telephones")),
]  # fmt: skip
DATUMS = [
    ("", _("no positions, or as each row says")),
    ("WGS-84", "WGS-84"),
    ("GCJ-02", "GCJ-02"),
    ("BD-09", "BD-09"),
]


RINGS = [
    (1, _("Who was together with the case")),
    (2, _("Who was together with those most exposed to it (second ring)")),
]


class SearchForm(forms.Form):
    """A search of one case. The window begins with the rule set's; it may be made shorter."""

    purpose = forms.ChoiceField(label=_("What the search is for"), choices=Search.Purpose.choices)
    why = forms.CharField(label=_("What it is to find, in a sentence"), max_length=300)
    from_at = CityDateTime(label=_("From"), required=False)
    to_at = CityDateTime(label=_("Until"), required=False)
    rule = forms.ChoiceField(label=_("What counts as together"), choices=Search.Rule.choices)
    metres = forms.IntegerField(
        label=_("Distance in metres"),
        initial=20,
        required=False,
        help_text=_("1 to 200; only for “within a distance”."),
    )
    least_minutes = forms.IntegerField(label=_("Together for at least (minutes)"), initial=10)
    ring = forms.TypedChoiceField(
        label=_("Who is looked for"), choices=RINGS, coerce=int, initial=1, required=False,
        help_text=_("A second ring stands on the household and the few with the greatest dose, never on a shared place alone."),
    )  # fmt: skip
    first_top = forms.IntegerField(
        label=_("First ring: so many by dose, beside the household"), initial=10, required=False, help_text=_("1 to 20; only for the second ring."),
    )  # fmt: skip
    first_least_dose = forms.FloatField(
        label=_("First ring: least dose"), initial=15, required=False, help_text=_("Minutes at full weight, 1 or more; only for the second ring."),
    )  # fmt: skip

    def question(self) -> Question:
        told = dict(self.cleaned_data)
        told["metres"] = told["metres"] if told["metres"] is not None else 20
        told["ring"] = told["ring"] or 1
        if told["ring"] == 1:
            told["first_top"] = told["first_least_dose"] = None
        return Question(**told)

    @staticmethod
    def of(window: Period | None) -> dict[str, Any]:
        """The form begins with the window that the rule set allows; nothing typed leaves it whole."""
        return {"rule": Search.Rule.SAME_PLACE, "purpose": Search.Purpose.FIND_CONTACTS} if window else {}


class FileForm(forms.Form):
    """A file with what its sender says of it."""

    holds = forms.ChoiceField(label=_("What the file holds"), choices=RecordFile.Holds.choices)
    file = forms.FileField(label=_("File"), required=False)
    source = forms.ChoiceField(label=_("Where the records come from"), choices=SOURCES, required=False)
    datum = forms.ChoiceField(
        label=_("Datum of the positions"),
        choices=DATUMS,
        required=False,
        help_text=_("It is never guessed: at Xinxiang GCJ-02 lies 540 m beside WGS-84."),
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"), max_length=300, help_text=_("Law and article, or the number of the request")
    )
    expires_on = Day(
        label=_("Kept until"),
        help_text=_("At most 14 days, replies of other agencies 7; then the records are destroyed."),
    )

    def told(self) -> FileTold:
        told = dict(self.cleaned_data)
        file = told.pop("file")
        return FileTold(file_name=file.name if file else "", content=file.read() if file else b"", **told)


class DecideForm(forms.Form):
    """Yes or no to a search."""

    answer = forms.ChoiceField(choices=[("approve", ""), ("reject", "")])
    why = forms.CharField(max_length=300, required=False)
