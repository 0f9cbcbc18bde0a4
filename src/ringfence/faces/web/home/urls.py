"""The first page, and choosing an outbreak."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "home"

urlpatterns = [
    path("", views.start, name="start"),
    path("outbreaks/", views.outbreaks, name="outbreaks"),
]
