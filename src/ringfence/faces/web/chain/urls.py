"""The transmission chain: who infected whom, on a time axis."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "chain"

urlpatterns = [
    path("", views.show, name="show"),
    path("data/", views.data, name="data"),
    path("evidence/<uuid:case_id>/", views.evidence, name="evidence"),
]
