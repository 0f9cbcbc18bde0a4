"""Bulletins where people meet them: the desk, everybody's pages and feeds, the interface, the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client

from ringfence.command.bulletins import actions as bulletins
from ringfence.command.bulletins.models import Version
from ringfence.faces.jobs.command_line import run_command
from ringfence.registry.outbreaks.models import Outbreak
from tests.city import NOON, City, build, hours
from tests.faces.web.quarantined import get, post, set_clock, status
from tests.stories.telling import open_case
from tests.stories.test_bulletins import EN, SHOP, ZH, drafted, released, stop

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def city() -> City:
    city = build()
    set_clock(city, NOON)
    stop(city, open_case(city, "王小明", onset_date=NOON.date()), SHOP)
    return city


def shown(path: str) -> str:
    cache.clear()
    answer = Client().get(f"/public/{path}")
    assert answer.status_code == 200, path
    assert not answer.cookies
    assert "max-age=60" in answer["Cache-Control"]
    return answer.content.decode()


def correct(city: City, first: Version, **told: Any) -> None:
    why = {"why_zh": "数字有误。", "why_en": "A number was wrong."}
    released(city, drafted(city, corrects=first.bulletin_id, **why, **told), at=NOON + hours(1))


def test_from_the_desk_to_everybodys_page(city: City) -> None:
    page = get(city.press, "bulletins/new/")
    assert SHOP in page
    assert "Cases so far: 1" in page
    keys = [one.key for one in bulletins.gather(outbreak_id=city.outbreak.id, by=city.press, now=NOON).lines]
    answer = post(city.press, "bulletins/new/", text_zh=ZH, text_en=EN, places=keys, advice="TEST_NOW")
    assert "waits for a second person" in answer.content.decode()
    version = Version.objects.get()
    assert "The detector finds nothing in it." in get(city.epidemiologist, f"bulletins/{version.id}/")
    assert "Nothing has been published yet." in shown("en/bulletins/")
    post(city.epidemiologist, f"bulletins/{version.id}/release/")
    for path, words in (("zh/bulletins/xinxiang/1/", (SHOP, "累计报告：1", "累计1，新增1")), ("en/bulletins/xinxiang/1/", ("1 so far, 1 new", "8 January 2022"))):  # fmt: skip
        text = shown(path)
        assert all(one in text for one in words)
        assert "<script" not in text
        assert "王小明" not in text


def test_a_refused_draft_keeps_what_was_typed_and_says_where(city: City) -> None:
    answer = post(city.press, "bulletins/new/", text_zh="请联系13812345678", text_en="ok", follow=False)
    page = answer.content.decode()
    assert (answer.status_code, "13812345678" in page) == (422, True)
    assert "a telephone number" in page
    chinese = Client(headers={"accept-language": "zh-hans"})
    chinese.force_login(city.press, backend="django.contrib.auth.backends.ModelBackend")
    answer = chinese.post("/o/xinxiang/bulletins/new/", {"text_zh": "请联系13812345678", "text_en": "ok"})
    assert "电话号码" in answer.content.decode()


def test_the_second_person_answers_for_a_name_on_the_page(city: City) -> None:
    version = drafted(city, text_zh=ZH + "发布人王小明副市长。")
    assert "王小明: who else of this name is meant?" in get(city.epidemiologist, f"bulletins/{version.id}/")
    assert post(city.epidemiologist, f"bulletins/{version.id}/release/").status_code == 422
    post(city.epidemiologist, f"bulletins/{version.id}/release/", **{"homonym-王小明": "The vice mayor."})
    assert "王小明副市长" in shown("zh/bulletins/xinxiang/1/")


def test_a_text_is_checked_on_a_page_with_the_places_marked(city: City) -> None:
    page = post(city.press, "bulletins/check/", told="<b>请找王小明</b>").content.decode()
    assert "<mark>王小明</mark>" in page
    assert "<b>请找" not in page


def test_a_correction_shows_the_old_line_struck_with_when_and_why(city: City) -> None:
    first = released(city, drafted(city))
    correct(city, first, text_en="Right: {total}.")
    text = shown("en/bulletins/xinxiang/1/")
    assert "<del>Please trust what is published here: 1 so far, 1 new.</del>" in text
    assert "<ins>Right: 1.</ins>" in text
    assert "A number was wrong." in text
    assert "Corrected" in shown("en/bulletins/")


def test_an_old_text_that_named_somebody_is_no_longer_shown_anywhere(city: City) -> None:
    first = released(city, drafted(city, text_en="Our colleague Xiao Zhang fell ill."))
    correct(city, first, text_en="Right.", withholds=True)
    text = shown("en/bulletins/xinxiang/1/")
    assert "Xiao Zhang" not in text + shown("en/bulletins.json") + shown("en/bulletins.atom")
    assert "it is no longer shown" in text


def test_a_withdrawn_bulletin_stays_with_when_and_why(city: City) -> None:
    first = released(city, drafted(city))
    page = post(
        city.press, f"bulletins/{first.id}/withdraw/", why_zh="数据有误。", why_en="The data were wrong."
    )
    assert page.status_code == 200
    released(city, Version.objects.get(kind="WITHDRAWAL"), at=NOON + hours(2))
    text = shown("en/bulletins/xinxiang/1/")
    assert "Withdrawn" in text
    assert "The data were wrong." in text
    assert "<del>" in text


def test_feeds_tell_the_same(city: City) -> None:
    released(city, drafted(city))
    atom = ElementTree.fromstring(shown("zh/bulletins.atom"))
    entries = atom.findall(f"{ATOM}entry")
    feed = json.loads(shown("zh/bulletins.json"))
    assert (
        [one.findtext(f"{ATOM}title") for one in entries]
        == [one["title"] for one in feed["items"]]
        == ["新乡疫情通报（第1号）"]
    )
    assert feed["items"][0]["url"].endswith("/public/zh/bulletins/xinxiang/1/")


def test_places_leave_the_page_after_fourteen_days(city: City) -> None:
    released(city, drafted(city))
    set_clock(city, NOON + hours(24 * 14))
    text = shown("zh/bulletins/xinxiang/1/") + shown("zh/bulletins.json")
    assert SHOP not in text
    assert "如期撤下" in text


@pytest.mark.parametrize("path", ["en/bulletins/xinxiang/1/", "en/bulletins/xinxiang/9/", "fr/bulletins/", "en/bulletins/nowhere/1/"])  # fmt: skip
def test_what_is_not_published_is_not_there(city: City, path: str) -> None:
    drafted(city)
    cache.clear()
    assert Client().get(f"/public/{path}").status_code == 404


def test_a_drill_is_read_by_staff_alone(city: City) -> None:
    released(city, drafted(city))
    Outbreak.objects.update(purpose="DRILL")
    cache.clear()
    assert Client().get("/public/en/bulletins/xinxiang/1/").status_code == 404
    assert "drill or a past one" in get(city.press, "bulletins/")


def test_who_may_open_the_desk(city: City) -> None:
    version = drafted(city)
    for path, wanted in (("bulletins/", 403), ("bulletins/new/", 403), (f"bulletins/{version.id}/", 403)):
        assert status(city.investigator, path) == wanted
    assert status(city.oversight, "bulletins/") == 200
    assert status(city.epidemiologist, "bulletins/new/") == 403


def test_the_command_checks_a_file_and_shows(
    city: City, monkeypatch: Any, capsys: Any, tmp_path: Path
) -> None:
    released(city, drafted(city))
    monkeypatch.setenv("DATABASE_URL", "postgresql://the-tests-own")
    file = tmp_path / "bulletin.txt"
    inside = ["--outbreak", "xinxiang", "--as", "press"]
    file.write_text("请找王小明，电话１３８ 1234 5678。", encoding="utf-8")
    assert run_command(["bulletins", "check", str(file), *inside, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [one["kind"] for one in told["findings"]] == ["NAME", "PHONE"]
    file.write_text("新增本土确诊病例3例。", encoding="utf-8")
    assert run_command(["bulletins", "check", str(file), *inside]) == 0
    capsys.readouterr()
    assert run_command(["bulletins", "list", *inside, "--json"]) == 0
    one = json.loads(capsys.readouterr().out)["bulletins"][0]
    assert run_command(["bulletins", "show", one["id"], *inside]) == 0
    assert SHOP in capsys.readouterr().out
    file.write_bytes(b"\xff\xfe")
    assert run_command(["bulletins", "check", str(file), *inside]) == 1
