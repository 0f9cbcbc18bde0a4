"""The public page on which a traveller registers: no account, no script."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "arrive"

urlpatterns = [
    path("arrive/", views.start, name="start"),
    path("arrive/receipt/", views.receipt, name="receipt"),
    path("arrive/<slug:place>/", views.county, name="county"),
    path("arrive/<slug:place>/<slug:county_code>/", views.register, name="register"),
]
