"""Bulletins of an outbreak: the list, a draft, checking a text, releasing."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "bulletins"

urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", views.write, name="new"),
    path("check/", views.check, name="check"),
    path("<uuid:draft_id>/", views.show, name="show"),
    path("<uuid:draft_id>/correct/", views.correct, name="correct"),
    path("<uuid:draft_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:draft_id>/release/", views.release, name="release"),
    path("<uuid:draft_id>/reject/", views.reject, name="reject"),
    path("<uuid:draft_id>/discard/", views.discard, name="discard"),
]
