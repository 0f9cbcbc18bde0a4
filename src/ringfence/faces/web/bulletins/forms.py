"""What is typed about a bulletin: two texts, which places, why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ringfence.command.bulletins.actions import Draft
from ringfence.command.bulletins.facts import Facts
from ringfence.command.bulletins.rules import text
from ringfence.command.bulletins.rules.release import LONGEST_TEXT

ADVICE = (
    ("TEST_NOW", _("Tell the community now and take a test")),
    ("WATCH", _("Watch one's health for 14 days")),
    ("NOTHING", _("Dealt with; nothing to do")),
)


class TextForm(forms.Form):
    """One text to be checked."""

    told = forms.CharField(
        label=_("Text"), max_length=2 * LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 10})
    )


class WhyForm(forms.Form):
    """Why a draft is sent back."""

    why = forms.CharField(label=pgettext_lazy("bulletin", "Why"), max_length=300, required=False)


class DraftForm(forms.Form):
    """A draft. Numbers are written {total}, {new}; the platform fills them in. Places are ticked, never typed."""

    text_zh = forms.CharField(
        label=_("Text in Chinese"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 7, "lang": "zh-Hans"}),
    )
    text_en = forms.CharField(
        label=_("Text in English"), required=False, widget=forms.Textarea(attrs={"rows": 7, "lang": "en"})
    )
    advice = forms.ChoiceField(
        label=_("What people who were there are to do"), choices=ADVICE, initial="TEST_NOW", required=False
    )
    places = forms.MultipleChoiceField(
        label=_("Places and times"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, facts: Facts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["places"].choices = [(one.key, _line(one, facts)) for one in facts.lines]  # type: ignore[attr-defined]

    def told(self, **more: Any) -> Draft:
        """As the room takes it."""
        given = self.cleaned_data
        advice = given["advice"] or "TEST_NOW"
        named = {name: given.get(name, "") for name in ("why_zh", "why_en")}
        return Draft(text_zh=given["text_zh"], text_en=given["text_en"], places=dict.fromkeys(given["places"], advice),
                     withholds=bool(given.get("withholds")), **named, **more)  # fmt: skip


class Reasons(forms.Form):
    """Why something published is corrected or withdrawn, for everybody to read."""

    why_zh = forms.CharField(label=_("Why, in Chinese"), max_length=300, required=False)
    why_en = forms.CharField(label=_("Why, in English"), max_length=300, required=False)
    withholds = forms.BooleanField(
        label=_("The old text tells who somebody is: stop showing it"), required=False
    )


class CorrectionForm(Reasons, DraftForm):
    """A correction: a whole new text, and why."""


def _line(one: Any, facts: Facts) -> str:
    told: Mapping[str, Any] = {
        "area": facts.areas[one.area_code][0], "area_en": facts.areas[one.area_code][1], "place": one.place,
        "day": one.day.isoformat(), "times": one.times,
    }  # fmt: skip
    return text.place(told, text.ZH)
