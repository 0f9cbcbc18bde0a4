"""What a drill is wanted with, and how its exercise is called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ringfence.command.drills import rules
from ringfence.faces import wording
from ringfence.faces.web.fields import Day
from ringfence.kernel import Reason, Refused

from .words import FIGURES, OUTBREAK, PATHOGENS, RESPONSE


class WantedForm(forms.Form):
    """Figures outside their bounds are refused by the rule, each at its field with its unit; what was typed stays."""

    title = forms.CharField(max_length=80)
    area = forms.ChoiceField(required=False)
    pathogen = forms.ChoiceField(choices=list(PATHOGENS.items()), initial="delta")
    starts_on = Day()
    days = forms.IntegerField(initial=21)
    infected = forms.IntegerField(initial=3)
    first_seed = forms.IntegerField(initial=1)
    tracing_hours = forms.FloatField(initial=24)
    tracers = forms.FloatField(initial=400)
    rooms = forms.FloatField(initial=500)
    test_rounds = forms.IntegerField(initial=0)
    meetings_kept = forms.FloatField(initial=0.45)

    def __init__(self, *args: Any, areas: Sequence[tuple[str, Any]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["area"].choices = [("", gettext("Anywhere")), *areas]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.label, field.help_text = FIGURES[name][0], FIGURES[name][1] or ""
            if isinstance(field, forms.FloatField):
                field.widget.attrs |= {"step": "any", "inputmode": "decimal"}

    def outbreak(self) -> list[forms.BoundField]:
        return [self[name] for name in OUTBREAK]

    def response(self) -> list[forms.BoundField]:
        return [self[name] for name in RESPONSE]

    def wanted(self) -> rules.Wanted:
        return rules.Wanted(**self.cleaned_data)

    def show(self, refusal: Refused) -> None:
        """Put every sentence at its field, with the name and unit that the page uses."""
        for name, reasons in refusal.fields.items():
            known = name if name in self.fields else None
            for one in reasons:
                self.add_error(
                    known, wording.say(_in_words(one, self.fields[known].label if known else name))
                )
        if not refusal.fields:
            self.add_error(None, wording.refusal_text(refusal))


class ExerciseForm(forms.Form):
    """The outbreak in which a drill is played."""

    slug = forms.SlugField(
        label=_("Short name in addresses"), max_length=50, help_text=_("Letters, digits and dashes, such as drill-spring")
    )  # fmt: skip
    case_prefix = forms.CharField(
        label=_("Prefix of case numbers"), max_length=8, initial="DR", help_text=_("XX gives XX-0001")
    )


def _in_words(one: Reason, label: Any) -> Reason:
    """The sentence about bounds with the label of the page and the unit in the reader's language."""
    if "unit" not in one.values:
        return one
    return Reason(one.text, {**one.values, "field": str(label), "unit": gettext(str(one.values["unit"]))})
