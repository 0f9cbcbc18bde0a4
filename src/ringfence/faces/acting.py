"""Every request acts as whoever asks: the signed-in user, or nobody until a key or a code says who it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from ringfence.ground import acting


class ActAsWhoeverAsks:
    """The database is told who acts for as long as the request lasts, and the pieces of a file leave under the same name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        with acting.block(acting.as_user(user.id) if user.is_authenticated else acting.NOBODY):
            answer = self.get_response(request)
            if isinstance(answer, StreamingHttpResponse):
                answer.streaming_content = _pieces(iter(answer), acting.current() or acting.NOBODY)
        return answer


def _pieces(pieces: Iterator[Any], identity: acting.Identity) -> Iterator[Any]:
    more = True
    while more:
        with acting.block(identity):
            piece = next(pieces, None)
        more = piece is not None
        if more:
            yield piece
