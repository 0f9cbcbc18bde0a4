"""Retention: what is due, legal holds, certificates, and the end of the response."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "retention"

urlpatterns = [
    path("", views.show, name="show"),
    path("due/", views.due, name="due"),
    path("hold/", views.hold, name="hold"),
    path("holds/<uuid:legal_hold_id>/lift/", views.lift, name="lift"),
    path("certificates/<uuid:certificate_id>/", views.certificate, name="certificate"),
    path("over/", views.declare_over, name="over"),
]
