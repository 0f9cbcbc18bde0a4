"""The question of a forecast: a few figures for the whole, and one column a strategy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from django import forms
from django.utils.translation import gettext

from ringfence.command.forecasts import rules
from ringfence.faces import wording
from ringfence.faces.web.templatetags.front import named
from ringfence.kernel import Reason, Refused

from .words import FIGURES, GROUPS, LEVELS, PATHOGENS, in_short

COLUMNS = 4
WHOLE = ("title", "pathogen", "horizon_days", "within_days", "runs", "first_seed")
FIGURES_OF_A_STRATEGY = [one.name for one in fields(rules.Strategy)]


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of a strategy that belong together: folded away behind their values in a few words."""

    label: Any
    now: str
    fields: list[forms.BoundField]

    @property
    def faulty(self) -> bool:
        return any(field.errors for field in self.fields)


@dataclass(frozen=True, slots=True)
class Column:
    """One strategy of the form: its name and its groups of figures."""

    name: forms.BoundField
    groups: list[Group]


class QuestionForm(forms.Form):
    """Figures outside their bounds are refused by the rule, each at its field with its unit; what was typed stays."""

    title = forms.CharField(max_length=80, required=False)
    pathogen = forms.ChoiceField(choices=list(PATHOGENS.items()), initial="delta")
    horizon_days = forms.IntegerField(initial=42)
    within_days = forms.IntegerField(initial=14)
    runs = forms.IntegerField(initial=200)
    first_seed = forms.IntegerField(initial=1)

    def __init__(
        self, *args: Any, presets: Sequence[rules.Strategy], areas: Sequence[tuple[str, Any]] = (), **options: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        for n in range(COLUMNS):
            preset = presets[n] if n < len(presets) else replace(presets[0], label="")
            for name in FIGURES_OF_A_STRATEGY:
                self.fields[f"s{n}_{name}"] = _field(name, getattr(preset, name), areas)
        for name, field in self.fields.items():
            label, help_text = FIGURES[
                name.split("_", 1)[1] if name[0] == "s" and name[1].isdigit() else name
            ]
            field.label, field.help_text = label, help_text or ""

    def whole(self) -> list[forms.BoundField]:
        return [self[name] for name in WHOLE]

    def columns(self) -> list[Column]:
        return [
            Column(self[f"s{n}_label"], [self._group(n, label, names) for label, names in GROUPS]) for n in range(COLUMNS)
        ]  # fmt: skip

    def question(self) -> rules.Question:
        """The question as typed; columns without a name are left out."""
        return rules.Question(
            strategies=tuple(self._strategy(n) for n in self._named()), **{name: self.cleaned_data[name] for name in WHOLE}
        )  # fmt: skip

    def show(self, refusal: Refused) -> None:
        """Put every sentence at its field, with the name and unit that the page uses."""
        named = self._named()
        for path, reasons in refusal.fields.items():
            name = self._name_of(path, named)
            for one in reasons:
                self.add_error(name, wording.say(_in_words(one, self.fields[name].label if name else path)))
        if not refusal.fields:
            self.add_error(None, wording.refusal_text(refusal))

    def _group(self, n: int, label: Any, names: Sequence[str]) -> Group:
        shown = [self[f"s{n}_{name}"] for name in names]
        return Group(label, in_short({name: self[f"s{n}_{name}"].value() for name in names}), shown)

    def _named(self) -> list[int]:
        return [n for n in range(COLUMNS) if self.cleaned_data.get(f"s{n}_label", "").strip()]

    def _strategy(self, n: int) -> rules.Strategy:
        return rules.Strategy(
            **{name: _typed(self.cleaned_data[f"s{n}_{name}"]) for name in FIGURES_OF_A_STRATEGY}
        )

    def _name_of(self, path: str, named: Sequence[int]) -> str | None:
        parts = path.split(".")
        name = f"s{named[int(parts[1])]}_{parts[2]}" if len(parts) == 3 else path
        return name if name in self.fields else None


def area_choices(counties: Iterable[Sequence[Any]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Counties with their townships, named in the reader's language."""
    return [(named(places[0]), [(one.code, named(one)) for one in places]) for places in counties]


def _typed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _field(name: str, initial: Any, areas: Sequence[tuple[str, Any]]) -> forms.Field:
    if name in rules.AREAS:
        return forms.MultipleChoiceField(
            choices=list(areas), required=False, initial=list(initial), widget=forms.SelectMultiple(attrs={"size": 4})
        )  # fmt: skip
    if name == "label":
        return forms.CharField(max_length=80, required=False, initial=gettext(initial) if initial else "")
    if name in ("test_level", "close_level"):
        return forms.ChoiceField(choices=list(LEVELS.items()), initial=initial)
    return forms.FloatField(
        initial=f"{initial:g}", widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"})
    )


def _in_words(one: Reason, label: Any) -> Reason:
    """The sentence about bounds with the label of the page and the unit in the reader's language."""
    if "unit" not in one.values:
        return one
    return Reason(one.text, {**one.values, "field": str(label), "unit": gettext(str(one.values["unit"]))})
