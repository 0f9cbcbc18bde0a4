"""Rooms: the board, the waiting list, sites and what is done with them."""

from __future__ import annotations

from django.urls import path

from . import moving, papers, places, sites, views

app_name = "rooms"

urlpatterns = [
    path("", views.board, name="board"),
    path("list/", views.listed, name="list"),
    path("waiting/", places.waiting, name="waiting"),
    path("waiting/<uuid:stay_id>/", places.assign, name="assign"),
    path("stays/<uuid:stay_id>/move/", moving.move, name="move"),
    path("stays/<uuid:stay_id>/move/take-back/", moving.take_back, name="take_move_back"),
    path("sites/new/", sites.add, name="add_site"),
    path("sites/<uuid:site_id>/", sites.show, name="site"),
    path("sites/<uuid:site_id>/inspect/", sites.inspect, name="inspect"),
    path("sites/<uuid:site_id>/rooms/", sites.add_rooms, name="add_rooms"),
    path("sites/<uuid:site_id>/open/", sites.open_site, name="open_site"),
    path("sites/<uuid:site_id>/close/", sites.close_site, name="close_site"),
    path("sites/<uuid:site_id>/sheet/", papers.room_sheet, name="sheet"),
    path("sites/<uuid:site_id>/doors/", papers.door_sheets, name="doors"),
    path("<uuid:room_id>/", views.room, name="room"),
    path("<uuid:room_id>/ready/", views.ready, name="ready"),
    path("<uuid:room_id>/accessible/", views.set_accessible, name="set_accessible"),
    path("<uuid:room_id>/state/", views.set_state, name="set_state"),
]
