"""Every address names the permission it needs; one that names none is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.ground.audit import looks
from ringfence.kernel import NotPermitted, reason

from . import second_factor
from .attempts import refuse_noted

View = Callable[..., HttpResponseBase]

PUBLIC = "public"  # needs no sign-in
OWN_CODE = "own code"  # needs the token of a visit: one person, about themselves
SIGNED_IN = "signed-in"  # needs a user, but no permission


def needs(what: Permission | str) -> Callable[[View], View]:
    """Mark a view with what it needs: a `Permission`, `SIGNED_IN` or `PUBLIC`. Areas are checked by actions and queries."""

    def marked(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if what != PUBLIC and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if what != PUBLIC and second_factor.is_missing(request):
                messages.warning(request, second_factor.sentence())
                return redirect("mfa_index")
            if isinstance(what, Permission) and not access.may(request.user, what):  # type: ignore[arg-type]
                refusal = NotPermitted(
                    reason("Your role does not include this step ({permission}). Ask your administrator who may do it.",
                           permission=what.value)
                )  # fmt: skip
                raise refuse_noted(request, what, refusal)
            found = request.resolver_match
            looks.describe(page=found.view_name if found else "", purpose=str(what))
            return view(request, *args, **kwargs)

        guarded.needs = what  # type: ignore[attr-defined]
        return guarded

    return marked
