"""The second factor: whoever holds a role signs in with a password and something they have (an authenticator app, a security key).

Asked by every page and operation that needs a user. Programs call with a key, which is made by somebody who signed in this way.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from ringfence.kernel import NotPermitted, reason

SENTENCE = _(
    "Whoever works here reads people's data: set up a second factor first, an authenticator app or a security key."
)
SEEN = "second_factor"  # in the session: it was looked for once
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone are none


def is_missing(request: HttpRequest) -> bool:
    """Whether somebody is signed in by a password alone, and may not be."""
    if not settings.SECOND_FACTOR or request.session.get(SEEN):
        return False
    if not _has_one(request.user) and not _is_open_to_everybody(request.user):
        return True
    request.session[SEEN] = True
    return False


def refusal() -> NotPermitted:
    """What a call is answered without it."""
    return NotPermitted(reason(SENTENCE))


def sentence() -> str:
    """What a page says without it."""
    return gettext(SENTENCE)


def forget(*, user: Any) -> int:
    """Take away all factors of somebody who lost them; returns how many."""
    return int(Authenticator.objects.filter(user=user).delete()[0])


def _has_one(user: Any) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=KINDS).exists())


def _is_open_to_everybody(user: Any) -> bool:
    """A demo account whose password stands on the first page: a second factor would keep nobody out."""
    from ringfence.faces.jobs.seeding import DEMO_PASSWORD, DEMO_STAFF

    is_demo = any(one.username == user.username for one in DEMO_STAFF)
    return is_demo and bool(user.check_password(DEMO_PASSWORD))


def _look_again(*, request: HttpRequest, **_told: Any) -> None:
    """Somebody gave their factor up: this session must show one again."""
    request.session.pop(SEEN, None)


authenticator_removed.connect(_look_again)
