"""The situation: the dashboard, the deadlines, the estimates."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "situation"

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("deadlines/", views.deadlines, name="deadlines"),
    path("estimates/", views.estimate, name="estimates"),
]
