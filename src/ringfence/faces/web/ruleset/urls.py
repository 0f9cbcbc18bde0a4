"""The rule set: what it says, changing it in the middle of an outbreak, and the local versions of a place."""

from __future__ import annotations

from django.urls import path

from . import local, views

app_name = "ruleset"

urlpatterns = [
    path("", views.show, name="show"),
    path("change/", views.change, name="change"),
    path("local/propose/", local.propose, name="propose"),
    path("local/<uuid:version_id>/", local.local, name="local"),
    path("local/<uuid:version_id>/file/", local.local_file, name="local_file"),
    path("<str:ruleset_id>/", views.one, name="one"),
]
