"""The reference of all columns, written from the fields."""

from __future__ import annotations

from .fields import SCHEMAS, Field, Kind
from .template_words import LISTS

_TITLES = {"LINE_LIST": "Line list", "CONTACTS": "Contacts", "LINKS": "Links between cases"}


def page() -> str:
    """Markdown: every field of every list with its names, its words and what else it is called."""
    parts = [
        "# Columns of line lists\n",
        "The key, the Chinese and the English name of a column are always understood; so are the other names.",
        "Rules for dates, numbers and words: [line-list.md](line-list.md).\n",
    ]
    for schema in SCHEMAS.values():
        parts.append(f"## {_TITLES[schema.key]}\n")
        parts += ["| Key | 名称 | Name | Holds | Also called |", "|---|---|---|---|---|"]
        parts += [_line(field) for field in schema.fields]
        parts.append("")
    return "\n".join(parts)


def _line(field: Field) -> str:
    name = "sex" if field.kind is Kind.SEX else field.vocabulary
    words = ": " + ", ".join(f"{value} {chinese}" for value, chinese in LISTS[name]) if name else ""
    also = ", ".join(dict.fromkeys(field.synonyms)) + (
        f"; perhaps {', '.join(field.weak)}" if field.weak else ""
    )
    holds = f"{field.about_en or 'Joined with the fields beside it'}{words}"
    return f"| `{field.key}` | {field.zh} | {field.en} | {_cell(holds)} | {_cell(also)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
