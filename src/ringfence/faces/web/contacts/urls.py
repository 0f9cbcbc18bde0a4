"""Contacts: the list, one contact, its exposures and what kind of contact it is."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "contacts"

urlpatterns = [
    path("", views.listed, name="list"),
    path("<uuid:contact_id>/", views.show, name="show"),
    path("<uuid:contact_id>/exposure/", views.add_exposure, name="exposure"),
    path("<uuid:contact_id>/decide/", views.decide, name="decide"),
    path("<uuid:contact_id>/outcome/", views.note_outcome, name="outcome"),
]
