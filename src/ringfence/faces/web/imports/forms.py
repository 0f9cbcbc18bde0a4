"""The map of columns as a form: one choice a column, and how short dates are read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ringfence.cores.linelist.dates import Order
from ringfence.cores.linelist.fields import LINE_LIST
from ringfence.cores.linelist.mapping import ColumnMap
from ringfence.faces.wording import is_chinese
from ringfence.tracing.linelists.queries import ImportRun

IGNORE = "-"


class ColumnsForm(forms.Form):
    """`c<index>` is the field of a column; `d_<field>` the order of its dates."""

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.column_map = ColumnMap.from_json(run.column_map)
        choices = _field_choices()
        for one in self.column_map.choices:
            chosen = IGNORE if one.ignored else one.field or ""
            self.fields[f"c{one.index}"] = forms.ChoiceField(
                choices=choices, required=False, initial=chosen, label=one.header
            )
        for found in run.survey.get("dates", []):
            self.fields[f"d_{found['field']}"] = forms.ChoiceField(
                choices=_order_choices(), required=False, label=found["header"],
                initial="" if found["certainty"] == "AMBIGUOUS" else found["order"],
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for one in self.column_map.choices:
            field = cleaned.get(f"c{one.index}", "")
            if field and field != IGNORE and field in taken:
                self.add_error(
                    f"c{one.index}", _("Column “{other}” is already this field.").format(other=taken[field])
                )
            taken[field] = one.header
        return cleaned

    def chosen(self) -> ColumnMap:
        """The map as it was decided by hand."""
        column_map = self.column_map
        for one in self.column_map.choices:
            told = self.cleaned_data.get(f"c{one.index}", "")
            column_map = column_map.choose(
                index=one.index, field=None if told in ("", IGNORE) else told, ignored=told == IGNORE
            )
        for name, order in self.cleaned_data.items():
            if name.startswith("d_") and order:
                column_map = column_map.with_date_order(field=name[2:], order=Order(order))
        return column_map


def _field_choices() -> list[tuple[str, str]]:
    chinese = is_chinese()
    fields = [(one.key, one.zh if chinese else one.en) for one in LINE_LIST.fields]
    return [("", _("keep as an extra column")), (IGNORE, _("leave out")), *fields]


def _order_choices() -> list[tuple[str, str]]:
    return [
        ("", _("as detected")), (Order.DAY_FIRST.value, _("day / month / year")),
        (Order.MONTH_FIRST.value, _("month / day / year")), (Order.YEAR_FIRST.value, _("year / month / day")),
    ]  # fmt: skip
