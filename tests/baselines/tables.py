"""A checked-in table: read, written, compared. A change is a sentence that says what changed and how to keep it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

FOLDER = Path(__file__).parent
RENEWED = os.environ.get("RINGFENCE_BASELINES") == "renew"  # set by `make baseline`

BAR = r"\|"  # how a table in Markdown writes |

Rows = Mapping[str, Sequence[str]]


def read(name: str) -> dict[str, list[str]]:
    """Address -> its cells, as they stand in `name`.md."""
    file = FOLDER / f"{name}.md"
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    cells = [
        [cell.strip() for cell in line.removeprefix("| ").removesuffix(" |").split(" | ")]
        for line in lines
        if line.startswith("| `")
    ]
    return {first.strip("`").replace(BAR, "|"): rest for first, *rest in cells}


def write(name: str, *, about: str, heads: Sequence[str], rows: Rows) -> None:
    """Renew `name`.md: a table that a person reads."""
    named = [
        [f"`{address.replace('|', BAR)}`", *cells] for address, cells in sorted(rows.items(), key=_by_address)
    ]
    heads = ["Address", *heads]
    widths = [max(map(len, column)) for column in zip(heads, *named, strict=True)]
    rule = "|".join(["", *("-" * (width + 2) for width in widths), ""])
    head, *lines = [
        "| " + " | ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)) + " |"
        for line in (heads, *named)
    ]
    (FOLDER / f"{name}.md").write_text("\n".join([about, head, rule, *lines]) + "\n", encoding="utf-8")


def differences(*, heads: Sequence[str], kept: Rows, found: Rows) -> Iterator[str]:
    """One sentence for each address that has no line, is gone, or answers otherwise than its line says."""
    for address in sorted(kept.keys() - found.keys()):
        yield f"{address}: is gone, its line still stands."
    for address, cells in sorted(found.items(), key=_by_address):
        if address not in kept:
            yield f"{address}: is new and has no line."
            continue
        for head, was, now in zip(heads, kept[address], cells, strict=True):
            if was != now:
                yield f"{address}: {head}: {_said(was)} in the table, now {_said(now)}."


def _by_address(row: tuple[str, Sequence[str]]) -> tuple[str, str]:
    methods, _, path = row[0].partition(" ")
    return path, methods


def _said(cell: str) -> str:
    return cell or "nothing"
