"""A line list of another city comes in: looked at, decided, imported, accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.city import City

import ringfence
from ringfence.faces.jobs.tasks import linelists as jobs
from ringfence.tracing.cases.models import Case
from ringfence.tracing.linelists.models import ImportRun

from .conftest import Open

pytestmark = pytest.mark.browser
TIANJIN = Path(ringfence.__file__).parent / "faces" / "jobs" / "data" / "outbreaks" / "tianjin-2020.csv"


def test_a_file_becomes_cases_and_every_row_is_accounted_for(city: City, browser_of: Open) -> None:
    page = browser_of(city.officer)
    page.goto("/o/xinxiang/imports/new/")
    page.locator("[name=file]").set_input_files(TIANJIN)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("table", name="Columns")).to_be_visible()
    page.get_by_role("button", name="Look at the rows").click()
    expect(page.get_by_role("table", name="Rows")).to_be_visible()
    assert not Case.objects.exists()
    page.get_by_role("button", name="Import these rows").click()
    expect(page.get_by_role("button", name="Import these rows")).to_have_count(0)
    jobs.run(run_id=str(ImportRun.objects.get().id), user_id=str(city.officer.id))
    page.reload()
    expect(page.locator(".rf-tile", has_text="Rows in")).to_contain_text("135")
    assert Case.objects.count() == 135
