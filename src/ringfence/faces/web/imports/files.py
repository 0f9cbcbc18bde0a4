"""Files that go out: the template to fill in, the failed rows to correct."""

from __future__ import annotations

import io
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import get_language

from ringfence.cores.linelist.template import write_template
from ringfence.faces import wording
from ringfence.faces.access import needs
from ringfence.faces.web.requests import DeskRequest
from ringfence.ground.access import Permission
from ringfence.tracing.linelists import queries as imports

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Permission.LINE_LIST_IMPORT)
def template(request: DeskRequest) -> HttpResponseBase:
    """An empty workbook with drop-downs, an example and explanations, in the reader's language."""
    target = io.BytesIO()
    write_template(target=target, language=get_language() or "en")
    return _attachment(HttpResponse(target.getvalue(), content_type=XLSX), "ringfence-template.xlsx")


@needs(Permission.LINE_LIST_IMPORT)
def failed(request: DeskRequest, run_id: UUID, kind: str) -> HttpResponseBase:
    """The rows that were not imported, with a column that says why; correct it and import it as it is."""
    run = imports.run(run_id=run_id, by=request.user)
    language = get_language() or "en"
    if kind == "xlsx":
        target = io.BytesIO()
        imports.write_failed(
            run, target=target, today=request.outbreak_today, say=wording.say, language=language
        )
        return _attachment(HttpResponse(target.getvalue(), content_type=XLSX), "to-correct.xlsx")
    pieces = imports.failed_csv(run, today=request.outbreak_today, say=wording.say, language=language)
    return _attachment(
        StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8"), "to-correct.csv"
    )


def _attachment(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
