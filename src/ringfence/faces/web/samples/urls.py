"""Samples: lists, taking a scheduled one, registering one of anybody, recording results."""

from __future__ import annotations

from django.urls import path

from . import home, paste, register, results, views

app_name = "samples"

urlpatterns = [
    path("", views.listed, name="list"),
    path("home/", home.due, name="home"),
    path("home/<uuid:sample_id>/", home.keep, name="home_visit"),
    path("results/", results.record, name="results"),
    path("results/paste/", paste.preview, name="paste"),
    path("results/paste/keep/", paste.keep, name="paste_keep"),
    path("new/", register.choose, name="new"),
    path("new/<uuid:person_id>/", register.of_known, name="new_of"),
    path("new/somebody/", register.of_new, name="new_person"),
    path("<uuid:sample_id>/take/", views.take, name="take"),
]
