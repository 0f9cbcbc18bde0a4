"""Tasks: what waits for the reader, by deadline."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "tasks"

urlpatterns = [path("", views.inbox, name="inbox")]
