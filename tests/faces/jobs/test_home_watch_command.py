"""`ringfence home-watch`: the grid worker lists devices and reports, the investigator what was handed over."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.city import NOON, City
from tests.faces.jobs.test_vault_command import the_tests_own
from tests.stories import arriving
from tests.stories import test_devices_at_home as story
from tests.stories.test_devices_at_home import begun, handed_over, tell

from ringfence.care.home_watch import actions as home_watch
from ringfence.faces.jobs.command_line import run_command

pytestmark = pytest.mark.django_db
city, stay = story.city, story.stay


@pytest.fixture
def grid(city: City, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DATABASE_URL", the_tests_own())
    return arriving.grid_worker()


def said(capsys: Any, deed: str, by: str, *more: str) -> tuple[int, Any]:
    code = run_command(["home-watch", deed, "--outbreak", "xinxiang", "--as", by, *more, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_reports_are_listed_until_somebody_looked(city: City, grid: Any, stay: Any, capsys: Any) -> None:
    report = handed_over(city, grid, stay)
    code, (watch,) = said(capsys, "watches", "grid")
    assert (code, watch["name"], watch["device"], watch["ended_at"]) == (0, "Wang", "DOOR", None)
    _, (told,) = said(capsys, "reports", "grid", "--state", "ESCALATED")
    assert (told["cause"], told["calls"][0]["heard"]) == ("DOOR_OPENED", "AWAY")
    assert said(capsys, "reports", "grid", "--state", "OPEN") == (0, [])
    assert said(capsys, "handed-over", "investigator")[1][0]["id"] == str(report.id)
    home_watch.note_looked(report_id=report.id, note="at the clinic", by=city.investigator, now=NOON)
    assert said(capsys, "handed-over", "investigator") == (0, [])
    assert said(capsys, "handed-over", "investigator", "--looked")[1][0]["looked_note"] == "at the clinic"


def test_other_townships_see_nothing_and_an_ended_watch_is_listed_when_asked(
    city: City, grid: Any, stay: Any, capsys: Any
) -> None:
    key = begun(stay, grid).key
    tell(key)
    home_watch.revoke_by_device(key=key, by=story.DEVICE, now=NOON)
    assert said(capsys, "watches", "grid") == (0, [])
    assert said(capsys, "watches", "grid", "--ended")[1][0]["ended_at"] == NOON.isoformat()
    arriving.grid_worker("other", "410783001")
    assert said(capsys, "watches", "other", "--ended") == said(capsys, "reports", "other") == (0, [])
