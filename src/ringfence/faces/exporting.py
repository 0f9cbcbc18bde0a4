"""An export as a file: CSV and JSON in pieces as they are made, XLSX written row by row; who took it goes into the audit.

Pages, the interface and the command line hand out the same files.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse

from ringfence.command.exports import queries as exports
from ringfence.cores.linelist.writing import write_csv, write_xlsx
from ringfence.ground import access, audit
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import NotFound, reason
from ringfence.registry.outbreaks.queries import Outbreak

MEDIA = {
    "csv": "text/csv; charset=utf-8", "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
WHAT = ("line-list", "contacts", "links", "tree")
PIECE = 1 << 16  # bytes handed out at once


@dataclass(frozen=True, slots=True)
class Export:
    """A file on its way out."""

    name: str
    media: str
    pieces: Iterator[bytes]


def as_file(
    *, what: str, kind: str, outbreak: Outbreak, by: Actor, now: datetime, language: str
) -> HttpResponseBase:
    """A download of `what` (line-list, contacts, links, tree) as csv, xlsx or json. Needs the permission to export."""
    file = export(what=what, kind=kind, outbreak=outbreak, by=by, now=now, language=language)
    named = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return StreamingHttpResponse(file.pieces, content_type=file.media, headers=named)


def export(*, what: str, kind: str, outbreak: Outbreak, by: Actor, now: datetime, language: str) -> Export:
    """The same as pieces of bytes, made while they are read."""
    access.require(by, Permission.LINE_LIST_EXPORT, area_code=outbreak.area_id)
    if kind not in MEDIA:
        raise NotFound(reason("An export is a CSV, XLSX or JSON file."))
    rows = exports.rows(what=what, by=by, outbreak_id=outbreak.id)
    audit.record(by=by, action="export", subject=("outbreak", outbreak.id), outbreak_id=outbreak.id,
                 after={"what": what, "kind": kind}, now=now)  # fmt: skip
    told: dict[str, Any] = {
        "rows": rows, "schema": exports.SCHEMAS[what], "extras": _extras(what, by=by, outbreak=outbreak),
        "language": language,
    }  # fmt: skip
    pieces = _json(rows) if kind == "json" else write_csv(**told) if kind == "csv" else _workbook(told)
    return Export(f"{outbreak.slug}-{what}.{kind}", MEDIA[kind], pieces)


def _workbook(told: dict[str, Any]) -> Iterator[bytes]:
    """A workbook goes to the disk first: it is a zip, whose end says where its beginning is."""
    with tempfile.TemporaryFile() as file:
        write_xlsx(target=file, **told)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _json(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """A list of objects with the field keys of the files; what is not known is left out."""
    before = b"[\n"
    for row in rows:
        told = {name: _plain(value) for name, value in row.items() if value not in (None, "", {})}
        yield before + json.dumps(told, ensure_ascii=False).encode()
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | float | dict) else str(value)


def _extras(what: str, *, by: Actor, outbreak: Outbreak) -> list[str]:
    if what == "line-list":
        return exports.extra_names(by=by, outbreak_id=outbreak.id)
    return ["weight"] if what == "tree" else []
