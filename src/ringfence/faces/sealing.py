"""The ledger as pages, interface and command line use it: seal, check and record the check, let a head leave."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_noop as _

from ringfence.cores.ledger.checking import Report
from ringfence.cores.ledger.heads import Head, NotAHead, read
from ringfence.ground import acting, alarms, audit
from ringfence.ground.access import Actor
from ringfence.ground.access import queries as access
from ringfence.ground.alarms import queries as alarm_queries
from ringfence.ground.audit import ledger
from ringfence.ground.audit import queries as record
from ringfence.kernel import Reason, Refused, reason

from . import ledger_key

SEALER, CHECKER = acting.as_job("ledger.seal"), acting.as_job("ledger.check")

# What a check may find, as sentences; the codes are those of cores.ledger.checking and ground.audit.ledger.
FAULTS = {
    "ROW_REMOVED": _("An entry was removed."), "ROW_CHANGED": _("An entry was changed."),
    "ROW_TWICE": _("An entry stands at two places."), "PLACE_MISSING": _("A place of the ledger is missing."),
    "CHAIN_BROKEN": _("The chain is broken here."), "HEAD_DIFFERS": _("The ledger is not the one that was signed."),
    "KEPT_HEAD_DIFFERS": _("The ledger is not the one of the head that was kept elsewhere."),
    "ROWS_CUT_OFF": _("The end of the ledger was cut off."),
    "ROWS_CUT_OFF_SINCE_KEPT_HEAD": _("The ledger is shorter than the head that was kept elsewhere."),
    "END_NOT_SIGNED": _("The newest entries are not signed."), "HEAD_NOT_SIGNED": _("A signature is wrong."),
    "HEAD_BY_UNKNOWN_KEY": _("A head is signed with a key that is not known here."),
    "BLOCK_DIFFERS": _("A kept root does not fit its entries."),
    "ROW_NEVER_SEALED": _("An entry has no place in the ledger and does not wait for one."),
    "ROW_GONE_BEFORE_SEAL": _("An entry vanished while it waited for its place."),
    "WORDS_CHANGED": _("The words beside an entry are not those that it keeps a commitment to."),
    "WORDS_CLOSED": _("The words beside an entry do not open: their key was destroyed, or the key file is not there."),
    "WORDS_GONE": _("Words of the record are gone, and no certificate tells of them."),
    "WORDS_OF_NO_ENTRY": _("Words stand beside the record that belong to no entry."),
    "SEAL_LATE": _("An entry waits too long for its place: the worker may stand still."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LastTime:
    """When something was done with the ledger, by whom, and what came of it."""

    at: datetime
    by_name: str
    told: dict[str, Any]


def seal(*, now: datetime) -> Head | None:
    """Give every waiting entry its place and sign; None if nothing waited."""
    with acting.block(SEALER):
        return ledger.seal(signer=ledger_key.signer(), now=now)


def check(*, by: Actor, now: datetime, kept: Sequence[Head] = (), keys: Collection[bytes] = ()) -> Report:
    """Check the whole ledger and record the outcome. `keys`: further public keys whose signature counts.

    Whoever asks, every entry is read: somebody who sees a part of them would find the others missing.
    """
    with acting.block(CHECKER):
        return _check(by=by, now=now, kept=kept, keys=keys)


def _check(*, by: Actor, now: datetime, kept: Sequence[Head], keys: Collection[bytes]) -> Report:
    report = ledger.verify(trusted_keys=ledger_key.trusted_keys() | set(keys), now=now, kept=kept)
    told = {"size": report.size, "faults": sum(report.counted.values()), "codes": sorted(report.counted),
            "kept_head": report.kept_head, "words": report.words, "let_go": report.let_go}  # fmt: skip
    audit.record(by=by, action="ledger.verify", subject=("ledger", report.size), after=told, now=now)
    if report.counted:
        why = reason("A check of the ledger found {count} fault(s).", count=sum(report.counted.values()))
        found = [reason(FAULTS[code]) for code in sorted(report.counted)]
        _alarm([why, *found], about=("ledger", "check"), now=now)
    return report


def watch(*, now: datetime) -> bool:
    """Raise an alarm when entries wait too long for their place, or the newest head is not signed by a known key.

    Called every minute by the clock, not by the sealer: who stands still tells nobody. Returns whether all is well.
    """
    stands = ledger.standing()
    why = []
    if stands.is_late(now=now):
        why.append(reason("An entry waits for its place in the ledger since {since}: nothing is sealed.",
                          since=stands.waiting_since))  # fmt: skip
    head = stands.head
    if head is not None and not (
        head.public_key in ledger_key.trusted_keys() and head.is_signed_by(head.public_key)
    ):
        why.append(reason("The newest head of the ledger is not signed with a key that is known here."))
    if why:
        _alarm(why, about=("ledger", "head"), now=now)
    return not why


def watch_kept(*, now: datetime) -> bool:
    """Raise an alarm when no signed head has left the machine for too long; once in that span. Returns whether all is well.

    A head that stays here proves nothing against whoever owns the machine. How many days: RINGFENCE_LEDGER_HEAD_DAYS.
    """
    most = timedelta(days=settings.LEDGER_HEAD_DAYS)
    left = last("ledger.head")
    since = left.at if left else ledger.begun_at()
    if since is None or now - since <= most:
        return True
    why = reason("No signed head of the ledger has left this machine since {since}; one should every {days} day(s).",
                 since=since, days=settings.LEDGER_HEAD_DAYS)  # fmt: skip
    rung = alarm_queries.about(subject=("ledger", "kept")).first()
    if rung is None or now - rung.raised_at > most:
        _alarm([why], about=("ledger", "kept"), now=now)
    return False


def _alarm(why: list[Reason], *, about: tuple[str, str], now: datetime) -> None:
    """Raised by the platform itself, so that anybody of oversight or command may answer; once until it is answered."""
    if not alarm_queries.is_open(kind="LEDGER", subject=about):
        alarms.tell_raised(kind="LEDGER", what=why, by=access.system_user(), now=now, subject=about)


def take_head(*, by: Actor, now: datetime, how: str) -> Head:
    """A fresh head that leaves the machine; that it left is on record. `how`: FILE, PRINT, INTERFACE or FOLDER.

    Refused: an empty ledger.
    """
    newest = seal(now=now) or ledger.head()
    if newest is None:
        raise Refused(reason("Nothing is recorded yet."))
    audit.record(by=by, action="ledger.head", subject=("ledger", newest.size), after={"how": how}, now=now)
    return newest


def last(action: str, *, outbreak_id: UUID | None = None) -> LastTime | None:
    """The last check, or the last head that left: `ledger.verify`, `ledger.head`, `evidence.check`."""
    entry = record.last_of(action=action, outbreak_id=outbreak_id)
    return LastTime(entry.at, entry.by_name, {"subject": entry.subject_id} | entry.after) if entry else None


def head_text(head: Head) -> str:
    """A head as the file that is kept."""
    return json.dumps(head.as_json(), indent=2) + "\n"


def head_from(text: str | bytes) -> Head:
    """A kept head. Refused: a file that is none."""
    try:
        return read(text)
    except NotAHead as fault:
        raise Refused(reason("This file is not a head of a ledger.")) from fault
