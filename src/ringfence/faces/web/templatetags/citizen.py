"""The record of a person in words, for templates that load it."""

from __future__ import annotations

from django import template

from ringfence.faces.citizen import words
from ringfence.faces.citizen.record import Line
from ringfence.faces.jobs.seeding import own_page

register = template.Library()


@register.simple_tag
def demo_citizen() -> bool:
    """Is there a demo citizen, whose page a newcomer may look at?"""
    return own_page.is_there()


@register.filter
def own_deed(line: Line) -> str:
    """What was done with the person's data."""
    return words.deed(line)


@register.filter
def own_who(line: Line) -> str:
    """Which organisation, in which role."""
    return words.who(line)


@register.filter
def own_purpose(line: Line) -> str:
    """What for."""
    return words.purpose(line)
