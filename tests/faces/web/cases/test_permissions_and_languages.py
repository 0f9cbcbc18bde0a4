"""Who may open what, and that a page speaks one language."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import polib
import pytest
from tests.city import City

import ringfence

from .conftest import BASE, named, signed_in, text_of

PARTS = Path(ringfence.__file__).parent / "locale" / "zh_Hans" / "parts"
READS = ("", "{case}/", "{case}/form/", "{case}/dossier/", "{case}/form/ONSET/versions/", "form/")
ROLES = {
    "investigator": "all", "epidemiologist": "reads", "command": "reads", "laboratory": "new", "manager": "new", "nurse": "new",
    "driver": "none", "oversight": "none",
}  # fmt: skip
WRITES = {
    "classify/": "investigator", "{case}/clock/begin/": "investigator", "{case}/clock/meet/": "investigator", "{case}/clock/stop/": "investigator",
    "{case}/clock/resume/": "investigator", "{case}/clock/assign/": "investigator", "{case}/isolation/": "investigator",
    "{case}/discharge/": "investigator", "{case}/form/ONSET/": "investigator", "{case}/form/stops/": "investigator",
    "{case}/contacts/paste/": "investigator", "{case}/contacts/add/": "investigator", "{case}/correct/": "investigator",
    "{case}/sources/": "investigator epidemiologist", "{case}/sources/choose/": "investigator epidemiologist",
    "{case}/contacts/accept/": "investigator epidemiologist",
}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_who_may_read_and_record(city: City, case: Any, role: str) -> None:
    client = signed_in(getattr(city, role))
    may = ROLES[role]
    for url in READS:
        expected = 200 if may in ("all", "reads") else 403
        assert client.get(BASE + url.format(case=case.id)).status_code == expected, url
    assert client.get(f"{BASE}new/").status_code == (200 if may in ("all", "new") else 403)


@pytest.mark.parametrize("url", WRITES)
@pytest.mark.parametrize("role", ["command", "epidemiologist", "laboratory", "nurse", "driver", "oversight"])
def test_who_may_not_write(city: City, case: Any, role: str, url: str) -> None:
    answer = signed_in(getattr(city, role)).post(BASE + url.format(case=case.id))
    assert (answer.status_code == 403) is (role not in WRITES[url])


@pytest.mark.parametrize("url", WRITES)
def test_an_investigator_of_another_county_changes_nothing(city: City, case: Any, url: str) -> None:
    answer = signed_in(city.outsider).post(BASE + url.format(case=case.id))
    assert answer.status_code == (302 if url == "classify/" else 404)


def test_nobody_gets_in_without_signing_in(city: City, case: Any) -> None:
    from django.test import Client

    assert Client().get(f"{BASE}{case.id}/")["Location"].startswith("/accounts/login/")


def shown(page: str) -> str:
    """What a reader sees or hears: text, names of controls, placeholders."""
    body = re.sub(r"(?s)<head>.*?</head>|<script.*?</script>|data-words='[^']*'", " ", page)
    spoken = re.findall(r'(?:aria-label|placeholder|title|data-label)="([^"]*)"', body)
    return unescape(" ".join([re.sub(r"<[^>]+>", " ", body), *spoken]))


def translated() -> list[tuple[str, str]]:
    """(English, Chinese) of every sentence long enough not to stand in another by chance."""
    entries = [entry for part in PARTS.glob("*.po") for entry in polib.pofile(str(part))]
    return [
        (one.msgid, one.msgstr)
        for one in entries
        if len(one.msgid) > 9 and len(one.msgstr) > 4 and "%" not in one.msgid and "{" not in one.msgid
    ]


PAGES = (*READS, "new/", "{case}/correct/", "{case}/contacts/add/", "{case}/contacts/paste/")


@pytest.mark.parametrize("url", PAGES)
def test_a_chinese_page_holds_no_english_sentence_and_an_english_one_no_chinese(
    city: City, case: Any, url: str
) -> None:
    named(city, case, "Li")
    address = BASE + url.format(case=case.id)
    chinese = shown(text_of(signed_in(city.investigator, "zh-hans").get(address)))
    english = shown(text_of(signed_in(city.investigator).get(address)))
    assert [msgid for msgid, _ in translated() if msgid in chinese] == []
    assert [msgstr for _, msgstr in translated() if msgstr in english] == []
    assert re.search("[\u4e00-\u9fff]", chinese)
