"""Who travels is kept sealed, each with a key of their own; the key goes with the arrival, and no copy opens any more."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from ringfence.ground import many_rows
from ringfence.ground.audit.actions import Actor as Anybody
from ringfence.ground.retention.holdings import MASK
from ringfence.kernel import Refused, reason
from ringfence.registry.identities import actions as keys
from ringfence.registry.identities import queries as identities
from ringfence.registry.identities.queries import NotGenuine, OpenKey, Owner

from .models import Traveller

FIELDS = ("name", "phone", "address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who travels, in clear: on its way into the vault, or opened for whoever looks after the place."""

    name: str
    phone: str
    address: str = ""


def keep(*, told: Mapping[UUID, Who]) -> None:
    """Travellers of new arrivals, with new keys, in the caller's transaction."""
    given = keys.tell_keys(person_ids=list(told), of=Owner.TRAVELLER)
    rows = [
        Traveller(arrival_id=one, **{f"sealed_{field}": given[one].seal(field, text) for field, text in asdict(who).items()})
        for one, who in told.items()
    ]  # fmt: skip
    if len(rows) == 1:
        rows[0].save(force_insert=True)
    else:
        many_rows.insert(rows=rows)


def opened(*, arrival_ids: Collection[UUID]) -> dict[UUID, Who]:
    """Who travels in these arrivals; all keys come in one query. Refused: a word is not what was sealed for this arrival."""
    rows = Traveller.objects.in_bulk(arrival_ids)
    try:
        known = identities.open_keys(person_ids=rows, of=Owner.TRAVELLER) if rows else {}
        return {one: _open(row, known.get(one)) for one, row in rows.items()}
    except NotGenuine:
        raise Refused(reason("What the vault keeps of a traveller was changed from outside, or the key file lacks its key. Nothing is shown. See: ringfence vault verify")) from None  # fmt: skip


def destroy(*, arrival_ids: Collection[UUID], by: Anybody, now: datetime) -> int:
    """The keys of these travellers are gone, in the caller's transaction; returns how many."""
    return len(keys.destroy(person_ids=arrival_ids, of=Owner.TRAVELLER, by=by, now=now))


def _open(row: Traveller, key: OpenKey | None) -> Who:
    """A restored copy of somebody who was forgotten has no key: stars stand in its place."""
    return Who(**{field: _word(key, field, bytes(getattr(row, f"sealed_{field}"))) for field in FIELDS})


def _word(key: OpenKey | None, field: str, sealed: bytes) -> str:
    if not sealed:
        return ""
    return MASK if key is None else key.open(field, sealed)
