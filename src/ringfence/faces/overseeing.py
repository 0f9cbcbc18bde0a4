"""What oversight and the public read, as pages, interface and command line tell it alike. Format: docs/reference/oversight.md."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.cache import cache

from ringfence.command.oversight import queries as oversight
from ringfence.cores.ledger.heads import Head, fingerprint
from ringfence.ground import acting
from ringfence.ground.access.queries import Organisation, organisations_by_id
from ringfence.ground.audit import ledger
from ringfence.measures.orders import watching

from . import ledger_key, sealing

KEPT_SECONDS = 60  # house decision: the public counts are asked of the database once a minute, whoever asks


@dataclass(frozen=True, slots=True)
class LedgerSeen:
    """The newest head, whether its signature is right, and what the last check of the whole ledger found."""

    head: Head | None
    signed: bool
    late: bool
    last_check: sealing.LastTime | None

    @property
    def root_text(self) -> str:
        """The root in groups of four, to be compared by eye."""
        return fingerprint(self.head.root) if self.head else ""

    @property
    def faults(self) -> int:
        return int(self.last_check.told["faults"]) if self.last_check else 0

    @property
    def verifies(self) -> bool | None:
        """Signature right and last check without a fault; None where nothing was sealed or checked yet."""
        if self.head is None or self.last_check is None:
            return None if self.head is None or self.signed else False
        return self.signed and not self.faults


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands on the page of oversight."""

    watch: oversight.Watch
    ledger: LedgerSeen
    houses: dict[UUID, Organisation]


def see(*, outbreak_id: UUID, now: datetime, real_now: datetime) -> Seen:
    """Everything at once; that it was read is noted by whoever lets them in."""
    watch = oversight.watch(outbreak_id=outbreak_id, now=now)
    houses = organisations_by_id(ids=watching.organisations_in(watch.approvers))
    return Seen(watch, ledger_seen(real_now=real_now), houses)


def ledger_seen(*, real_now: datetime) -> LedgerSeen:
    stands = ledger.standing()
    head = stands.head
    signed = (
        head is not None
        and head.public_key in ledger_key.trusted_keys()
        and head.is_signed_by(head.public_key)
    )
    return LedgerSeen(head, signed, stands.is_late(now=real_now), sealing.last("ledger.verify"))


def watch_told(seen: Seen) -> dict[str, Any]:
    """The same as JSON: times in seconds, organisations by name."""
    watch = seen.watch
    return {
        "orders": watch.orders, "approvers": [_approver(one, seen.houses) for one in watch.approvers],
        "bin_bounds_seconds": [int(one.total_seconds()) for one in watching.BOUNDS],
        "quick_seconds": int(watching.QUICK.total_seconds()), "appeals": asdict(watch.appeals),
        "alarms": [{"kind": kind, "state": state, "count": n} for (kind, state), n in watch.alarms.items()],
        "held_batches": watch.holds, "evidence_violations": watch.violations, "ledger": ledger_told(seen.ledger),
    }  # fmt: skip


def ledger_told(seen: LedgerSeen) -> dict[str, Any]:
    check = seen.last_check
    return {
        "head": seen.head.as_json() if seen.head else None, "signature_valid": seen.signed, "late": seen.late,
        "verifies": seen.verifies, "checked_at": check.at if check else None,
        "faults": seen.faults if check else None,
    }  # fmt: skip


def published(*, real_now: datetime) -> dict[str, Any]:
    """What everybody may know, kept for a minute."""
    kept: dict[str, Any] | None = cache.get("published")
    if kept is None:
        kept = _published(real_now)
        cache.set("published", kept, KEPT_SECONDS)
    return kept


@acting.block(acting.as_job("public.count"))  # counts without people: whoever asks sees the same ones
def _published(real_now: datetime) -> dict[str, Any]:
    found = oversight.published(now=real_now)
    return {
        "format": "ringfence-public", "v": 1, "at": real_now, "fewest_told": oversight.rules.FEWEST_TOLD,
        "restrictions": found.restrictions, "appeals": found.appeals, "alarms": found.alarms,
        "evidence_violations": found.violations, "ledger": ledger_told(ledger_seen(real_now=real_now)),
    }  # fmt: skip


def _approver(one: watching.Approver, houses: dict[UUID, Organisation]) -> dict[str, Any]:
    told = {
        name: getattr(one, name)
        for name in ("id", "name", "signed", "in_force", "quick", "lifted", "appealed", "upheld", "rejected",
                     "refused_share", "last_at", "busiest")
    }  # fmt: skip
    house = houses.get(one.organisation_id) if one.organisation_id else None
    proposers = [
        {"id": key, "name": houses[key].name if key in houses else "", "orders": times}
        for key, times in one.proposers
    ]
    return told | {
        "organisation": house.name if house else "", "proposals_of": proposers, "bins": list(one.bins),
        "median_seconds": _seconds(one.median), "fastest_seconds": _seconds(one.fastest),
    }  # fmt: skip


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else round(span.total_seconds(), 1)
