"""Keys with which programs act for their user."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "tokens"

urlpatterns = [
    path("keys/", views.show, name="list"),
    path("keys/<uuid:token_id>/revoke/", views.revoke, name="revoke"),
]
