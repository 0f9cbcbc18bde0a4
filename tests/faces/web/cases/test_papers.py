"""The dossier holds everything; the empty form asks everything."""

from __future__ import annotations

from typing import Any

from django.test import Client
from tests.city import City
from tests.stories.telling import close_contact

from ringfence.tracing.investigations.form import BLOCKS

from .conftest import BASE, text_of


def test_the_dossier_holds_the_whole_case(city: City, case: Any, desk: Client) -> None:
    close_contact(city, case, "Wang")
    desk.post(f"{BASE}{case.id}/form/ONSET/", {"version": "0", "ONSET-first_symptom": "a dry cough"})
    desk.post(f"{BASE}{case.id}/form/stops/", {"place": "noodle shop", "from_at": "2022-01-08T12:00"})
    desk.post(
        f"{BASE}{case.id}/sources/",
        {"source_kind": "PLACE", "source": "the market", "relation": "VENUE", "grade": "POSSIBLE"},
    )
    page = text_of(desk.get(f"{BASE}{case.id}/dossier/"))
    for told in (
        "XX-0001",
        "Chen",
        "Wang",
        "a dry cough",
        "noodle shop",
        "the market",
        "tube Chen",
        "Direct report filed",
    ):
        assert told in page, told


def test_the_empty_form_asks_every_question(city: City, desk: Client) -> None:
    page = text_of(desk.get(f"{BASE}form/"))
    for block in BLOCKS.values():
        for field in block.fields:
            assert str(field.label) in page, field.key
