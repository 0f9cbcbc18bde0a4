"""What the account pages of the library offer here, and what they do not."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from ringfence.faces.access import PUBLIC, needs


@needs(PUBLIC)
def not_offered(_request: HttpRequest, *_parts: Any) -> HttpResponse:
    """Staff are entered by their administrator: nobody signs up, and nothing depends on e-mail."""
    raise Http404
