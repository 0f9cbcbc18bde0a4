"""Requests for correction: the list, and one with what stands now and what is asked for."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "corrections"

urlpatterns = [
    path("", views.listed, name="list"),
    path("<uuid:correction_id>/", views.show, name="show"),
]
