"""The audit: what was done in this outbreak, by whom, when and why; and the ledger that seals it."""

from __future__ import annotations

from django.urls import path

from . import ledger, views

app_name = "audit"

urlpatterns = [
    path("", views.listed, name="list"),
    path("ledger/", ledger.show, name="ledger"),
    path("ledger/check/", ledger.check, name="check"),
    path("ledger/head/", ledger.head_paper, name="head"),
    path("ledger/head.json", ledger.head_file, name="head_file"),
]
