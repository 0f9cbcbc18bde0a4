"""What is asked about an order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ringfence.faces.web.fields import Day
from ringfence.measures.orders.queries import Order


class SentenceForm(forms.Form):
    """One sentence why."""

    why = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class AppealForm(forms.Form):
    """What the person says."""

    text = forms.CharField(
        label=_("In the person's own words"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )


class AnswerForm(forms.Form):
    """The answer to an appeal."""

    upheld = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", pgettext_lazy("appeal", "The person is right: the order ends")),
                 ("no", pgettext_lazy("appeal", "The order stays"))],
        coerce=lambda told: told == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Answer in plain words; the person reads it"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}), required=False,
    )  # fmt: skip


class DraftForm(forms.Form):
    """A measure, and an earlier end if there is one."""

    kind = forms.ChoiceField(label=_("First measure"))
    ends_on = Day(
        label=_("Ends earlier, on"), required=False,
        help_text=_("Leave empty for the day that the rule set gives. A later day is refused."),
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(Order.Kind.choices)
        self.fields["kind"].choices = [(kind, names[kind]) for kind in kinds]  # type: ignore[attr-defined]


class DraftAgainForm(DraftForm):
    """The same, with the reason why the first draft is taken back."""

    why = forms.CharField(label=_("Why the first draft is taken back"), max_length=500)
