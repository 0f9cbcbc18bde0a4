"""Cases: the list, a new one, one case with its clock, contacts, sources, investigation and papers."""

from __future__ import annotations

from django.urls import path

from .views import (
    adding,
    clock,
    correcting,
    deciding,
    investigating,
    listing,
    movement,
    papers,
    pasting,
    recording,
    reinstating,
    ruling,
    showing,
    sources,
)

app_name = "cases"

urlpatterns = [
    path("", listing.listed, name="list"),
    path("classify/", listing.classify_many, name="classify_many"),
    path("new/", recording.record, name="new"),
    path("new/people/", recording.people_found, name="people_found"),
    path("new/places/", recording.places_found, name="places_found"),
    path("new/identity-number/", recording.identity_number, name="identity_number"),
    path("form/", papers.empty_form, name="empty_form"),
    path("<uuid:case_id>/", showing.show, name="show"),
    path("<uuid:case_id>/dossier/", papers.dossier, name="dossier"),
    path("<uuid:case_id>/clock/begin/", clock.begin, name="begin"),
    path("<uuid:case_id>/clock/meet/", clock.meet, name="meet"),
    path("<uuid:case_id>/clock/stop/", clock.stop, name="stop_clock"),
    path("<uuid:case_id>/clock/resume/", clock.resume, name="resume_clock"),
    path("<uuid:case_id>/clock/assign/", clock.assign, name="assign"),
    path("<uuid:case_id>/correct/", correcting.correct, name="correct"),
    path("<uuid:case_id>/rule-out/", ruling.rule_out, name="rule_out"),
    path("<uuid:case_id>/reinstate/", reinstating.reinstate, name="reinstate"),
    path("<uuid:case_id>/rule-out/told/", ruling.told, name="told_ruled_out"),
    path("<uuid:case_id>/isolation/", correcting.draft_isolation, name="draft_isolation"),
    path("<uuid:case_id>/discharge/", correcting.discharge, name="discharge"),
    path("<uuid:case_id>/sources/", sources.name_source, name="name_source"),
    path("<uuid:case_id>/sources/choose/", sources.choose, name="choose_source"),
    path("<uuid:case_id>/contacts/add/", adding.add, name="add_contact"),
    path("<uuid:case_id>/contacts/paste/", pasting.paste, name="paste_contacts"),
    path("<uuid:case_id>/contacts/accept/", deciding.accept_all, name="accept_proposals"),
    path("<uuid:case_id>/contacts/<uuid:contact_id>/decide/", deciding.decide, name="decide_contact"),
    path("<uuid:case_id>/form/", investigating.form, name="form"),
    path("<uuid:case_id>/form/stops/", movement.add, name="add_stop"),
    path("<uuid:case_id>/form/stops/<uuid:stop_id>/remove/", movement.remove, name="remove_stop"),
    path("<uuid:case_id>/form/<str:block>/", investigating.save, name="save_block"),
    path("<uuid:case_id>/form/<str:block>/versions/", investigating.versions, name="versions"),
]
