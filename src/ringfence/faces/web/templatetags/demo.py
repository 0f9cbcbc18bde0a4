"""Who a newcomer may sign in as, while the demo staff is there."""

from __future__ import annotations

from dataclasses import dataclass

from django import template

from ringfence.faces.jobs.seeding import DEMO_PASSWORD, DEMO_STAFF
from ringfence.faces.wording import is_chinese
from ringfence.ground.access import ROLES
from ringfence.ground.access import queries as access

register = template.Library()


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    role: str
    description: str
    username: str
    password: str


@register.simple_tag
def demo_sign_ins() -> list[DemoSignIn]:
    """The demo staff by role; empty on a server that was set up without it."""
    if not access.exists(username=DEMO_STAFF[0].username):
        return []
    chinese = is_chinese()
    return [
        DemoSignIn(
            role=ROLES[one.role].name_zh if chinese else ROLES[one.role].name,
            description=ROLES[one.role].description_zh if chinese else ROLES[one.role].description,
            username=one.username, password=DEMO_PASSWORD,
        )
        for one in DEMO_STAFF
    ]  # fmt: skip
