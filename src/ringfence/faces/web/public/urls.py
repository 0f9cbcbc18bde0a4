"""What everybody may know, without an account: counts, and the newest signed head of the ledger."""

from __future__ import annotations

from django.urls import path

from . import bulletins, views

app_name = "public"

urlpatterns = [
    path("public/", views.page, name="page"),
    path("public/zh/", views.in_chinese, name="zh"),
    path("public/en/", views.in_english, name="en"),
    path("public/head.json", views.head, name="head"),
    path("public/<str:language>/bulletins/", bulletins.archive, name="bulletins"),
    path("public/<str:language>/bulletins/<slug:slug>/<int:number>/", bulletins.one, name="bulletin"),
    path("public/<str:language>/bulletins.atom", bulletins.atom, name="atom"),
    path("public/<str:language>/bulletins.json", bulletins.json_feed, name="json_feed"),
]
