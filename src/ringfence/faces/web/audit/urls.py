"""The audit: what was done in this outbreak, by whom, when and why."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "audit"

urlpatterns = [path("", views.listed, name="list")]
