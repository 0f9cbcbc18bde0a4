"""Keys with which programs act for their user."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ringfence.faces.access import SIGNED_IN, needs
from ringfence.faces.web.refusals import show_refusal
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import actions as access
from ringfence.ground.access import queries as access_register
from ringfence.kernel import Refused


class TokenForm(forms.Form):
    """A new key."""

    name = forms.CharField(label=gettext_lazy("What the key is for"), max_length=80)
    days = forms.IntegerField(
        label=gettext_lazy("Days until it expires"), initial=30, help_text=gettext_lazy("1 to 90")
    )


@needs(SIGNED_IN)
def show(request: DeskRequest) -> HttpResponse:
    """One's own keys, and a form for a new one; a fresh key is shown once."""
    form, key = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, key = access.make_token(**form.cleaned_data, by=request.user, now=request.received_at)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            form = TokenForm()
    tokens = access_register.tokens_of(by=request.user)
    return render(
        request,
        "tokens/list.html",
        {"form": form, "key": key, "tokens": tokens},
        status=422 if form.errors else 200,
    )


@require_POST
@needs(SIGNED_IN)
def revoke(request: DeskRequest, token_id: UUID) -> HttpResponse:
    access.revoke_token(token_id=token_id, by=request.user, now=request.received_at)
    messages.success(request, _("The key no longer works."))
    return redirect("tokens:list")
