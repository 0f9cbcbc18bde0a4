"""Alarms: the list, and the answer to one."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "alarms"

urlpatterns = [
    path("", views.listed, name="list"),
    path("<uuid:alarm_id>/answer/", views.answer, name="answer"),
]
