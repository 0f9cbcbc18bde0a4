"""An approved search is run once; whoever oversees replays it and compares every row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from ringfence.ground import access, acting, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import Expected, Refused, city_date, reason

from .. import queries, rules, vault
from ..models import Lead, Search
from .asking import locked
from .live import one_at_a_time
from .recording import refusals_recorded

REPLAY = acting.as_job("movement.replay")
COMPARED = (
    "place_code", "metres", "first_at", "last_at", "minutes", "sure_minutes", "longest_minutes", "episodes", "sources",
    "infectiousness", "crowd", "air", "certainty", "dose",
)  # fmt: skip


def run(*, search_id: UUID, by: Actor, now: datetime) -> Search:
    """Run an approved search once and keep its leads. Refused (and recorded): not approved, lapsed, no records, too many leads."""
    found = queries.bare(search_id=search_id)
    asked = {"asked": "run", "search": str(search_id)}
    with refusals_recorded(case_id=found.case_id, outbreak_id=found.outbreak_id, asked=asked, by=by, now=now):
        return _run(search_id=search_id, by=by, now=now)


@transaction.atomic
def _run(*, search_id: UUID, by: Actor, now: datetime) -> Search:
    from .. import engine

    search = locked(search_id)
    access.require(by, Permission.MOVEMENT_SEARCH, area_code=search.area_id)
    if search.state == Search.State.ANSWERED:
        return search
    if search.state != Search.State.APPROVED:
        raise Refused(reason("A second person of another organisation has not approved this search."))
    if search.lapses_at <= now:
        raise Refused(reason("This search lapsed on {at}: ask again with today's facts.", at=search.lapses_at))  # fmt: skip
    number = _number(search)
    one_at_a_time(search.outbreak_id)  # a batch comes before this answer, or is matched with it
    found = engine.exposures(
        search, number=number, case_number=search.case.number, store=engine.store_of(search.outbreak.slug),
        now=now, most=rules.MOST_LEADS,
    )  # fmt: skip
    Lead.objects.bulk_create([Lead(search=search, **values) for values in engine.lead_values(found)])
    search.state, search.answered_at = Search.State.ANSWERED, now
    search.store_version, search.digest = found.snapshot.manifest.version, found.digest
    search.found = int(found.rows.size)
    search.days_without = [day.isoformat() for day in found.days_without_records]
    search.retention_until = city_date(now) + timedelta(days=rules.LEADS_KEPT_DAYS)
    search.save()
    audit.record(
        by=by, action="movement.run", subject=("case", search.case_id), outbreak_id=search.outbreak_id, now=now,
        after={"search": search.id, "leads": search.found, "digest": search.digest,
               "store_version": search.store_version},
    )  # fmt: skip
    outbox.tell_screens(topic="movement", outbreak_id=search.outbreak_id)
    return search


def _number(search: Search) -> int:
    person_id = search.case.person_id
    number = vault.numbers_of(outbreak_id=search.outbreak_id, person_ids=[person_id]).get(person_id)
    if number is None:
        raise Refused(reason("There is no record of this case's movement: bring records in or confirm stops of the investigation first."))  # fmt: skip
    return number


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay found. `rows`: one (lead, how it compares: SAME, CHANGED, GONE) for each kept row; `fresh` rows are new."""

    rows: list[tuple[Lead, str]]
    fresh: int
    same_version: bool
    same_digest: bool

    @property
    def whole(self) -> bool:
        """Whether every kept row came out again exactly, and no other."""
        return not self.fresh and all(how == "SAME" for _lead, how in self.rows)


def replay(*, search_id: UUID, by: Actor, now: datetime) -> Replayed:
    """Ask the store again, exactly as then, and compare each kept row. It names nobody and keeps nothing but the record.

    Refused: a search without an answer; days that were destroyed meanwhile cannot come out again.
    """
    from .. import engine

    search = queries.bare(search_id=search_id)
    access.require(by, Permission.AUDIT_READ, area_code=search.area_id)
    if search.state != Search.State.ANSWERED or search.answered_at is None:
        raise Refused(reason("This search has no answer that could be replayed."))
    try:
        with acting.block(REPLAY):  # who replays reads neither the case nor whose number is whose
            found = engine.exposures(
                search, number=_number(search), case_number=search.case.number, most=rules.MOST_LEADS,
                store=engine.store_of(search.outbreak.slug), now=search.answered_at,
            )  # fmt: skip
    except Expected as refusal:
        audit.record(by=by, action="movement.refused", subject=("case", search.case_id), reasons=refusal.reasons,
                     outbreak_id=search.outbreak_id, now=now, after={"asked": "replay"})  # fmt: skip
        raise
    again = {values["number"]: values for values in engine.lead_values(found)}
    rows = [(lead, _compared(lead, again.pop(lead.number, None))) for lead in search.leads.all()]
    told = Replayed(
        rows=rows, fresh=len(again), same_digest=found.digest == search.digest,
        same_version=found.snapshot.manifest.version == search.store_version,
    )  # fmt: skip
    audit.record(by=by, action="movement.replay", subject=("case", search.case_id), outbreak_id=search.outbreak_id,
                 now=now, after={"search": search.id, "whole": told.whole, "digest": found.digest})  # fmt: skip
    return told


def _compared(lead: Lead, again: dict[str, Any] | None) -> str:
    if again is None:
        return "GONE"
    return "SAME" if all(getattr(lead, name) == again[name] for name in COMPARED) else "CHANGED"
