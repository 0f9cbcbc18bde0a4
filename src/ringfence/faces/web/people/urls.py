"""People: search, one person with everything that concerns them, corrections."""

from __future__ import annotations

from django.urls import path

from . import codes, looks, views

app_name = "people"

urlpatterns = [
    path("", views.listed, name="list"),
    path("<uuid:person_id>/", views.show, name="show"),
    path("<uuid:person_id>/correct/", views.correct, name="correct"),
    path("<uuid:person_id>/code/", codes.give, name="code"),
    path("<uuid:person_id>/looks/", looks.listed, name="looks"),
]
