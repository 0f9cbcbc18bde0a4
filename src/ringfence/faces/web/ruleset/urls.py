"""The rule set: what it says, and changing it in the middle of an outbreak."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "ruleset"

urlpatterns = [
    path("", views.show, name="show"),
    path("change/", views.change, name="change"),
    path("<str:ruleset_id>/", views.one, name="one"),
]
