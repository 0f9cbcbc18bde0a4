"""On a server with demo data a newcomer gets the code of the demo citizen at the door."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from ringfence.faces.jobs.seeding import fresh_code
from ringfence.faces.jobs.seeding.own_page import is_there

from .door import quiet


@require_POST
@quiet
def fresh(request: Any) -> HttpResponse:
    """The door with a fresh code already typed in; for the demo citizen only."""
    if not is_there():
        raise Http404
    return render(request, "my/enter.html", {"typed": fresh_code(now=request.received_at)})
