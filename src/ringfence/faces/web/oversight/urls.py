"""Oversight: who restricts whom how fast, what alarms, what was appealed; and the lists behind the numbers."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "oversight"

urlpatterns = [
    path("", views.show, name="show"),
    path("restrictions/", views.restrictions, name="restrictions"),
    path("appeals/", views.appeals, name="appeals"),
]
