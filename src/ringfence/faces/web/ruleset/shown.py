"""Values of rule sets in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from ringfence.faces import wording
from ringfence.ground.rulesets.parameters import Stage
from ringfence.ground.rulesets.queries import Difference

SECTIONS = {
    "window": gettext_lazy("When a case can infect others"), "contact": gettext_lazy("Who is a close contact"),
    "secondary": gettext_lazy("Secondary contacts"), "counting": gettext_lazy("How days are counted"),
    "measures": gettext_lazy("Measures and their days"), "release": gettext_lazy("Release from quarantine"),
    "discharge": gettext_lazy("End of isolation"), "areas": gettext_lazy("Declared areas"),
    "clock": gettext_lazy("Clock of the investigation"), "incubation": gettext_lazy("Incubation"),
    "cluster": gettext_lazy("Clusters"), "pooling": gettext_lazy("Pooled tests"), "testing": gettext_lazy("Tests"),
    "approval": gettext_lazy("Approval"), "stay": gettext_lazy("Life in quarantine"),
}  # fmt: skip
TONES = {"STRICTER": "late", "UNCLEAR": "warn", "MILDER": "ok", "WORK": "neutral", "SAFEGUARD": "late"}


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """One line of a comparison."""

    parameter: str
    before: str
    after: str
    effect: str
    tone: str
    source: str
    mark: str
    reason: str


def of_differences(found: Iterable[Difference]) -> list[ShownDifference]:
    """A comparison for the page."""
    return [
        ShownDifference(
            one.parameter, said(one.before), said(one.after), wording.word(one.effect), TONES[one.effect],
            ", ".join(one.origin.sources) if one.origin else "", one.origin.mark if one.origin else "",
            _(one.origin.note) if one.origin and one.origin.note else "",
        )
        for one in found
    ]  # fmt: skip


def said(value: Any) -> str:
    """A value as people read it: words for codes, a dash for what is not set."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return pgettext("value", "yes") if value else pgettext("value", "no")
    if isinstance(value, Stage):
        return _("{kind}, {days} days").format(kind=wording.word(value.kind), days=value.days)
    if isinstance(value, tuple | Mapping):
        return ("、" if wording.is_chinese() else ", ").join(map(said, value)) or "—"
    if isinstance(value, StrEnum):
        return wording.word(value.value)
    return f"{value:g}" if isinstance(value, float) else str(value)
