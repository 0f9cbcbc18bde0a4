"""What happens around every page: the clock is read once, the outbreak is found, refusals become sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from ringfence.faces import clock, wording
from ringfence.faces.rows.refusals import of_the_database
from ringfence.ground.access.queries import permissions_of, read_roles_once
from ringfence.kernel import Expected, NotFound, NotPermitted, city_date
from ringfence.registry.outbreaks import queries as outbreaks

# what no page asks a browser for; security keys stay allowed
UNUSED_BY_PAGES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
GetResponse = Callable[[HttpRequest], HttpResponse]


class ReadTheClock:
    """Set `request.received_at`; everything that this request does happens at that instant."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.received_at = clock.real_now()  # type: ignore[attr-defined]
        return self.get_response(request)


class KeepNothing:
    """What says nothing else is kept by nobody, not by the browser either: a shared machine shows no patient by its back button."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answered = self.get_response(request)
        if not answered.has_header("Cache-Control"):
            answered.headers["Cache-Control"] = "no-store, private"
        answered.headers["Permissions-Policy"] = UNUSED_BY_PAGES
        if request.method == "POST" and request.path == reverse("account_logout"):
            answered.headers["Clear-Site-Data"] = (
                '"cache", "storage"'  # what a page kept beside itself goes, too
            )
        return answered


class FindTheOutbreak:
    """On `/o/<slug>/...`, replace the slug by the outbreak and its time, if the reader may see it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answered = self.get_response(request)
        patch_vary_headers(answered, ("HX-Request",))  # a part of a page is never kept for the whole one
        return answered

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        slug = kwargs.pop("outbreak_slug", None)
        if not request.user.is_authenticated:
            return None
        read_roles_once(request.user)
        request.outbreaks = outbreaks.visible_to(by=request.user)
        request.permissions = permissions_of(request.user)
        if slug is None:
            return None
        try:
            request.outbreak = outbreaks.one_named(slug=slug, among=request.outbreaks)
        except Expected as refusal:  # Django asks process_exception only for what views raise
            return answer(request, refusal)
        request.outbreak_now = outbreaks.now_for(request.outbreak, real_now=request.received_at)
        request.outbreak_today = city_date(request.outbreak_now)
        if request.session.get("outbreak") != slug:
            request.session["outbreak"] = slug
        return None


class AnswerExpected:
    """Turn an anticipated refusal that no view answered itself into a page (or JSON) with its sentence."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        refusal = exception if isinstance(exception, Expected) else of_the_database(request, exception)
        return answer(request, refusal) if refusal else None


def answer(request: HttpRequest, refusal: Expected) -> HttpResponse:
    """The refusal's sentence as a page, or as JSON for programs."""
    status = 403 if isinstance(refusal, NotPermitted) else 404 if isinstance(refusal, NotFound) else 422
    sentence = wording.refusal_text(refusal)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"title": sentence, "status": status}, status=status)
    return render(request, "errors/expected.html", {"sentence": sentence, "status": status}, status=status)
