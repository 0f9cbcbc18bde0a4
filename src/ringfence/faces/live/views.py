"""The live stream and the sign of life."""

import json
import os
import threading
import time
from collections.abc import Generator, Iterator

import psycopg
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_GET

from ringfence.faces.access import PUBLIC, SIGNED_IN, needs
from ringfence.faces.web.requests import DeskRequest
from ringfence.settings.database import driver_parameters

from .listener import CLOSING, Listener

VIEWERS = threading.BoundedSemaphore(int(os.environ.get("RINGFENCE_LIVE_VIEWERS", "48")))
STREAM_SECONDS = 600
SIGN_OF_LIFE_SECONDS = 10
SHORTEST_PAUSE_SECONDS = 1  # a bulk import must not make every page reload at every row
RECONNECT_MILLISECONDS = 3000

listener = Listener(
    connect=lambda: psycopg.connect(
        **driver_parameters(connections["default"].settings_dict), autocommit=True
    )
)


@require_GET
@needs(SIGNED_IN)
def stream(request: DeskRequest) -> HttpResponseBase:
    """Server-sent events `{"topic": ...}` of this outbreak, for pages that show it."""
    if not VIEWERS.acquire(blocking=False):
        return HttpResponse(status=204)  # a browser takes this as: do not ask for the stream again
    answer = StreamingHttpResponse(_Events(str(request.outbreak.id)), content_type="text/event-stream")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


class _Events(Iterator[bytes]):
    """The lines of one stream; gives its place back when it is closed, however it ends."""

    def __init__(self, outbreak_id: str) -> None:
        self._lines = _lines(outbreak_id)
        self._places = VIEWERS
        self._open = True

    def __next__(self) -> bytes:
        return next(self._lines)

    def close(self) -> None:
        if self._open:
            self._open = False
            self._lines.close()
            self._places.release()

    def __del__(self) -> None:
        self.close()


def _lines(outbreak_id: str) -> Generator[bytes, None, None]:
    if not connection.in_atomic_block:
        connection.close()  # the request is answered for; waiting needs no database
    until = time.monotonic() + STREAM_SECONDS
    with listener.viewer(outbreak_id) as viewer:
        yield f"retry: {RECONNECT_MILLISECONDS}\n\n".encode()
        while time.monotonic() < until:
            topics = viewer.wait(seconds=SIGN_OF_LIFE_SECONDS)
            for topic in topics:
                yield f"data: {json.dumps({'topic': topic})}\n\n".encode()
            if CLOSING in topics:
                return
            if topics:
                time.sleep(SHORTEST_PAUSE_SECONDS)
            else:
                yield b": still here\n\n"


@needs(PUBLIC)
def health(_request: HttpRequest) -> HttpResponse:
    """Plain `ok` when this process serves and its database answers; otherwise the error page."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok", content_type="text/plain")
