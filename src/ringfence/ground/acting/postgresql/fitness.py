"""Is the role that the application signed in as one that the policies can hold? Asked once of each sign-in of a process."""

from __future__ import annotations

from typing import Any

QUESTION = """
select current_user::text, rolsuper, rolbypassrls, rolcreaterole,
       exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
               and pg_has_role(current_user, c.relowner, 'MEMBER'))
from pg_roles where rolname = current_user
"""
SENTENCES = (
    "is a superuser of the database",
    "may bypass row-level security",
    "may make other roles",
    "owns the tables, or is a member of the role that does",
)
_found_fit: set[tuple[str, ...]] = set()


class UnfitRole(RuntimeError):
    """The application would stand above its own policies; the sentence says why and what to do."""


def why_unfit(connection: Any) -> str | None:
    """The sentence for a sign-in (psycopg) that no policy would hold; None for one that they do."""
    with connection.transaction():
        name, *found = connection.execute(QUESTION).fetchone()
    faults = [sentence for sentence, holds in zip(SENTENCES, found, strict=True) if holds]
    if not faults:
        return None
    return (
        f"The application may not sign in as {name}, which {' and '.join(faults)}: the database could keep nothing from it. "
        "Name a role of its own in DATABASE_URL and the owner in RINGFENCE_OWNER_URL, and run `ringfence database prepare` (docs/how-to/run.md)."
    )


def insist(connection: Any) -> None:
    """Raise UnfitRole for a sign-in that no policy would hold."""
    at = (connection.info.host, str(connection.info.port), connection.info.dbname, connection.info.user)
    if at in _found_fit:
        return
    sentence = why_unfit(connection)
    if sentence:
        raise UnfitRole(sentence)
    _found_fit.add(at)
