"""The addresses of the interface, `/api/v1/...`. Every router in `routers/` is found by itself."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from django.urls import path, re_path

from ringfence.faces.access import SIGNED_IN

from . import pages, problems, routers
from .auth import Key, Session
from .document import Interface

api = Interface(
    title="Ringfence", version="1", urls_namespace="api", auth=[Key(SIGNED_IN), Session(SIGNED_IN)],
    openapi_url=None, docs_url=None
)  # fmt: skip
problems.install(api)
for _module in sorted(one.name for one in iter_modules(routers.__path__)):
    api.add_router("", import_module(f"{routers.__name__}.{_module}").operations.router)

_own = [one for one in api.urls[0] if getattr(one, "name", "") != "api-root"]
for _pattern, _operation in zip(_own, api.operations(), strict=True):
    _pattern.callback = problems.with_its_methods(_pattern.callback or pages.nothing_here)
    setattr(_pattern.callback, "operations", [_operation])  # noqa: B010 - a function has no such field for mypy

app_name = "api"
urlpatterns = [
    path("", pages.reference, name="api-root"),
    path("openapi.json", pages.openapi, name="openapi"),
    *_own,
    re_path("", pages.nothing_here, name="nothing"),
]
