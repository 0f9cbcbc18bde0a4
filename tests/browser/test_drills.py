"""The leader of a drill at the browser: wanted, a seed chosen, the truth drawn; on a desk and on a phone, in both languages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.city import City
from tests.stories.drilling import asked, made, worked_on

from ringfence.registry.places.models import Place

from .conftest import DESK, PHONE, Open

pytestmark = pytest.mark.browser
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def test_wanted_chosen_and_drawn(city: City, browser_of: Open) -> None:
    Place.objects.filter(code="410702001001").update(population=30_000)
    chosen, done = worked_on(city, asked(city)), made(city)
    for language, width in (("en-GB", DESK), ("zh-CN", PHONE)):
        page = browser_of(city.command, language=language, width=width)
        for name, path in (
            ("list", ""),
            ("new", "new/"),
            ("choice", f"{chosen.id}/"),
            ("truth", f"{done.id}/"),
        ):
            page.goto(f"/o/xinxiang/drills/{path}")
            page.wait_for_load_state("networkidle")
            if name == "truth":
                page.wait_for_selector("canvas[data-chain]")
                assert page.locator("[data-chart-legend]").first.inner_text()
            assert page.evaluate(FITS), (name, width)
            if folder := os.environ.get("RINGFENCE_PICTURES"):
                page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
