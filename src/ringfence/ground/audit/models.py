"""The record of what was done and looked at, and the ledger that seals it. No foreign keys: it neither blocks nor follows a deletion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.db.models.query import ModelIterable
from django.utils.translation import gettext_lazy as _

from . import words


def only_added_to(what: str) -> list[pgtrigger.Trigger]:
    """The database refuses to change, remove or empty."""
    return [
        pgtrigger.Protect(name=f"{what}_are_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name=f"{what}_are_never_emptied",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func="raise exception 'Cannot empty %', tg_table_name;",
        ),  # fmt: skip
    ]


class Entries(models.QuerySet["AuditEntry"]):
    """The one door to entries: whoever reads them finds words that people typed in their places, while they are there."""

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh and self._iterable_class is ModelIterable:
            words.put_back(self._result_cache or ())

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        """As the framework's; words are put back for as many at once as are read."""
        waiting: list[Any] = []
        for one in super().iterator(chunk_size or 2_000):
            waiting.append(one)
            if len(waiting) >= (chunk_size or 2_000):
                yield from self._whole(waiting)
                waiting = []
        yield from self._whole(waiting)

    def _whole(self, entries: list[Any]) -> list[Any]:
        if self._iterable_class is ModelIterable:
            words.put_back(entries)
        return entries


class AuditEntry(models.Model):
    """One deed or one look: who did what to which subject, or saw which people; why, from where. Appended, never changed."""

    class Kind(models.TextChoices):
        DEED = "DEED", _("Deed")
        LOOK = "LOOK", _("Look")

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.DEED)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    organisation_id = models.UUIDField()
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    outbreak_id = models.UUIDField(null=True)
    persons = ArrayField(models.UUIDField(), default=list, help_text="whose data were changed or shown")
    fields = ArrayField(models.CharField(max_length=30), default=list, help_text="what a look could show")
    purpose = models.CharField(max_length=40, blank=True)
    page = models.CharField(max_length=80, blank=True, help_text="page, operation or command")
    via = models.CharField(max_length=60, blank=True, help_text="session, key, command line or clock")
    address = models.CharField(max_length=45, blank=True, help_text="network address that asked")
    reasons = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    words = models.CharField(max_length=64, default="", blank=True, help_text="commitment to words beside it")

    objects = Entries.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["words"], name="audit_by_words", condition=~models.Q(words="")),
            models.Index(fields=["subject_type", "subject_id", "id"], name="audit_by_subject"),
            models.Index(fields=["outbreak_id", "id"], name="audit_by_outbreak"),
            models.Index(fields=["by_id", "id"], name="audit_by_user"),
            models.Index(fields=["action", "id"], name="audit_by_action"),
            GinIndex(fields=["persons"], name="audit_looks_by_person", condition=models.Q(kind="LOOK")),
        ]
        triggers = [
            *only_added_to("audit_entries"),
            pgtrigger.Trigger(
                name="audit_entries_wait_for_the_seal",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="added"),  # type: ignore[no-untyped-call]
                func="insert into audit_unsealed (entry_id) select id from added; return null;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name} {self.action}"


# `words_may_go` (migration 0003): with whom they are about, or, where that is nobody, when the response is over. Of the one a
# certificate tells, of the other the outbreak; no other words are let go, whoever asks.
ONLY_WHEN_FORGOTTEN = """
    IF words_may_go(OLD.person_id, OLD.outbreak_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'Words of the record are let go only with whom they are about.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'words_of_the_record_are_let_go_only_when_forgotten';
"""


class Words(models.Model):
    """What somebody typed and one entry of the record keeps a commitment to; sealed. Never changed, let go by forgetting.

    `person_id`: whom the deed was about. Without a person they are those of a response.
    """

    id = models.UUIDField(primary_key=True)
    commitment = models.CharField(max_length=64, unique=True)
    person_id = models.UUIDField(null=True)
    outbreak_id = models.UUIDField(null=True)
    sealed = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(
                fields=["person_id"], name="words_by_person", condition=models.Q(person_id__isnull=False)
            ),
            models.Index(fields=["outbreak_id"], name="words_of_nobody", condition=models.Q(person_id=None)),
        ]
        triggers = [
            pgtrigger.Protect(name="words_are_never_changed", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="words_are_let_go_only_when_forgotten", when=pgtrigger.Before, operation=pgtrigger.Delete,
                func=ONLY_WHEN_FORGOTTEN,
            ),
            only_added_to("words")[1],
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.commitment


class Unsealed(models.Model):
    """An entry that waits for its place in the ledger. The database puts it here, the sealer takes it away."""

    entry_id = models.BigIntegerField(primary_key=True)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "audit_unsealed"

    def __str__(self) -> str:
        return f"entry {self.entry_id}"


class LedgerLeaf(models.Model):
    """The place of one entry in the ledger: its hash, and the chain up to it."""

    seq = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    leaf = models.BinaryField()
    chain = models.BinaryField()

    class Meta:
        ordering = ["seq"]
        triggers = only_added_to("ledger_leaves")

    def __str__(self) -> str:
        return f"{self.seq}: entry {self.entry_id}"


class LedgerBlock(models.Model):
    """The root over 1,024 leaves in a row, kept so that a proof need not read them all again."""

    index = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()

    class Meta:
        ordering = ["index"]
        triggers = only_added_to("ledger_blocks")

    def __str__(self) -> str:
        return f"block {self.index}"


class LedgerHead(models.Model):
    """What the ledger was at one instant, signed."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    chain = models.BinaryField()
    at = models.DateTimeField()
    public_key = models.BinaryField()
    signature = models.BinaryField()

    class Meta:
        ordering = ["size"]
        triggers = only_added_to("ledger_heads")

    def __str__(self) -> str:
        return f"head of {self.size}"
