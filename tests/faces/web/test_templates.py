"""What a template engine swallows silently is caught here."""

from __future__ import annotations

import re
from pathlib import Path

import ringfence

TEMPLATES = Path(ringfence.__file__).parent / "faces" / "web" / "templates"
COMPARED = re.compile(r'\s:[a-z_]+="[^"{]*(?:==|!=|\s(?:and|or|in)\s|\bnot\s)[^"]*"')


def test_no_attribute_of_a_component_compares() -> None:
    """`:active="show == 'open'"` is never true: write `active="{% if show == 'open' %}yes{% endif %}"`."""
    found = [
        f"{file.relative_to(TEMPLATES)}: {match.strip()}"
        for file in sorted(TEMPLATES.rglob("*.html")) for match in COMPARED.findall(file.read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert found == []
