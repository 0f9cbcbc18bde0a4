"""Who acts in this block of code. Threads and requests have their own; nothing is shared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Identity:
    """A user, a person about themselves, or a job of the platform; with none of them, nobody."""

    user: str = ""
    person: str = ""
    job: str = ""


NOBODY = Identity()
_acting: ContextVar[Identity | None] = ContextVar("ringfence_acting", default=None)


def current() -> Identity | None:
    """Who acts; None outside every block: then a connection is told that nobody does."""
    return _acting.get()


@contextmanager
def block(identity: Identity = NOBODY) -> Iterator[None]:
    """Act as this identity, and afterwards again as whoever acted before."""
    token = _acting.set(identity)
    try:
        yield
    finally:
        _acting.reset(token)


def become(identity: Identity) -> None:
    """From here to the end of the surrounding block somebody else acts: the caller has become known."""
    if _acting.get() is None:
        raise RuntimeError("Nobody becomes somebody outside a block: it would never end.")
    _acting.set(identity)


def as_user(user_id: UUID) -> Identity:
    """A member of staff."""
    return Identity(user=str(user_id))


def as_person(person_id: UUID) -> Identity:
    """A person, about themselves and nobody else."""
    return Identity(person=str(person_id))


def as_job(name: str) -> Identity:
    """The platform in one of its jobs; which tables a job may touch stands in `faces/rows/rights.py`."""
    return Identity(job=name)
