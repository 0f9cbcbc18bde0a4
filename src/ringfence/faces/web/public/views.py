"""The public page: no account, no script, no cookie; each language has an address of its own, so that it can be kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from ringfence.cores.ledger.heads import fingerprint
from ringfence.faces import overseeing, sealing
from ringfence.faces.access import PUBLIC, needs
from ringfence.faces.asking import not_too_often
from ringfence.ground.audit import ledger
from ringfence.kernel import NotFound, reason


@require_safe
@not_too_often
@needs(PUBLIC)
def page(request: Any) -> HttpResponse:
    """In the language that the browser asks for."""
    return _shown(request)


@require_safe
@not_too_often
@needs(PUBLIC)
def in_chinese(request: Any) -> HttpResponse:
    """In Chinese, whatever the browser asks for."""
    with translation.override("zh-hans"):
        return _shown(request)


@require_safe
@not_too_often
@needs(PUBLIC)
def in_english(request: Any) -> HttpResponse:
    """In English, whatever the browser asks for."""
    with translation.override("en"):
        return _shown(request)


@require_safe
@not_too_often
@needs(PUBLIC)
def head(request: HttpRequest) -> HttpResponse:
    """The newest head as a file, to be kept by whoever wants to check later that nothing before it was rewritten."""
    newest = ledger.head()
    if newest is None:
        raise NotFound(reason("Nothing is sealed yet."))
    named = {"Content-Disposition": f'attachment; filename="ledger-head-{newest.size}.json"'}
    return _for_a_minute(
        HttpResponse(sealing.head_text(newest), content_type="application/json", headers=named)
    )


def _shown(request: Any) -> HttpResponse:
    told = overseeing.published(real_now=request.received_at)
    newest = told["ledger"]["head"]
    lines = (
        {name: fingerprint(bytes.fromhex(newest[name])) for name in ("root", "public_key", "signature")}
        if newest
        else {}
    )
    return _for_a_minute(render(request, "public/page.html", {"told": told, "head": newest, "lines": lines}))  # fmt: skip


def _for_a_minute(answer: HttpResponse) -> HttpResponse:
    """Anybody on the way may keep the answer for a minute."""
    patch_cache_control(answer, public=True, max_age=overseeing.KEPT_SECONDS)
    return answer
