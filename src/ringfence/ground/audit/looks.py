"""Looks at personal data, and where deeds come from: noted while a request runs, recorded when it ends.

Whoever opens a person's identity is noted by the table itself (see `registry.people.opening`), so that no page can
forget it. What shows a person without their identity calls `note`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(slots=True)
class Look:
    """What one request, call or command has shown so far. `persons` keeps the order in which they were opened."""

    via: str = ""
    address: str = ""
    page: str = ""
    purpose: str = ""
    why: str = ""
    about: UUID | None = None
    persons: dict[UUID, None] = field(default_factory=dict)


_current: ContextVar[Look | None] = ContextVar("look", default=None)


def current() -> Look | None:
    return _current.get()


@contextmanager
def watched(look: Look) -> Iterator[Look]:
    """Note in this look whose data are opened meanwhile."""
    before = _current.set(look)
    try:
        yield look
    finally:
        _current.reset(before)


@contextmanager
def unwatched() -> Iterator[None]:
    """For what is read but shown to nobody, such as a search for duplicates."""
    before = _current.set(None)
    try:
        yield
    finally:
        _current.reset(before)


def note(*person_ids: UUID) -> None:
    """These people's data are being shown. Outside a watched request nothing happens."""
    look = _current.get()
    if look is not None:
        look.persons.update(dict.fromkeys(person_ids))


def describe(*, page: str, purpose: str) -> None:
    """Say what is being looked at, and by which permission."""
    look = _current.get()
    if look is not None:
        look.page, look.purpose = page, purpose


def explain(*, purpose: str, why: str, about: UUID) -> None:
    """Say for what, in the reader's own words: a look that needs a reason. The words are forgotten with whom they are about."""
    look = _current.get()
    if look is not None:
        look.purpose, look.why, look.about = purpose, why, about
