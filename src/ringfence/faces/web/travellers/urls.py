"""Arrivals: who comes, registered by staff, brought in as a file, noted as arrived."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "travellers"

urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", views.register, name="new"),
    path("file/", views.bring, name="file"),
    path("<uuid:arrival_id>/note/", views.note, name="note"),
]
