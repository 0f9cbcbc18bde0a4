"""The pieces of the design system say what they must, with a word and never by colour alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import Context
from django.utils import translation

import ringfence
from ringfence.faces.web import assets, navigation, tones
from ringfence.kernel import reason, refuse

PAGES = Path(ringfence.__file__).parent / "faces" / "web"
ICONS = Path(__file__).parents[3] / "web" / "icons.txt"
NOW = datetime(2022, 1, 20, 1, 41, tzinfo=UTC)


class PhoneForm(forms.Form):
    phone = forms.CharField(label="Phone", max_length=11, help_text="Eleven digits.")


@pytest.fixture(autouse=True)
def _built(monkeypatch: pytest.MonkeyPatch) -> None:
    chunks: dict[str, Any] = {
        "icons.svg": {"file": "icons.svg"},
        "src/main.ts": {"file": "main.js", "css": ["main.css"]},
    }
    monkeypatch.setattr(assets, "manifest", lambda: assets.Manifest(chunks))


def drawn(template: str, **values: Any) -> str:
    from django.template import engines

    with translation.override("en"):
        compiled = engines["django"].engine.from_string(cotton(template))  # type: ignore[attr-defined]
        return str(compiled.render(Context({"page": SimpleNamespace(now=NOW), **values})))


def cotton(template: str) -> str:
    from django_cotton.compiler_regex import CottonCompiler  # type: ignore[import-untyped]

    return str(CottonCompiler().process(template))


def test_a_countdown_that_is_over_says_so_in_words() -> None:
    text = drawn('<c-countdown :due_at="due" />', due=NOW - timedelta(minutes=12))
    assert "over 00:12:00" in text
    assert "is-over" in text


def test_a_step_done_late_shows_when_and_that_it_was_late() -> None:
    text = drawn('<c-countdown :due_at="due" :done_at="done" />', due=NOW, done=NOW + timedelta(hours=1))
    assert "20 Jan 10:41" in text
    assert "late" in text


def test_a_refused_field_keeps_what_was_typed_and_names_its_error() -> None:
    form = PhoneForm({"phone": "138001380001"})
    text = drawn('<c-form-field :field="field" />', field=form["phone"])
    assert 'value="138001380001"' in text
    assert 'aria-invalid="true"' in text
    for described in re.findall(r'aria-describedby="([^"]+)"', text)[0].split():
        assert f'id="{described}"' in text


def test_a_number_links_to_its_list_and_tells_how_it_is_counted() -> None:
    text = drawn('<c-tile label="Cases" value="128" href="/cases/" definition="All but ruled out." />')
    assert '<a href="/cases/">' in text
    assert "All but ruled out." in text


def test_a_refusal_lists_its_reasons() -> None:
    decision = refuse(reason("Quarantine lasts until {ends_at}.", ends_at=NOW))
    text = drawn('<c-reason-list :reasons="d.reasons" :allowed="d.allowed" />', d=decision)
    assert "Quarantine lasts until 20 Jan 2022 09:41." in text


def test_what_a_person_typed_is_escaped() -> None:
    text = drawn('<c-person-line :name="name" />', name="<b>Li</b>")
    assert "<b>Li</b>" not in text


def test_an_unknown_status_is_plain() -> None:
    assert tones.look_of("NEVER_HEARD_OF") == tones.PLAIN


def test_every_icon_that_a_page_uses_is_in_the_sprite() -> None:
    listed = {line.split("#")[0].strip().replace("/", "-") for line in ICONS.read_text("utf-8").splitlines()}
    used = {entry.icon for group in navigation.GROUPS for entry in group.entries}
    used |= {look.icon for look in tones.LOOKS.values()}
    for page in PAGES.rglob("*.html"):
        used |= set(re.findall(r'(?:\{% icon |\bicon=)"([a-z0-9-]+)"', page.read_text("utf-8")))
    assert used <= listed, used - listed


def test_templates_hold_no_inline_script_or_style() -> None:
    for page in PAGES.rglob("*.html"):
        text = page.read_text("utf-8")
        assert not re.search(r"<script(?![^>]*(src=|application/json))[^>]*>|\son[a-z]+=|\sstyle=\"", text), (
            page
        )
