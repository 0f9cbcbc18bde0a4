"""What leaves: line list, contacts, links, the resolved tree."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "exports"

urlpatterns = [
    path("", views.listed, name="list"),
    path("<slug:what>.<str:kind>", views.download, name="download"),
]
