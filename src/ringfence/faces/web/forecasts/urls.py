"""Forecasts: asked, watched, compared."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "forecasts"

urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", views.ask, name="new"),
    path("<uuid:forecast_id>/", views.show, name="show"),
    path("<uuid:forecast_id>/cancel/", views.cancel, name="cancel"),
    path("<uuid:forecast_id>/days.csv", views.days, name="days"),
]
