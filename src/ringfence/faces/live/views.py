"""The sign of life and the live stream."""

from django.db import connection
from django.http import HttpRequest, HttpResponse

from ringfence.faces.access import PUBLIC, needs


@needs(PUBLIC)
def health(_request: HttpRequest) -> HttpResponse:
    """Plain `ok` when this process serves and its database answers; otherwise the error page."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok", content_type="text/plain")
