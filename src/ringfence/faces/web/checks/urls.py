"""Daily checks: the queue, what was missed, sheets for paper."""

from __future__ import annotations

from django.urls import path

from . import deeds, papers, views

app_name = "checks"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("kept/", views.kept, name="kept"),
    path("missed/", views.missed, name="missed"),
    path("sheet/", papers.sheet, name="sheet"),
    path("<uuid:stay_id>/sheet/", papers.sheet_of, name="sheet_of"),
    path("<uuid:stay_id>/keep/", deeds.keep, name="keep"),
    path("<uuid:stay_id>/undo/", deeds.undo, name="undo"),
]
