"""The person's own page. It needs no account; the code that staff handed over opens it."""

from __future__ import annotations

from django.urls import path

from . import corrections, demo, views

app_name = "my"

urlpatterns = [
    path("my/", views.page, name="page"),
    path("my/record/", views.record, name="record"),
    path("my/appeal/", views.appeal, name="appeal"),
    path("my/correct/", corrections.correct, name="correct"),
    path("my/correct/<uuid:correction_id>/withdraw/", corrections.withdraw, name="withdraw"),
    path("my/leave/", views.leave, name="leave"),
    path("my/demo/", demo.fresh, name="demo"),
]
