"""The addresses of the pages. Each desk is a folder with its own `urls.py`; inside an outbreak they begin `/o/<outbreak>/`."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

INSIDE_AN_OUTBREAK = (
    "situation", "tasks", "cases", "contacts", "chain", "movement", "people", "corrections", "samples", "orders", "rooms", "transfers", "checks",
    "ruleset", "forecasts", "drills", "imports", "exports", "audit", "alarms", "oversight", "emergencies", "retention", "bulletins",
    "travellers", "fence", "home_watch",
)  # fmt: skip
OUTSIDE = ("home", "tokens", "my", "public", "arrive")


def _desk(name: str) -> str:
    return f"ringfence.faces.web.{name}.urls"


def _there(name: str) -> bool:
    return find_spec(f"ringfence.faces.web.{name}") is not None and find_spec(_desk(name)) is not None


urlpatterns: list[URLPattern | URLResolver] = [
    path(f"o/<slug:outbreak_slug>/{name}/", include(_desk(name)))
    for name in INSIDE_AN_OUTBREAK
    if _there(name)
]
urlpatterns += [path("", include(_desk(name))) for name in OUTSIDE if _there(name)]
