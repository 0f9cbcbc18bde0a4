"""Refusing bad figures: which field, in which unit, between which bounds."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ringfence.kernel import Reason, Refused, reason


def between(*, field: str, value: float, low: float, high: float, unit: str) -> list[Reason]:
    """No reason if the figure lies in [low, high]; otherwise the sentence that says so."""
    if isinstance(value, int | float) and not math.isnan(value) and low <= value <= high:
        return []
    return [
        reason(
            "{field} is {value}; it must lie between {low} and {high} {unit}.",
            field=field,
            value=value,
            low=low,
            high=high,
            unit=unit,
        )
    ]


def refuse_if(reasons: Sequence[tuple[str, Sequence[Reason]]]) -> None:
    """Raise `Refused` with all the sentences, each under its field."""
    found = {field: sentences for field, sentences in reasons if sentences}
    if found:
        raise Refused(
            *(sentence for sentences in found.values() for sentence in sentences), fields=dict(found)
        )


def one_of(*, field: str, value: str, known: Sequence[str]) -> None:
    """Refuse a word that is none of the known ones."""
    if value not in known:
        raise Refused(
            reason(
                "{field} is {value}; known are {known}.", field=field, value=value, known=", ".join(known)
            ),
            fields={field: []},
        )


def check(*figures: tuple[str, float, float, float, str]) -> None:
    """Refuse figures outside their bounds: (field, value, low, high, unit) each."""
    refuse_if(
        [
            (field, between(field=field, value=value, low=low, high=high, unit=unit))
            for field, value, low, high, unit in figures
        ]
    )
