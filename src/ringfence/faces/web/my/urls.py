"""The person's own page. It needs no account; the code that staff handed over opens it."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "my"

urlpatterns = [
    path("my/", views.page, name="page"),
    path("my/record/", views.record, name="record"),
    path("my/appeal/", views.appeal, name="appeal"),
    path("my/leave/", views.leave, name="leave"),
]
