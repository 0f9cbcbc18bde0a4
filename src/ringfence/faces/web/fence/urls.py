"""The fence: declared areas, who of the registered arrivals was there, what is offered, how many visitors."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "fence"

urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", views.declare, name="new"),
    path("<uuid:area_id>/", views.show, name="show"),
    path("<uuid:area_id>/end/", views.end, name="end"),
    path("<uuid:area_id>/count/", views.count, name="count"),
    path("<uuid:area_id>/arrivals/<uuid:arrival_id>/offer/", views.offer, name="offer"),
    path("<uuid:area_id>/offers/<uuid:offer_id>/answer/", views.answer, name="answer"),
]
