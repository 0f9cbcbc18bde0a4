"""Movement: searches of cases, their leads, files of records, the movement read from a report."""

from __future__ import annotations

from django.urls import path

from .views import asking, cases, files, leads, listing, narrative, showing, sources

app_name = "movement"

urlpatterns = [
    path("", listing.listed, name="list"),
    path("sources/", sources.show, name="sources"),
    path("cases/<uuid:case_id>/", cases.of_case, name="case"),
    path("cases/<uuid:case_id>/narrative/", narrative.read, name="narrative"),
    path("cases/<uuid:case_id>/narrative/confirm/", narrative.confirm, name="confirm_stop"),
    path("cases/<uuid:case_id>/stops/", narrative.keep, name="keep_stops"),
    path("searches/<uuid:search_id>/", showing.show, name="show"),
    path("searches/<uuid:search_id>/decide/", asking.decide, name="decide"),
    path("searches/<uuid:search_id>/run/", asking.run, name="run"),
    path("searches/<uuid:search_id>/replay/", asking.replay, name="replay"),
    path("searches/<uuid:search_id>/leads/name/", leads.name, name="name_leads"),
    path("searches/<uuid:search_id>/leads/dismiss/", leads.dismiss, name="dismiss_leads"),
    path("searches/<uuid:search_id>/leads/offer/", leads.offer, name="offer_tests"),
    path("searches/<uuid:search_id>/leads/reopen/", leads.reopen, name="reopen_leads"),
    path("files/", files.listed, name="files"),
    path("files/new/", files.upload, name="new_file"),
    path("files/<uuid:file_id>/", files.show, name="file"),
    path("files/<uuid:file_id>/bring/", files.bring, name="bring"),
    path("files/<uuid:file_id>/cancel/", files.cancel, name="cancel_file"),
    path("files/<uuid:file_id>/refused.csv", files.refused, name="refused"),
]
