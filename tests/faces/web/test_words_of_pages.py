"""No page says a code where a word belongs: deeds of the audit, notes of rule sets, fields of an import."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polib
import pytest
from django.utils import translation
from tests.city import NOON, build
from tests.faces.web.quarantined import get, set_clock
from tests.stories.telling import approved, close_contact, open_case

from ringfence.cores.linelist.rows import LineListRow
from ringfence.faces.change_words import FIELDS
from ringfence.faces.web.audit.words import DEEDS, SUBJECTS
from ringfence.faces.web.templatetags.front import list_field, list_value
from ringfence.ground.audit.models import AuditEntry
from ringfence.ground.rulesets import queries as rulesets
from ringfence.tracing.cases import actions as cases
from ringfence.tracing.cases.actions import CORRECTABLE
from ringfence.tracing.linelists.known import CASE_COLUMNS

SOURCE = Path(__file__).parents[3] / "src" / "ringfence"
WRITES = ("written", "_kept", "_written", "_given_to")  # the rooms' own short ways to `audit.record`


def deeds() -> Iterator[str]:
    """Every deed that the source records, as its first words stand there."""
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from _named(node)


def _named(call: ast.Call) -> Iterator[str]:
    told = [one.value for one in call.keywords if one.arg == "action"]
    if isinstance(call.func, ast.Name) and call.func.id in WRITES:
        told += call.args
    for value in told:
        for one in ast.walk(value):
            if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value.count(".") == 1:
                yield one.value


def test_every_deed_of_the_audit_has_a_word() -> None:
    found = {one for one in deeds() if not one.endswith(".")}
    assert {"order.approve", "stay.wait", "transfer.take", "case.rule_out"} <= found
    assert found - set(DEEDS) == set()


def recorded_fields() -> Iterator[str]:
    """Every key of `before` and `after` that stands in the source, and the columns that imports and corrections change."""
    yield from CORRECTABLE | set(CASE_COLUMNS.values())
    for file in SOURCE.rglob("*.py"):
        if {"cores", "rules"} & set(file.parts):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for one in node.keywords if isinstance(node, ast.Call) else []:
                if one.arg in ("before", "after") and isinstance(one.value, ast.Dict):
                    yield from (key.value for key in one.value.keys if isinstance(key, ast.Constant))


def test_every_recorded_field_has_a_word() -> None:
    found = set(recorded_fields())
    assert {"ends_at", "ruleset", "finding", "onset_date", "handed_to"} <= found
    assert found - set(FIELDS) == set()


@pytest.mark.django_db
def test_the_audit_says_what_changed_in_the_readers_language() -> None:
    city = build()
    set_clock(city, NOON)
    case = open_case(city)
    cases.correct(
        case_id=case.id,
        changes={"severity": "SEVERE", "onset_date": date(2022, 1, 8)},
        by=city.investigator,
        now=NOON,
    )
    approved(city, close_contact(city, case))
    page, english = (
        get(city.command, "audit/", language="zh-hans"),
        get(city.command, "audit/", language="en"),
    )
    assert "病情：</span> 不详 → 重型" in page and "2022年1月8日" in page
    assert "Severity:</span> Not known → Severe" in english and "8 Jan 2022" in english
    assert f">{case.number}</span>" in page
    changed = page.split('data-label="变更"')[1:]
    assert changed and not any(
        re.search(r"[0-9a-f]{8}-[0-9a-f]{4}|[A-Z]{4,}", one.split("</td>")[0]) for one in changed
    )


@pytest.mark.django_db
def test_the_audit_says_deeds_and_subjects_in_the_readers_language() -> None:
    city = build()
    set_clock(city, NOON)
    approved(city, close_contact(city, open_case(city)))
    assert set(AuditEntry.objects.values_list("subject_type", flat=True)) <= set(SUBJECTS)
    assert set(AuditEntry.objects.values_list("action", flat=True)) <= set(DEEDS)
    page = get(city.command, "audit/", language="zh-hans")
    assert "批准决定" in page and "登记接触者" in page
    assert "批准决定" in get(city.command, "audit/?action=order.approve", language="zh-hans")


def test_every_note_of_a_rule_set_has_its_chinese() -> None:
    known = {
        entry.msgid
        for part in (SOURCE / "locale" / "zh_Hans" / "parts").glob("*.po")
        for entry in polib.pofile(str(part)) if entry.msgstr
    }  # fmt: skip
    notes = {one.note for each in rulesets.all_rulesets() for one in each.provenance.values() if one.note}
    assert len(notes) > 100 and notes - known == set()


@pytest.mark.django_db
def test_the_page_of_a_rule_set_is_chinese_for_a_chinese_reader() -> None:
    city = build()
    page = get(city.command, "ruleset/", language="zh-hans")
    assert "早晚各一次" in page and "Morning and evening" not in page


def test_an_import_names_its_fields_and_values() -> None:
    with translation.override("zh-hans"):
        assert (list_field("onset_date"), list_value(None, "onset_date")) == ("发病日期", "—")
        assert list_value("CONFIRMED", "classification") == "确诊病例"
        assert list_value("2022-01-09", "onset_date") == "2022-01-09"
    with translation.override("en"):
        assert list_field("extra.Kolonne 7") == "Kolonne 7"
        assert list_value("FEVER_CLINIC", "found_by") == "fever clinic"
        unnamed = [name for name in LineListRow.__dataclass_fields__ if list_field(name) == name]
    assert set(unnamed) == {"extra", "number", "remarks", "sources"}  # these are no columns
