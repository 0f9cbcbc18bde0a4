"""Orders: the approval desk, the list, one order with its papers, drafting a milder one."""

from __future__ import annotations

from django.urls import path

from . import deeds, desk, drafts, founded, held, papers, views

app_name = "orders"

urlpatterns = [
    path("", views.listed, name="list"),
    path("evidence/", founded.listed, name="evidence"),
    path("evidence/check/", founded.check, name="check_evidence"),
    path("held/", held.listed, name="held"),
    path("held/<uuid:hold_id>/", held.show, name="held_batch"),
    path("desk/", desk.desk, name="desk"),
    path("desk/approve/", desk.approve_selected, name="approve_selected"),
    path("contact/<uuid:contact_id>/draft/", drafts.draft, name="draft"),
    path("appeals/<uuid:appeal_id>/", deeds.decide_appeal, name="decide_appeal"),
    path("<uuid:order_id>/", views.show, name="show"),
    path("<uuid:order_id>/approve/", deeds.approve, name="approve"),
    path("<uuid:order_id>/reject/", deeds.reject, name="reject"),
    path("<uuid:order_id>/withdraw/", deeds.withdraw, name="withdraw"),
    path("<uuid:order_id>/milder/", drafts.draft_again, name="draft_again"),
    path("<uuid:order_id>/lift/", deeds.lift, name="lift"),
    path("<uuid:order_id>/appeal/", deeds.open_appeal, name="appeal"),
    path("<uuid:order_id>/notice/", papers.notice, name="notice"),
    path("<uuid:order_id>/notice/code/", papers.notice_with_code, name="notice_with_code"),
    path("<uuid:order_id>/release/", papers.release, name="release"),
]
