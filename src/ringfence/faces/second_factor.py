"""The second factor: whoever holds a role signs in with a password and something they have (an authenticator app, a security key).

Asked by every page and operation that needs a user, and of every session by itself: that the account has a factor says
nothing about who holds an older session of it. Programs call with a key, which is made by somebody who signed in this way.
"""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from ringfence.kernel import NotPermitted, reason

SENTENCE = _(
    "Whoever works here reads people's data: set up a second factor first, an authenticator app or a security key."
)
SEEN = "second_factor"  # in the session: it was set up here, or is not asked of this account
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone are none


def is_missing(request: HttpRequest) -> bool:
    """Whether this session was begun by a password alone, and may not be."""
    if not settings.SECOND_FACTOR or request.session.get(SEEN) or _was_shown(request):
        return False
    if not _is_open_to_everybody(request.user):
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


def _was_shown(request: HttpRequest) -> bool:
    """Whether a factor was used in this very session; giving one up takes that back."""
    if request.session.get(SEEN) is False:
        return False
    return any(one.get("method") == "mfa" for one in get_authentication_records(request, request.user))


def _is_open_to_everybody(user: Any) -> bool:
    """A demo account whose password stands on the first page: a second factor would keep nobody out."""
    from ringfence.faces.jobs.seeding import DEMO_PASSWORD, DEMO_STAFF

    is_demo = any(one.username == user.username for one in DEMO_STAFF)
    return is_demo and bool(user.check_password(DEMO_PASSWORD))


def _set_up_here(*, request: HttpRequest, user: Any, authenticator: Authenticator, **_told: Any) -> None:
    """This session has the factor; whoever signed in by the password alone elsewhere begins again."""
    if authenticator.type in KINDS:
        request.session[SEEN] = True
        _end_all_others(request, user)


def _look_again(*, request: HttpRequest, user: Any, authenticator: Authenticator, **_told: Any) -> None:
    """Somebody gave their last factor up: this session must set one up again, the others end."""
    if authenticator.type in KINDS and not Authenticator.objects.filter(user=user, type__in=KINDS).exists():
        request.session[SEEN] = False
        _end_all_others(request, user)


def _end_all_others(request: HttpRequest, user: Any) -> None:
    for one in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        one.end()


authenticator_added.connect(_set_up_here)
authenticator_removed.connect(_look_again)
