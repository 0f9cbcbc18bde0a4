"""The addresses: accounts, the API and the pages of every desk."""

from importlib.util import find_spec

from django.urls import include, path, re_path

from ringfence.faces.accounts import not_offered
from ringfence.faces.live.views import health, stream

urlpatterns = [
    path("healthz/", health, name="healthz"),
    path("o/<slug:outbreak_slug>/live/", stream, name="live"),
    path("i18n/", include("django.conf.urls.i18n")),
    re_path(r"^accounts/(signup|email|confirm-email|password/reset|password/set|login/code)/", not_offered),
    path("accounts/", include("allauth.urls")),
]


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


if _exists("ringfence.faces.api.urls"):
    urlpatterns.append(path("api/v1/", include("ringfence.faces.api.urls")))
if _exists("ringfence.faces.web.urls"):
    urlpatterns.append(path("", include("ringfence.faces.web.urls")))
