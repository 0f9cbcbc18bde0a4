"""Imports of line lists: upload, columns, preview, run, what became of each row."""

from __future__ import annotations

from django.urls import path

from . import files, views

app_name = "imports"

urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", views.upload, name="new"),
    path("template.xlsx", files.template, name="template"),
    path("<uuid:run_id>/", views.show, name="show"),
    path("<uuid:run_id>/columns/", views.columns, name="columns"),
    path("<uuid:run_id>/preview/", views.preview, name="preview"),
    path("<uuid:run_id>/decide/", views.decide, name="decide"),
    path("<uuid:run_id>/run/", views.run, name="run"),
    path("<uuid:run_id>/progress/", views.progress, name="progress"),
    path("<uuid:run_id>/failed.<str:kind>", files.failed, name="failed"),
]
