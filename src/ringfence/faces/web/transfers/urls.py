"""Transfers: the board, the driver's trips, one transfer with its two hand-overs, the manifest."""

from __future__ import annotations

from django.urls import path

from . import deeds, views

app_name = "transfers"

urlpatterns = [
    path("", views.board, name="list"),
    path("all/", views.listed, name="all"),
    path("trips/", views.trips, name="trips"),
    path("take/", deeds.take, name="take"),
    path("manifest/", views.manifest, name="manifest"),
    path("<uuid:transfer_id>/", views.show, name="show"),
    path("<uuid:transfer_id>/assign/", deeds.assign, name="assign"),
    path("<uuid:transfer_id>/give-back/", deeds.give_back, name="give_back"),
    path("<uuid:transfer_id>/pick-up/", deeds.pick_up, name="pick_up"),
    path("<uuid:transfer_id>/receive/", deeds.receive, name="receive"),
    path("<uuid:transfer_id>/disinfected/", deeds.disinfected, name="disinfected"),
]
