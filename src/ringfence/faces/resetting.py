"""An account begins anew: a first password, no second factor, no open session, no key. Done at the console, on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

from ringfence.ground import audit
from ringfence.ground.access import Actor
from ringfence.ground.access import actions as access
from ringfence.ground.access import queries as staff
from ringfence.kernel import Refused, reason

from . import second_factor

SHORTEST_WHY = 10  # letters, house decision: how somebody was recognised takes a sentence


@dataclass(frozen=True, slots=True)
class Reset:
    """How much was taken away and ended."""

    factors: int
    sessions: int
    keys: int


@transaction.atomic
def reset(*, username: str, password: str, why: str, by: Actor, now: datetime) -> Reset:
    """Begin an account anew. Refused without a reason, and to oneself: somebody else recognises the person."""
    user = staff.user_named(username=username)
    if len(why.strip()) < SHORTEST_WHY:
        raise Refused(
            reason("Say in at least {least} letters how the person was recognised.", least=SHORTEST_WHY)
        )
    keys = access.begin_anew(user_id=user.id, password=password, by=by, now=now)
    sessions = list(UserSession.objects.filter(user=user))
    for one in sessions:
        one.end()
    done = Reset(second_factor.forget(user=user), len(sessions), keys)
    audit.record(by=by, action="user.reset", subject=("user", user.id), now=now,
                 after={"username": username, "why": why.strip()[:300]})  # fmt: skip
    return done
