"""An export as a file: CSV in pieces as it is made, XLSX written row by row; who took it goes into the audit."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

from ringfence.command.exports import queries as exports
from ringfence.cores.linelist.writing import write_csv, write_xlsx
from ringfence.ground import access, audit
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import NotFound, reason
from ringfence.registry.outbreaks.queries import Outbreak

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_file(
    *, what: str, kind: str, outbreak: Outbreak, by: Actor, now: datetime, language: str
) -> HttpResponseBase:
    """A download of `what` (line-list, contacts, links, tree) as csv or xlsx. Needs the permission to export."""
    pieces = _prepared(what=what, kind=kind, outbreak=outbreak, by=by, now=now)
    name = f"{outbreak.slug}-{what}.{kind}"
    extras = _extras(what, by=by, outbreak=outbreak)
    schema = exports.SCHEMAS[what]
    if kind == "csv":
        body = write_csv(rows=pieces, schema=schema, extras=extras, language=language)
        response: HttpResponseBase = StreamingHttpResponse(body, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_xlsx(target=target, rows=pieces, schema=schema, extras=extras, language=language)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


def _prepared(*, what: str, kind: str, outbreak: Outbreak, by: Actor, now: datetime) -> Iterator[Any]:
    access.require(by, Permission.LINE_LIST_EXPORT, area_code=outbreak.area_id)
    if kind not in ("csv", "xlsx"):
        raise NotFound(reason("An export is a CSV or an XLSX file."))
    rows = exports.rows(what=what, by=by, outbreak_id=outbreak.id)
    audit.record(by=by, action="export", subject=("outbreak", outbreak.id), outbreak_id=outbreak.id,
                 after={"what": what, "kind": kind}, now=now)  # fmt: skip
    return rows


def _extras(what: str, *, by: Actor, outbreak: Outbreak) -> list[str]:
    if what == "line-list":
        return exports.extra_names(by=by, outbreak_id=outbreak.id)
    return ["weight"] if what == "tree" else []
