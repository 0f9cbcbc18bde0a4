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
from ringfence.care.home_watch import rules
from ringfence.care.home_watch.models import Call, Report, Watch
from ringfence.faces.jobs.command_line import run_command
from ringfence.faces.jobs.commands import home_watch as command

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


def test_a_device_is_handed_over_reports_is_called_about_and_looked_after_by_command(
    city: City, grid: Any, stay: Any, capsys: Any
) -> None:
    assert said(capsys, "without", "grid")[1] == [
        {"stay": str(stay.id), "name": "Wang", "area": stay.area_id}
    ]
    code, begun = said(capsys, "begin", "grid", str(stay.id), "--device", "DOOR", "--agreed-by", "GUARDIAN")
    assert code == 0 and said(capsys, "without", "grid")[1] == []
    assert said(capsys, "watches", "grid")[1][0]["grace_minutes"] == rules.GRACE_MINUTES
    report = str(tell(begun["key"]).id)
    code, told = said(capsys, "call", "grid", report, "--heard", "AWAY", "--note", "at the market")
    assert (code, told["state"], told["calls"][0]["heard"]) == (0, "OPEN", "AWAY")
    assert (
        said(capsys, "escalate", "grid", report, "--why", "says to be in Zhengzhou")[1]["state"]
        == "ESCALATED"
    )
    _, told = said(capsys, "looked", "investigator", report, "--note", "she was at the clinic")
    assert told["looked_note"] == "she was at the clinic"
    _, ended = said(capsys, "revoke", "grid", begun["id"])
    assert ended["ended_at"] and said(capsys, "watches", "grid") == (0, [])


@pytest.mark.parametrize(
    ("deed", "by", "more"),
    [
        ("escalate", "grid", ("--why", "went out")),  # a call comes first
        ("looked", "investigator", ("--note", "nothing")),  # nobody handed it over
        ("call", "investigator", ("--heard", "AT_HOME")),  # not this duty
        ("call", "other", ("--heard", "AT_HOME")),  # of another township
    ],
)
def test_what_may_not_be_done_is_refused_with_a_sentence(
    city: City, grid: Any, stay: Any, capsys: Any, deed: str, by: str, more: tuple[str, ...]
) -> None:
    report = tell(begun(stay, grid).key)
    arriving.grid_worker("other", "410783001")
    code, told = said(capsys, deed, by, str(report.id), *more)
    report.refresh_from_db()
    assert code != 0 and told["refused"] and (report.state, report.calls.count()) == ("OPEN", 0)


def test_the_command_knows_the_words_of_the_room() -> None:
    assert set(command.DEVICES) == set(Watch.Device.values) and set(command.STATES) == set(
        Report.State.values
    )
    assert set(command.HEARD) == set(Call.Heard.values) and set(command.AGREED_BY) == set(
        Watch.AgreedBy.values
    )
