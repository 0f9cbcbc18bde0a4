"""COPY and UPDATE ... FROM for Django rows: the same values and the same constraints as `save`, without its statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from operator import attrgetter
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, models
from django.db.models import AutoField, DateField, Field, ForeignKey, Model

ROWS_AT_ONCE = 2000  # of one UPDATE: its arrays are held in memory
AS_THEY_ARE = {  # what goes into such a column without any preparation
    models.CharField: str, models.TextField: str, models.UUIDField: UUID, models.DateField: date,
    models.PositiveIntegerField: int, models.PositiveSmallIntegerField: int, models.BooleanField: bool,
}  # fmt: skip


def insert(*, rows: Sequence[Model]) -> int:
    """Insert new rows of one table, in the caller's transaction; returns how many.

    Column defaults, generated keys and `auto_now_add` are filled as by `save`; keys that the database draws are not
    read back. Raises IntegrityError as `save` does; then none of the rows is there.
    """
    if not rows:
        return 0
    fields = [field for field in rows[0]._meta.concrete_fields if not isinstance(field, AutoField)]
    columns = ", ".join(_quoted(field.column) for field in fields)
    values = [_value_to_insert(field) for field in fields]
    table = _quoted(rows[0]._meta.db_table)
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        _let_in(cursor, table, columns) as into,
        cursor.copy(f"copy {into} ({columns}) from stdin") as copy,
    ):
        for row in rows:
            copy.write_row([value(row) for value in values])
    for row in rows:  # from now on `save` updates them
        row._state.adding, row._state.db = False, connection.alias
    return len(rows)


@contextmanager
def _let_in(cursor: Any, table: str, columns: str) -> Iterator[str]:
    """The table to copy into. COPY does not know row-level security: where that holds, the rows wait in a table beside it."""
    if not connection.settings_dict.get("ROWS_ROLE") or not _is_held(cursor, table):
        yield table
        return
    beside = _quoted(f"incoming_{uuid4().hex}")
    cursor.execute(f"create temp table {beside} as select {columns} from {table} with no data")
    yield beside
    cursor.execute(f"insert into {table} ({columns}) select {columns} from {beside}")
    cursor.execute(f"drop table {beside}")


def _is_held(cursor: Any, table: str) -> bool:
    cursor.execute("select row_security_active(%s)", [table])
    return bool(cursor.fetchone()[0])


def update(*, rows: Sequence[Model], fields: Iterable[str]) -> int:
    """Write these fields of known rows of one table, in the caller's transaction; returns how many rows were found."""
    named = list(dict.fromkeys(fields))
    if not rows or not named:
        return 0
    found = 0
    for start in range(0, len(rows), ROWS_AT_ONCE):
        found += _update_some(rows[start : start + ROWS_AT_ONCE], named)
    return found


def _update_some(rows: Sequence[Model], named: Sequence[str]) -> int:
    meta = rows[0]._meta
    key: Field[Any, Any] = meta.pk
    changed: list[Field[Any, Any]] = [_field(meta.get_field(name)) for name in named]
    columns = [_quoted(field.column) for field in changed]
    statement = (
        f"update {_quoted(meta.db_table)} as kept set {', '.join(f'{one} = told.{one}' for one in columns)} "
        f"from unnest({', '.join(f'%s::{_bare_type(field)}[]' for field in (key, *changed))}) "
        f"as told(its_key, {', '.join(columns)}) where kept.{_quoted(key.column)} = told.its_key"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [[value(row) for row in rows] for value in map(_value, (key, *changed))])
        return int(cursor.rowcount)


def _value_to_insert(field: Field[Any, Any]) -> Callable[[Model], Any]:
    """What a column gets from a row that is new: like `_value`, after `auto_now_add`."""
    if type(field).pre_save is Field.pre_save or _is_told(field):
        return _value(field)
    return lambda row: field.get_db_prep_save(field.pre_save(row, True), connection)


def _is_told(field: Field[Any, Any]) -> bool:
    """A day or an instant that the caller sets; `pre_save` does nothing for it."""
    return isinstance(field, DateField) and not (field.auto_now or field.auto_now_add)


def _value(field: Field[Any, Any]) -> Callable[[Model], Any]:
    """What a column gets. Django's own preparation is left out for what goes into the column as it is."""
    read, prepared = attrgetter(field.attname), field.get_db_prep_save
    column = field.target_field if isinstance(field, ForeignKey) else field
    plain = AS_THEY_ARE.get(type(column))

    def value(row: Model) -> Any:
        one = read(row)
        return one if one is None or type(one) is plain else prepared(one, connection)

    return value


def _bare_type(field: Field[Any, Any]) -> str:
    """The column's type without its length: a cast to varchar(40) would cut, an assignment refuses."""
    return str(field.db_type(connection)).split("(")[0]


def _field(found: Any) -> Field[Any, Any]:
    """A field with a column; a relation that is kept in another table cannot be written here."""
    if not isinstance(found, Field):
        raise TypeError(f"{found} has no column in this table.")
    return found


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(str(name))
