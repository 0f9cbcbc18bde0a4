"""The check of the words beside the entries: each is that of its commitment, and what is gone stands on a certificate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from ringfence.cores.ledger.checking import Report
from ringfence.kernel import Refused

from .. import words

AT_ONCE = 2_000
KEPT = """
select e.id, e.words, w.id, w.sealed from audit_auditentry e left join audit_words w on w.commitment = e.words
where e.words <> '' order by e.id
"""
OF_NO_ENTRY = (
    "select from audit_words w where not exists (select from audit_auditentry e where e.words = w.commitment)"
)
CERTIFIED = """
select coalesce(sum((after #>> '{content,words,let_go}')::bigint), 0) from audit_auditentry where action = 'retention.certificate'
"""  # what the entries say is itself sealed


def check(report: Report) -> None:
    """Open everything that is there, count what was let go, and compare that count with the certificates."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(KEPT)
        while some := cursor.fetchmany(AT_ONCE):
            _compare(some, report)
    with connection.cursor() as cursor:
        cursor.execute(OF_NO_ENTRY)
        for _ in cursor.fetchall():
            report.add("WORDS_OF_NO_ENTRY")
        cursor.execute(CERTIFIED)
        (certified,) = cursor.fetchone()
    if report.let_go != certified:
        report.add("WORDS_GONE")


def _compare(some: Sequence[tuple[Any, ...]], report: Report) -> None:
    there = {kept: entry for entry, kept, number, _ in some if number is not None}
    report.let_go += len(some) - len(there)
    report.words += len(there)
    try:
        found = list(
            words.opened([(number, kept, bytes(sealed)) for _, kept, number, sealed in some if number])
        )
    except Refused:  # no key file: nothing opens
        found = [words.Opened(kept, has_key=False) for kept in there]
    for one in found:
        if one.words is None:
            code = "WORDS_CHANGED" if one.has_key else "WORDS_CLOSED"
            report.add(code, entry_id=there[one.commitment])
