"""What a policy refuses is told as any other refusal: 403 with a sentence, on record and raised as an alarm."""

from __future__ import annotations

import logging
from typing import Any

from psycopg.errors import InsufficientPrivilege

from ringfence.ground import alarms
from ringfence.ground.alarms.attempts import Attempt
from ringfence.kernel import NotPermitted, reason

log = logging.getLogger(__name__)
NOT_LET = reason(
    "The database's own rules do not let you do this, although the page did. Nothing was changed; oversight has been told."
)


def of_the_database(request: Any, fault: Exception) -> NotPermitted | None:
    """The refusal that this fault of the database is; None for any other fault.

    The application had let it pass: a defect of one of the two enforcers, or somebody past the pages. So it is never quiet.
    """
    if not isinstance(fault.__cause__, InsufficientPrivilege):
        return None
    log.error("The database refuses what the application let pass: %s", str(fault).strip())
    if request.user.is_authenticated:
        now = getattr(request, "outbreak_now", None) or request.received_at
        deed = request.resolver_match.view_name if request.resolver_match else request.path
        alarms.note(Attempt("DATABASE", str(deed)[:60], (NOT_LET,), request.user, now))
    return NotPermitted(NOT_LET)
