"""New records are compared with the open searches as they come; who was together with a case appears as a lead.

The store is written first, then the batch is matched, once, in one transaction with its leads and its entries of the audit.
Whatever ends a process in between, the batch stands in the store and not among the matched ones: the next call (each new
batch, and the clock every minute) takes it up. A lead is one row for a search and a person, so nothing is doubled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from ringfence.cores.pseudonyms import Purpose
from ringfence.ground import audit, outbox
from ringfence.ground.access import Actor
from ringfence.kernel import Expected, reason
from ringfence.registry.outbreaks import queries as outbreaks

from .. import onfile, rules, vault
from ..models import Lead, MatchedBatch, Search

if TYPE_CHECKING:
    from ..engine import Store

Values = dict[str, Any]


def match_new(*, outbreak_id: UUID, by: Actor, now: datetime) -> int:
    """Match every batch of the store that has not been matched; returns how many leads came or grew."""
    outbreak = outbreaks.outbreak(outbreak_id=outbreak_id)
    return sum(
        _match(outbreak, batch, by=by, now=now)
        for batch in _unmatched(outbreak_id, onfile.batches(slug=outbreak.slug))
    )


def one_at_a_time(outbreak_id: UUID) -> None:
    """Until the transaction ends nobody else matches or answers a search of this outbreak: none falls between the two."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"movement live {outbreak_id}"]
        )


@transaction.atomic
def _match(outbreak: Any, batch: str, *, by: Actor, now: datetime) -> int:
    one_at_a_time(outbreak.id)
    if not _unmatched(outbreak.id, [batch]):
        return 0
    searches, touched = _open(outbreak.id, now), 0
    if searches:
        from .. import engine

        touched = _with(searches, batch, engine.store_of(outbreak.slug), by=by, now=now)
    MatchedBatch.objects.create(
        outbreak=outbreak, batch=batch, matched_at=now, searches=len(searches), leads=touched
    )
    if touched:
        outbox.tell_screens(topic="movement", outbreak_id=outbreak.id)
    return touched


def _with(searches: list[Search], batch: str, store: Store, *, by: Actor, now: datetime) -> int:
    from .. import engine

    stays, touched = engine.stays_of_batch(store, batch=batch), 0
    if not stays.rows:
        return 0
    for group, numbers in _groups(searches):
        try:
            found = engine.match_live(group, numbers=numbers, stays=stays, store=store, now=now)
        except Expected as refusal:
            _note_refusal(group, batch, refusal, by=by, now=now)
            continue
        for search in group:
            touched += _kept(search, found.get(search.id, []), batch, by=by, now=now)
    return touched


def _open(outbreak_id: UUID, now: datetime) -> list[Search]:
    """Answered searches whose approval still holds. One that was not run yet finds everything when it is.

    The second ring and the legacy rule answer once: what comes later is asked for anew, before somebody's eyes.
    """
    found = Search.objects.select_for_update(of=("self",)).select_related("case", "outbreak")
    open_now = found.filter(outbreak_id=outbreak_id, state=Search.State.ANSWERED, lapses_at__gt=now, ring=1)
    return list(open_now.exclude(rule=Search.Rule.COMPANION).order_by("id"))


def _groups(searches: Sequence[Search]) -> Iterable[tuple[list[Search], dict[UUID, int]]]:
    """Searches that may be asked together: one rule, each case once; with the numbers of their cases."""
    people = {one.case.person_id for one in searches}
    numbers = vault.numbers_of(outbreak_id=searches[0].outbreak_id, person_ids=people, purpose=Purpose.LIVE)
    groups: dict[tuple[Any, ...], list[Search]] = {}
    for one in searches:
        if one.case.person_id not in numbers:
            continue
        key, nth = (one.rule, one.metres, one.least_minutes), 0
        while any(each.case_id == one.case_id for each in groups.get((*key, nth), ())):
            nth += 1
        groups.setdefault((*key, nth), []).append(one)
    return [(group, {one.id: numbers[one.case.person_id] for one in group}) for group in groups.values()]


def _kept(search: Search, found: list[Values], batch: str, *, by: Actor, now: datetime) -> int:
    """Write the leads of one search, put them on record, and count them."""
    known = {one.number: one for one in search.leads.all()}
    room = rules.MOST_LEADS - len(known)
    fresh = [one for one in found if one["number"] not in known]
    grown = [
        known[one["number"]]
        for one in found
        if one["number"] in known and _grow(known[one["number"]], one, now)
    ]
    rank = int(search.leads.aggregate(last=Max("rank"))["last"] or 0)
    made = [
        Lead(search=search, **one | {"rank": rank + nth, "came_at": now})
        for nth, one in enumerate(sorted(fresh, key=lambda one: -one["dose"])[:room], 1)
    ]  # fmt: skip
    Lead.objects.bulk_create(vault.with_tokens(search=search, leads=made))
    Lead.objects.bulk_update(grown, [*GROWING, "grown_at"])
    if len(fresh) > room:
        _note_full(search, batch, len(fresh) - room, by=by, now=now)
    if made or grown:
        Search.objects.filter(id=search.id).update(found=len(known) + len(made))
        audit.record(
            by=by, action="movement.live", subject=("case", search.case_id), outbreak_id=search.outbreak_id, now=now,
            after={"search": search.id, "batch": batch, "came": [one.rank for one in made],
                   "grew": sorted(one.rank for one in grown)},
        )  # fmt: skip
    return len(made) + len(grown)


GROWING = (
    "place_code", "place_name", "place_kind", "metres", "first_at", "last_at", "minutes", "sure_minutes", "longest_minutes",
    "episodes", "sources", "infectiousness", "crowd", "air", "certainty", "dose",
)  # fmt: skip


def _grow(lead: Lead, now_known: Values, now: datetime) -> bool:
    """Take over what is known now; whether anything changed. What a person decided about the lead stays."""
    changed = [name for name in GROWING if getattr(lead, name) != now_known[name]]
    for name in changed:
        setattr(lead, name, now_known[name])
    if changed:
        lead.grown_at = now
    return bool(changed)


def _note_refusal(group: list[Search], batch: str, refusal: Expected, *, by: Actor, now: datetime) -> None:
    for search in group:
        audit.record(by=by, action="movement.refused", subject=("case", search.case_id), outbreak_id=search.outbreak_id,
                     reasons=refusal.reasons, now=now, after={"asked": "live", "search": search.id, "batch": batch})  # fmt: skip


def _note_full(search: Search, batch: str, over: int, *, by: Actor, now: datetime) -> None:
    why = reason("{count} more people were together with the case than a search may list ({most}); ask for a narrower one.",
                 count=over, most=rules.MOST_LEADS)  # fmt: skip
    audit.record(by=by, action="movement.refused", subject=("case", search.case_id), outbreak_id=search.outbreak_id,
                 reasons=[why], now=now, after={"asked": "live", "search": search.id, "batch": batch})  # fmt: skip


def _unmatched(outbreak_id: UUID, batches: Sequence[str]) -> list[str]:
    names = [one[:64] for one in batches]
    known = set(
        MatchedBatch.objects.filter(outbreak_id=outbreak_id, batch__in=names).values_list("batch", flat=True)
    )
    return [one for one in names if one not in known]
