"""The connection knows who acts. Every statement goes through a cursor, and no cursor is handed out before that is told."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base
from psycopg import Cursor
from psycopg.pq import TransactionStatus

from ..identity import NOBODY, Identity, current
from . import fitness

TELL = (
    "select set_config('ringfence.user', %s, false), set_config('ringfence.person', %s, false), "
    "set_config('ringfence.job', %s, false), set_config('ringfence.deeds', %s, true), set_config('role', %s, false)"
)
END_DEEDS = "select set_config('ringfence.deeds', '', true)"


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection. With `ROWS_ROLE` in its settings it turns into that role whenever somebody acts, and back after them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told: tuple[Any, tuple[Identity | None, str | None]] | None = None  # None: unknown
        self._turned: Any = None  # the connection that was told of somebody: it has to be told of nobody, too
        self._begun: set[tuple[str, tuple[str, ...]]] = set()
        self._open: dict[Identity | None, set[str]] = {}  # deeds of this transaction, by who began them
        self._stood: dict[Identity | None, tuple[int, bool]] = {}  # and where they stood when they began
        self._acted: Identity | None = None
        self._depth = 0  # of blocks around the identity: tests stand inside a transaction of their own
        self._within = False  # a transaction that was there before whoever acts

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection, fresh or from the pool: what it was told before counts for nothing."""
        self._forget()
        made = super().get_new_connection(conn_params)
        role = self.settings_dict.get("ROWS_ROLE")
        if role and made.info.user == role:  # in tests the owner signs in, and turns into the role
            fitness.insist(made)
        return made

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor for one statement; the connection is told who acts if that has changed."""
        self._tell_who_acts()
        return super().create_cursor(name)

    def prepared_cursor(self) -> Any:
        """A cursor whose statements the server keeps for the session, planned: for those that every page waits for."""
        self.ensure_connection()
        self._tell_who_acts()
        # The framework's own cursors write values into the text, and prepare nothing.
        self.connection.prepare_threshold = 1
        return self._prepare_cursor(Cursor(self.connection))  # type: ignore[attr-defined]

    def begin_deed(self, permission: str, area_codes: tuple[str, ...]) -> bool:
        """Ask the database's own books; a deed that is open already is not asked for twice."""
        if (permission, area_codes) in self._begun:
            return True
        with self.cursor() as cursor:  # tells who acts
            if self._within and len(self.savepoint_ids) <= self._depth:
                return True  # no transaction of its own, so nothing follows
            cursor = cursor.cursor  # the driver's: the platform's own question is no statement of the page
            cursor.execute("select guard.begin(%s, %s::text[])", [permission, list(area_codes)])
            allowed = bool(cursor.fetchone()[0])
        if allowed:
            self._begun.add((permission, area_codes))
            self._open.setdefault(current(), set()).add(permission)
            self._stood.setdefault(current(), (self._depth, self._within))
        return allowed

    def _tell_who_acts(self) -> None:
        acting, role = current(), self.settings_dict.get("ROWS_ROLE")
        if not role and self._turned is not self.connection:
            return  # nobody is held to the policies here
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            return  # nothing is read before this transaction is taken back, and after that it is told anew
        if self._told is not None and self._told[0] is self.connection and self._told[1] == (acting, role):
            return
        who = acting or NOBODY
        deeds = ",".join(
            sorted(self._open.get(acting, ()))
        )  # whoever acts again in their transaction goes on with it
        self.connection.execute(
            TELL, [who.user, who.person, who.job, deeds, (role or "none") if acting is not None else "none"]
        )
        self._turned = self.connection
        if acting != self._acted:
            here = (len(self.savepoint_ids), self.in_atomic_block)
            self._acted, (self._depth, self._within) = acting, self._stood.get(acting, here)
        self._told, self._begun = (self.connection, (acting, role)), set()

    def _forget(self) -> None:
        self._told, self._begun = None, set()

    def _set_autocommit(self, autocommit: bool) -> None:
        """A transaction begins: who acts is told before it."""
        if not autocommit:
            self._tell_who_acts()
        super()._set_autocommit(autocommit)  # type: ignore[misc]

    def _commit(self) -> None:
        self._end_all()
        super()._commit()  # type: ignore[misc]

    def _rollback(self) -> None:
        """What was told inside the transaction is taken back with it, and its deeds are over."""
        super()._rollback()  # type: ignore[misc]
        self._end_all()
        self._forget()

    def _savepoint_rollback(self, sid: str) -> None:
        """Who acts is told anew; the deeds of the transaction around it stay open."""
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        if self._is_outermost():
            self._end_own()
        self._forget()

    def _savepoint_commit(self, sid: str) -> None:
        """Inside a transaction that was there before (a test's): the outermost block of whoever acts is over, its deeds too."""
        super()._savepoint_commit(sid)  # type: ignore[misc]
        if self._is_outermost() and self._open.get(current()):
            self.connection.execute(END_DEEDS)
            self._end_own()

    def _is_outermost(self) -> bool:
        return self._within and len(self.savepoint_ids) <= self._depth

    def _end_own(self) -> None:
        self._begun = set()
        self._open.pop(current(), None)
        self._stood.pop(current(), None)

    def _end_all(self) -> None:
        self._begun, self._open, self._stood = set(), {}, {}
