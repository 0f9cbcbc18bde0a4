"""Devices that people at home let report: whom to call, the agreement, taking it back."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "home_watch"

urlpatterns = [
    path("", views.listed, name="list"),
    path("stays/<uuid:stay_id>/begin/", views.begin, name="begin"),
    path("<uuid:watch_id>/revoke/", views.revoke, name="revoke"),
    path("reports/<uuid:report_id>/call/", views.call, name="call"),
    path("reports/<uuid:report_id>/escalate/", views.escalate, name="escalate"),
    path("reports/<uuid:report_id>/looked/", views.looked, name="looked"),
]
