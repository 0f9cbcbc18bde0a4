"""No page says a code where a word belongs: deeds of the audit, notes of rule sets, fields of an import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.utils import translation
from tests.city import NOON, build
from tests.faces.web.quarantined import get, set_clock
from tests.stories.telling import approved, close_contact, open_case

from ringfence.cores.linelist.rows import LineListRow
from ringfence.faces.web.audit.words import DEEDS, SUBJECTS
from ringfence.faces.web.templatetags.front import list_field, list_value
from ringfence.ground.audit.models import AuditEntry
from ringfence.ground.rulesets import queries as rulesets

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
