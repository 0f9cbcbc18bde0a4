"""Bulletins for everybody: archive, one bulletin, and the same as Atom and as JSON feed; no account, no script, no cookie."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from ringfence.faces import bulletins
from ringfence.faces.access import PUBLIC, needs
from ringfence.faces.asking import not_too_often
from ringfence.kernel import NotFound, reason

LANGUAGES = {"zh": "zh-hans", "en": "en"}
View = Callable[..., HttpResponse]


def _in_its_language(view: View) -> View:
    """The address names the language; anybody on the way may keep the answer for a minute."""

    @wraps(view)
    def answered(request: Any, language: str, **given: Any) -> HttpResponse:
        if language not in LANGUAGES:
            raise NotFound(reason("There is no such bulletin."))
        with translation.override(LANGUAGES[language]):
            answer = view(request, language, **given)
        patch_cache_control(answer, public=True, max_age=bulletins.KEPT_SECONDS)
        return answer

    return answered


@require_safe
@not_too_often
@needs(PUBLIC)
@_in_its_language
def archive(request: Any, language: str) -> HttpResponse:
    """Every published bulletin, newest first."""
    rows = bulletins.archive(language=language, real_now=request.received_at)
    return render(request, "public/bulletins.html", {"rows": rows, "language": language})


@require_safe
@not_too_often
@needs(PUBLIC)
@_in_its_language
def one(request: Any, language: str, slug: str, number: int) -> HttpResponse:
    """One bulletin: what it says now, and what it said before, struck, with when and why."""
    told = bulletins.one(slug=slug, number=number, language=language, real_now=request.received_at)
    return render(request, "public/bulletin.html", {"told": told, "language": language})


@require_safe
@not_too_often
@needs(PUBLIC)
@_in_its_language
def atom(request: Any, language: str) -> HttpResponse:
    """The archive as an Atom feed (RFC 4287)."""
    text = render_to_string("public/bulletins.atom", _feed(request, language))
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


@require_safe
@not_too_often
@needs(PUBLIC)
@_in_its_language
def json_feed(request: Any, language: str) -> HttpResponse:
    """The archive as a JSON feed (version 1.1)."""
    feed = _feed(request, language)
    items = [
        {
            "id": url, "url": url, "title": row["title"], "content_text": text,
            "date_published": row["published_at"], "date_modified": row["changed_at"], "language": language,
        }
        for row, url, text in feed["rows"]
    ]  # fmt: skip
    told = {"version": "https://jsonfeed.org/version/1.1", "title": feed["title"], "home_page_url": feed["home"],
            "feed_url": request.build_absolute_uri(), "items": items}  # fmt: skip
    return JsonResponse(
        told, json_dumps_params={"ensure_ascii": False}, content_type="application/feed+json; charset=utf-8"
    )


def _feed(request: Any, language: str) -> dict[str, Any]:
    rows = bulletins.archive(language=language, real_now=request.received_at)
    home = request.build_absolute_uri(reverse("public:bulletins", args=[language]))
    entries = []
    for row in rows:
        address = reverse("public:bulletin", args=[language, row["outbreak"], row["number"]])
        entries.append((row, request.build_absolute_uri(address), _text(row)))
    return {
        "rows": entries, "home": home, "self": request.build_absolute_uri(), "language": language,
        "title": "Ringfence 疫情通报" if language == "zh" else "Ringfence: bulletins",
        "changed_at": max((row["changed_at"] for row in rows), default=request.received_at),
    }  # fmt: skip


def _text(row: dict[str, Any]) -> str:
    """What it says now; of a withdrawn one why it was withdrawn."""
    if row["state"] == "WITHDRAWN":
        return str(row["changes"][0]["why"])
    why = [row["changes"][0]["why"]] if row["changes"] else []
    return "\n".join([*why, *row["numbers"], *row["counties"], *row["paragraphs"], *row["places"], row["advice"]]).strip()  # fmt: skip
