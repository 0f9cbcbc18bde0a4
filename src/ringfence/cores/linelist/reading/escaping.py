"""The apostrophe that keeps a spreadsheet from running a cell as a formula: written and taken away alike."""

from __future__ import annotations

import re

# What Excel, LibreOffice and WPS may take for a formula; full-width signs count in East Asian versions.
FORMULA_SIGNS = "=+\\-@\t\r＝＋－＠"
_NEEDS_ESCAPE = re.compile(f"'*[{FORMULA_SIGNS}]")
_ESCAPED = re.compile(f"'+[{FORMULA_SIGNS}]")
_WRAPPED = re.compile(r'="((?:[^"]|"")*)"')


def escaped(cell: str) -> str:
    """The cell, safe to open in a spreadsheet. `unescaped` undoes exactly this."""
    return f"'{cell}" if cell and _NEEDS_ESCAPE.match(cell) else cell


def unescaped(cell: str) -> str:
    """The cell without the apostrophe that `escaped` put before a formula sign."""
    return cell[1:] if cell.startswith("'") and _ESCAPED.match(cell) else cell


def plain_cell(cell: str) -> str:
    """The text that a CSV cell means: without our apostrophe, and without the ="..." that keeps digits in Excel."""
    if cell[0] == "'":
        return unescaped(cell)
    wrapped = _WRAPPED.fullmatch(cell) if cell[0] == "=" else None
    return wrapped[1].replace('""', '"') if wrapped else cell


def escaped_apostrophe(cell: str) -> str:
    """For XLSX, where text is text: only a cell that `unescaped` would change needs the extra apostrophe."""
    return f"'{cell}" if cell.startswith("'") and _ESCAPED.match(cell) else cell
