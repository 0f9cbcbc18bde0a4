"""What was refused and should not have been tried: on record and raised as an alarm, although the deed was undone.

A refused deed rolls its transaction back, and with it anything written inside. So an attempt is noted beside the
transaction and kept when the outermost frame (the request, or the deed itself) is over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import transaction

from ringfence.ground import audit
from ringfence.ground.audit.actions import Actor
from ringfence.kernel import Expected, NotPermitted, Reason, Refused

from . import actions

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class Breach(Refused):
    """A refusal of something that nobody should have tried; raises an alarm of this kind."""

    def __init__(
        self, *reasons: Reason, kind: str, subject: tuple[str, object] = ("", ""), outbreak_id: UUID | None = None,
        area_code: str = "",
    ) -> None:  # fmt: skip
        super().__init__(*reasons)
        self.kind, self.subject, self.outbreak_id, self.area_code = kind, subject, outbreak_id, area_code


@dataclass(slots=True)
class Attempt:
    """Who tried what, when, why it was refused. `deed` is the name of what was tried, such as order.approve."""

    kind: str
    deed: str
    reasons: tuple[Reason, ...]
    by: Actor
    now: datetime
    subject: tuple[str, object] = ("", "")
    outbreak_id: UUID | None = None
    area_code: str = ""


_noted: ContextVar[list[Attempt] | None] = ContextVar("noted", default=None)


def note(attempt: Attempt) -> None:
    """Keep an attempt: at the end of the frame, or at once where there is none."""
    waiting = _noted.get()
    if waiting is None:
        _keep(attempt)
    else:
        waiting.append(attempt)


@contextmanager
def frame(complete: Callable[[Attempt], None] = lambda _attempt: None) -> Iterator[None]:
    """Attempts within are kept when it is over; `complete` may fill in what only the outside knows. Frames nest."""
    if _noted.get() is not None:
        yield
        return
    waiting: list[Attempt] = []
    token = _noted.set(waiting)
    try:
        yield
    finally:
        _noted.reset(token)
        for attempt in waiting:
            complete(attempt)
            _keep(attempt)


def watched(deed: str) -> Callable[[Callable[Given, Answer]], Callable[Given, Answer]]:
    """Around a deed that restricts people: its breaches, and who tries it without the right, are kept.

    The deed takes `by` and `now`; what it is about is its first input that ends in `_id`.
    """

    def around(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
        @wraps(function)
        def run(*args: Given.args, **told: Given.kwargs) -> Answer:
            with frame():
                try:
                    return function(*args, **told)
                except Expected as refusal:
                    _note_refusal(refusal, deed, told)
                    raise

        return run

    return around


def _note_refusal(refusal: Expected, deed: str, told: dict[str, Any]) -> None:
    if getattr(refusal, "is_noted", False) or not isinstance(refusal, Breach | NotPermitted):
        return
    refusal.is_noted = True  # type: ignore[union-attr]
    subject = next(((name[:-3], told[name]) for name in told if name.endswith("_id")), ("", ""))
    attempt = Attempt("NO_RIGHT", deed, refusal.reasons, told["by"], told["now"], subject)
    if isinstance(refusal, Breach):
        attempt.kind, attempt.outbreak_id, attempt.area_code = (
            refusal.kind,
            refusal.outbreak_id,
            refusal.area_code,
        )
        attempt.subject = refusal.subject if refusal.subject[0] else subject
    note(attempt)


@transaction.atomic
def _keep(attempt: Attempt) -> None:
    audit.record(by=attempt.by, action="attempt.refused", subject=(attempt.subject[0] or "user", attempt.subject[1] or attempt.by.id),
                 outbreak_id=attempt.outbreak_id, reasons=attempt.reasons, now=attempt.now,
                 after={"deed": attempt.deed, "kind": attempt.kind})  # fmt: skip
    actions.tell_raised(
        kind=attempt.kind, what=attempt.reasons, by=attempt.by, now=attempt.now, outbreak_id=attempt.outbreak_id,
        area_code=attempt.area_code, subject=attempt.subject,
    )  # fmt: skip
