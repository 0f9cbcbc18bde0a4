"""Drills: wanted, a seed chosen, made, played, opened."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "drills"

urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", views.ask, name="new"),
    path("<uuid:drill_id>/", views.show, name="show"),
    path("<uuid:drill_id>/tree.json", views.tree, name="tree"),
    path("<uuid:drill_id>/files/<str:file_name>", views.take, name="file"),
    path("<uuid:drill_id>/choose/", views.choose, name="choose"),
    path("<uuid:drill_id>/cancel/", views.cancel, name="cancel"),
    path("<uuid:drill_id>/open/", views.open_truth, name="open"),
    path("<uuid:drill_id>/exercise/", views.play, name="exercise"),
    path("<uuid:drill_id>/line-list/", views.bring, name="bring"),
]
