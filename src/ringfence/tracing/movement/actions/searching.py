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

from .. import queries, rules
from ..models import Lead, Search, VisitedPlace
from .asking import locked, number_of
from .live import one_at_a_time
from .recording import refusals_recorded, search_or_recorded

REPLAY = acting.as_job("movement.replay")
COMPARED = (
    "place_code", "metres", "first_at", "last_at", "minutes", "sure_minutes", "longest_minutes", "episodes", "sources",
    "infectiousness", "crowd", "air", "certainty", "dose",
)  # fmt: skip
COUNTED = ("place_name", "place_kind", "minutes", "visitors", "recorded", "city_stays")


def run(*, search_id: UUID, by: Actor, now: datetime) -> Search:
    """Run an approved search once and keep its leads. Refused (and recorded): not approved, lapsed, no records, too many leads."""
    asked = {"asked": "run", "search": str(search_id)}
    found = search_or_recorded(search_id=search_id, asked=asked, by=by, now=now)
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
    number = number_of(search)
    one_at_a_time(search.outbreak_id)  # a batch comes before this answer, or is matched with it
    found = engine.answer(
        search, number=number, case_number=search.case.number, store=engine.store_of(search.outbreak.slug),
        now=now, most=rules.MOST_LEADS,
    )  # fmt: skip
    Lead.objects.bulk_create([Lead(search=search, **values) for values in found.leads])
    VisitedPlace.objects.bulk_create([VisitedPlace(search=search, **values) for values in found.visited])
    search.state, search.answered_at = Search.State.ANSWERED, now
    search.store_version, search.digest = found.store_version, found.digest
    search.found = len(found.leads)
    search.days_without = [day.isoformat() for day in found.days_without]
    search.retention_until = city_date(now) + timedelta(days=rules.LEADS_KEPT_DAYS)
    search.save()
    audit.record(
        by=by, action="movement.run", subject=("case", search.case_id), outbreak_id=search.outbreak_id, now=now,
        after={"search": search.id, "leads": search.found, "digest": search.digest,
               "store_version": search.store_version},
    )  # fmt: skip
    outbox.tell_screens(topic="movement", outbreak_id=search.outbreak_id)
    return search


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay found. `rows`: one (lead, how it compares: SAME, CHANGED, GONE) for each kept row; `fresh` rows are new.

    `places`: the same for the places of a search for the source.
    """

    rows: list[tuple[Lead, str]]
    places: list[tuple[VisitedPlace, str]]
    fresh: int
    same_version: bool
    same_digest: bool

    @property
    def whole(self) -> bool:
        """Whether every kept row came out again exactly, and no other."""
        every = [*(how for _lead, how in self.rows), *(how for _place, how in self.places)]
        return not self.fresh and all(how == "SAME" for how in every)


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
            found = engine.answer(
                search, number=number_of(search), case_number=search.case.number, most=rules.MOST_LEADS,
                store=engine.store_of(search.outbreak.slug), now=search.answered_at,
            )  # fmt: skip
    except Expected as refusal:
        audit.record(by=by, action="movement.refused", subject=("case", search.case_id), reasons=refusal.reasons,
                     outbreak_id=search.outbreak_id, now=now, after={"asked": "replay"})  # fmt: skip
        raise
    again = {values["number"]: values for values in found.leads}
    rows = [(lead, _compared(lead, again.pop(lead.number, None), COMPARED)) for lead in search.leads.all()]
    there = {(values["place_code"], values["day"]): values for values in found.visited}
    places = [(one, _compared(one, there.pop((one.place_code, one.day), None), COUNTED)) for one in search.visited.all()]  # fmt: skip
    told = Replayed(
        rows=rows, places=places, fresh=len(again) + len(there), same_digest=found.digest == search.digest,
        same_version=found.store_version == search.store_version,
    )  # fmt: skip
    audit.record(by=by, action="movement.replay", subject=("case", search.case_id), outbreak_id=search.outbreak_id,
                 now=now, after={"search": search.id, "whole": told.whole, "digest": found.digest})  # fmt: skip
    return told


def _compared(kept: Lead | VisitedPlace, again: dict[str, Any] | None, columns: tuple[str, ...]) -> str:
    if again is None:
        return "GONE"
    return "SAME" if all(getattr(kept, name) == again[name] for name in columns) else "CHANGED"
