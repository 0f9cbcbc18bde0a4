"""Words of the case desk."""

from __future__ import annotations

from datetime import timedelta

from django import template
from django.utils.translation import gettext

from ringfence.faces.web import durations
from ringfence.tracing.cases.queries import CandidateLink

register = template.Library()


@register.filter
def relation(code: str) -> str:
    """How a contact is related to the case, in words."""
    return str(dict(CandidateLink.Relation.choices).get(code, code))


@register.filter
def evidence(text: str) -> str:
    """By what a milestone was met, as it was typed; what the platform noted itself in the reader's language."""
    if text == "all have arrived":
        return gettext("all have arrived")
    if text.startswith("delivered: "):
        return gettext("delivered: {where}").format(where=text.removeprefix("delivered: "))
    return text


@register.filter
def clock_text(left: timedelta) -> str:
    """What was left on a clock that stands still; after the limit the overtime."""
    seconds = int(left.total_seconds())
    return durations.clock(seconds) if seconds >= 0 else f"-{durations.clock(-seconds)}"
