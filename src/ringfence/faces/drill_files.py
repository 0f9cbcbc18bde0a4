"""A file of a drill as an answer: pages and interface hand out the same."""

from __future__ import annotations

from django.http import HttpResponse

MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


def answer(*, name: str, content: bytes) -> HttpResponse:
    """The bytes as they were made, to be kept under the file's name."""
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=MEDIA[name.rpartition(".")[2]], headers=named)
