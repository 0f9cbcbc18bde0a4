"""What everybody may know, without an account: counts, and the newest signed head of the ledger."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "public"

urlpatterns = [
    path("public/", views.page, name="page"),
    path("public/zh/", views.in_chinese, name="zh"),
    path("public/en/", views.in_english, name="en"),
    path("public/head.json", views.head, name="head"),
]
