"""Values as the text that the reader turns into the same values again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ringfence.cores.linelist.fields import Field, Schema
from ringfence.cores.linelist.fields.naming import guesses, is_our_extra
from ringfence.cores.linelist.rows import GoodRow
from ringfence.cores.linelist.rows.plan import EXTRA_PREFIX
from ringfence.cores.linelist.texts import half_width, has_chinese, tidy

LONGEST_CELL = 32_767  # characters that a spreadsheet cell holds


def text_of(value: Any) -> str:
    """A day as 2022-01-09, a word by its value, a text without what no file can keep."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return tidy(str(value))


def headings(schema: Schema, language: str, extras: Iterable[str] = ()) -> list[str]:
    """The first row of an export: field keys in English, names in Chinese; extras so that they stay extras."""
    own = [_heading(field, language) for field in schema.exported]
    return own + [_extra_heading(name, schema) for name in extras]


def _heading(field: Field, language: str) -> str:
    return field.zh if language.lower().startswith("zh") else field.key


def _extra_heading(name: str, schema: Schema) -> str:
    """A name that could be taken for a field, or for no name at all, gets a prefix that the reader takes away."""
    plain = tidy(name)
    doubtful = (
        bool(guesses(plain, schema.key))
        or plain.lower().startswith(EXTRA_PREFIX)
        or not re.search(r"\w", plain)
        or half_width(plain) != plain
    )
    return (
        f"{EXTRA_PREFIX} {plain}"
        if doubtful
        and not (is_our_extra(plain) and not plain.lower().startswith(EXTRA_PREFIX))
        or has_chinese(plain)
        else plain
    )


def cells_of(row: GoodRow | Mapping[str, Any], schema: Schema, extras: Iterable[str] = ()) -> list[str]:
    """The cells of a row in the order of the headings. A mapping has field keys, and `extra` for the extras."""
    if isinstance(row, Mapping):
        values, extra = row, row.get("extra") or {}
    else:
        values, extra = row.given(), row.extra
    told = [values.get(field.key) for field in schema.exported]
    told += [extra.get(name) for name in extras]
    return ["" if value is None else text_of(value) for value in told]  # most cells of a row are empty
