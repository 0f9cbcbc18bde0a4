"""Every table of the database stands in the book of policies, or beside it with a reason. A new table makes this fail until it does."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from ringfence.faces.rows import policies, rights

pytestmark = pytest.mark.django_db
HINT = "docs/how-to/add-a-room.md, 'Who sees the rows of a new table', says how"
PERSONS = ("person_id", "persons", "person_ids", "subject_id")


def in_the_database() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
        )
        return {name for (name,) in cursor.fetchall()}


def leads_to_a_person() -> set[str]:
    """Tables from which a chain of keys leads to a person, and those that name people by number without a key."""
    found = {"people_person"} | {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if any(field.column in PERSONS and isinstance(field, models.UUIDField | models.CharField | ArrayField)
               for field in model._meta.concrete_fields)
    }  # fmt: skip
    while True:
        more = {
            model._meta.db_table for model in apps.get_models(include_auto_created=True)
            if any(field.is_relation and field.related_model and field.related_model._meta.db_table in found
                   for field in model._meta.concrete_fields)
        } | found  # fmt: skip
        if more == found:
            return found
        found = more


def test_every_table_has_a_policy_or_a_reason_for_none() -> None:
    known = policies.READS.keys() | policies.OPEN.keys()
    assert in_the_database() - known == set(), HINT
    assert known - in_the_database() == set(), "a policy for a table that is gone"
    assert policies.READS.keys() & policies.OPEN.keys() == set()


def test_no_table_that_leads_to_a_person_is_left_open() -> None:
    open_ones = leads_to_a_person() & policies.OPEN.keys()
    assert open_ones == set(), HINT
    assert {"alarms_alarm", "orders_order", "retention_forgotten", "audit_auditentry"} <= leads_to_a_person()


def test_the_policies_are_in_force() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity")
        assert {name for (name,) in cursor.fetchall()} == policies.READS.keys()
        cursor.execute("select tablename, count(*) from pg_policies group by tablename")
        assert dict(cursor.fetchall()) == dict.fromkeys(policies.READS, 4)


def test_a_table_left_without_policy_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: the policy of one table that leads to a person is struck out of the book."""
    monkeypatch.delitem(policies.READS, "contacts_exposure")
    with pytest.raises(AssertionError, match="contacts_exposure"):
        test_every_table_has_a_policy_or_a_reason_for_none()
    monkeypatch.setitem(policies.OPEN, "contacts_exposure", "planted")
    with pytest.raises(AssertionError, match="contacts_exposure"):
        test_no_table_that_leads_to_a_person_is_left_open()


def test_every_table_that_is_written_is_reached_by_a_deed_or_by_its_own_rule() -> None:
    reached = {table for tables in (*rights.DEEDS.values(), *rights.NARROW.values()) for table in tables}
    reached |= {table for writes, _ in rights.JOBS.values() for table in writes} | policies.WRITES.keys()
    assert policies.READS.keys() - reached == set(), (
        "nobody may write these tables: name them in a group of rights.py"
    )
    assert reached - policies.READS.keys() == set(), "a deed names a table without a policy"


def test_no_job_sees_more_than_its_tables() -> None:
    """A job is a named identity with tables of its own, never one that looks around as a deed of staff does."""
    with connection.cursor() as cursor:
        cursor.execute("select deed from guard.wide_deed")
        wide = {deed for (deed,) in cursor.fetchall()}
    assert wide == rights.DEEDS.keys()
    assert not any(deed.startswith("job:") for deed in wide)
