"""What is asked when a local version is proposed: the place, the days, why, and one row for every changed value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ringfence.faces import wording
from ringfence.faces.web.fields import Day
from ringfence.faces.web.templatetags.front import named
from ringfence.ground.rulesets import queries as rulesets
from ringfence.ground.rulesets import typed
from ringfence.ground.rulesets.changes import MOST_CHANGES, Change, Proposal, changeable
from ringfence.ground.rulesets.paths import text_of, value_at
from ringfence.kernel import Expected

from .shown import SECTIONS

BLANK_ROWS = 2
MARKS = [
    ("A", _("A: the official text was seen")),
    ("B", _("B: a secondary page")),
    ("C", _("C: checked by running")),
]


class ProposalForm(forms.Form):
    """For which place and days, and why."""

    base_id = forms.ChoiceField(label=_("Edition that it changes"))
    place_code = forms.ChoiceField(label=_("Place"), help_text=_("Only there do the rules change."))
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    valid_from = Day(label=pgettext_lazy("local version", "First day"))
    valid_to = Day(label=_("Day after the last day"))
    why = forms.CharField(
        label=_("Why this place needs rules of its own"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000,
        help_text=_("Citizens read it."),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place_code"].choices = [  # type: ignore[attr-defined]
            (one.code, f"{named(one)} · {one.code}") for one in places
        ]
        self.fields["base_id"].choices = [  # type: ignore[attr-defined]
            (one.id, f"{one.id} · {one.name_zh if wording.is_chinese() else one.name_en}")
            for one in rulesets.all_rulesets()
        ]


class ValueForm(forms.Form):
    """One changed value."""

    parameter = forms.ChoiceField(label=_("Value that changes"))
    value = forms.CharField(
        label=_("New value"), max_length=300, help_text=_("Several with commas: 1, 4, 7. Not set: none. Codes as shown: HOME_QUARANTINE.")
    )  # fmt: skip
    mark = forms.ChoiceField(label=_("Mark"), choices=MARKS)
    source = forms.CharField(label=_("Source: the order or page it rests on"), max_length=300)
    reason = forms.CharField(
        label=_("Why this value"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, choices: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_permitted, self.use_required_attribute = True, False
        self.fields["parameter"].choices = choices  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """The mark stands there by itself; a row counts once something else is told."""
        return bool(set(self.changed_data) - {"mark"})


class Proposed:
    """The whole page: the heading and its rows, with everything that was typed."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        places: Iterable[Any],
        initial: dict[str, Any],
        changes: Iterable[Change] = (),
    ) -> None:
        asked = str(data.get("base_id", "") if data else initial["base_id"])
        known = {one.id: one for one in rulesets.all_rulesets()}
        self.base = known.get(asked) or known[initial["base_id"]]
        self.head = ProposalForm(data, places=places, initial=initial)
        choices = parameter_choices(self.base)
        kept = [{**_typed(one)} for one in changes]
        self.rows = [
            ValueForm(data, prefix=f"changes.{n}", choices=choices, initial=kept[n] if n < len(kept) else None)
            for n in range(_count(data, len(kept)))
        ]  # fmt: skip

    @property
    def forms(self) -> list[forms.Form]:
        return [self.head, *self.rows]

    def is_valid(self) -> bool:
        return all([one.is_valid() for one in self.forms])

    def proposal(self) -> Proposal:
        """What was typed; call after `is_valid`."""
        rows = [one.cleaned_data for one in self.rows if one.has_changed()]
        changes = tuple(
            Change(**{**row, "value": typed.read(row["parameter"], row["value"])}) for row in rows
        )
        return Proposal(**self.head.cleaned_data, changes=changes)

    def refused(self, refusal: Expected) -> None:
        """Put every sentence at its field; rows that were left blank do not count."""
        told = [one for one in self.rows if one.has_changed()]
        for place, sentences in wording.field_texts(refusal).items():
            row, _, part = place.removeprefix("changes.").partition(".")
            form = told[int(row)] if place.startswith("changes.") and int(row) < len(told) else self.head
            for sentence in sentences:
                form.add_error(
                    part if form is not self.head else place if place in form.fields else None, sentence
                )
        self.head.add_error(None, wording.refusal_text(refusal))


def parameter_choices(base: rulesets.RuleSet) -> list[Any]:
    """Every value that may change, by section, with what it is now."""
    paths = sorted(changeable(base), key=lambda path: list(SECTIONS).index(path.partition(".")[0]))
    grouped = groupby(paths, key=lambda path: path.partition(".")[0])
    return [("", "—"), *(
        (str(SECTIONS[section]), [(path, f"{path} = {text_of(value_at(base, path))[:60]}") for path in found])
        for section, found in grouped
    )]  # fmt: skip


def _typed(one: Change) -> dict[str, str]:
    return {"parameter": one.parameter, "value": text_of(one.value), "source": one.source, "mark": one.mark, "reason": one.reason}  # fmt: skip


def _count(data: Mapping[str, Any] | None, kept: int) -> int:
    """How many rows the page has: those that were there, one more if that was asked for."""
    asked = str(data.get("rows", "")) if data else ""
    count = int(asked) if asked.isascii() and asked.isdigit() else max(kept, 1)
    return min(count + (BLANK_ROWS if data and "more" in data else 0), MOST_CHANGES)
