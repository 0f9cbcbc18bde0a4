"""The first page, and outbreaks: choosing, opening, setting the clock of a past one or a drill."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "home"

urlpatterns = [
    path("", views.start, name="start"),
    path("outbreaks/", views.outbreaks, name="outbreaks"),
    path("outbreaks/new/", views.open_outbreak, name="open"),
    path("o/<slug:outbreak_slug>/", views.enter, name="enter"),
    path("o/<slug:outbreak_slug>/clock/", views.set_clock, name="clock"),
]
