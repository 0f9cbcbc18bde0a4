"""One person's data in an emergency: opening, reading, ending, and the list of them."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "emergencies"

urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", views.begin, name="new"),
    path("<uuid:opening_id>/", views.show, name="show"),
    path("<uuid:opening_id>/end/", views.end, name="end"),
]
