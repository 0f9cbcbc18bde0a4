"""A search is asked for by one person and decided by another of another organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from ringfence.cores.pseudonyms import Purpose
from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import NotFound, Refused, city_date, reason
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.tracing.cases import queries as cases

from .. import queries, rules, vault
from ..models import Search
from .recording import refusals_recorded, search_or_recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is to be found: purpose, window, reach. Without times the whole window of the rule set."""

    purpose: str
    why: str
    from_at: datetime | None = None
    to_at: datetime | None = None
    rule: str = Search.Rule.SAME_PLACE
    metres: int = 20
    least_minutes: int = 10
    ring: int = 1
    first_top: int | None = None
    first_least_dose: float | None = None


def ask(*, case_id: UUID, outbreak_id: UUID, question: Question, by: Actor, now: datetime) -> Search:
    """Ask for a search of one case. Refused (and recorded): no such case here, no permission, a window beyond the rule set's."""
    asked = {"asked": "search", "purpose": question.purpose, "why": question.why[:300]}
    with refusals_recorded(case_id=case_id, outbreak_id=outbreak_id, asked=asked, by=by, now=now):
        return _ask(case_id=case_id, outbreak_id=outbreak_id, question=question, by=by, now=now)


@transaction.atomic
def _ask(*, case_id: UUID, outbreak_id: UUID, question: Question, by: Actor, now: datetime) -> Search:
    case = cases.bare(case_id=case_id)
    access.require(by, Permission.MOVEMENT_SEARCH, area_code=case.area_id)
    if case.outbreak_id != outbreak_id:
        raise NotFound(reason("There is no such case in this outbreak."))
    outbreaks.require_running(outbreak_id=outbreak_id)
    if question.purpose not in Search.Purpose.values or question.rule not in Search.Rule.values:
        raise Refused(reason("Choose what the search is for and what counts as together."))
    window = queries.window(case=case, purpose=question.purpose, now=now)
    from_at = question.from_at or (window.starts_at if window else now)
    to_at = question.to_at or (window.ends_at if window and window.ends_at else now)
    metres = question.metres if question.rule == Search.Rule.WITHIN else 0
    rules.may_ask(
        rules.Asked(window=window, from_at=from_at, to_at=to_at, why=question.why, metres=metres,
        least_minutes=question.least_minutes, ruled_out=case.classification == "RULED_OUT",
        open_searches=queries.open_of_case(case_id=case_id, now=now).count(), purpose=question.purpose, rule=question.rule,
        ring=question.ring, first_top=question.first_top, first_least_dose=question.first_least_dose,
        secondary_determined=queries.determines_secondary(case=case)),
    ).or_refuse()  # fmt: skip
    narrow = question.ring == 2
    search = Search(
        outbreak_id=outbreak_id, case=case, area_id=case.area_id, purpose=question.purpose, why=question.why.strip()[:300],
        from_at=from_at, to_at=to_at, onset_date=case.onset_date, ruleset_id=case.outbreak.ruleset_id,
        rule=question.rule, metres=metres, least_minutes=question.least_minutes, asked_at=now, asked_by_id=by.id,
        asked_organisation_id=by.organisation_id, lapses_at=now + timedelta(hours=rules.APPROVAL_HOURS),
        retention_until=city_date(now) + timedelta(days=rules.LEADS_KEPT_DAYS), ring=question.ring,
        first_top=question.first_top if narrow else None, first_least_dose=question.first_least_dose if narrow else None,
    )  # fmt: skip
    if search.rule == Search.Rule.COMPANION:
        weigh_harm(search, now=now)
    search.save()
    audit.record(
        by=by, action="movement.ask", subject=("case", case.id), outbreak_id=outbreak_id, now=now,
        after={"search": search.id, "purpose": search.purpose, "why": search.why, "from": from_at, "to": to_at,
               "rule": search.rule, "ring": search.ring, "harm": search.harm_people}, about=case.person_id,
    )  # fmt: skip
    outbox.tell_screens(topic="movement", outbreak_id=outbreak_id)
    return search


def weigh_harm(search: Search, *, now: datetime) -> None:
    """Count what the legacy rule would do to the city, for the second person to see. Only numbers leave the store."""
    from .. import engine

    told = engine.harm_of(
        search, number=number_of(search), case_number=search.case.number, now=now,
        store=engine.store_of(search.case.outbreak.slug),
    )  # fmt: skip
    search.harm_people, search.harm = told.flagged or 0, told.as_json()


def number_of(search: Search) -> int:
    """The number of the case's person in the store. Refused: no record has come in yet."""
    person_id = search.case.person_id
    number = vault.numbers_of(
        outbreak_id=search.outbreak_id, person_ids=[person_id], purpose=Purpose.SEARCH, search_id=search.id
    ).get(person_id)
    if number is None:
        raise Refused(reason("There is no record of this case's movement: bring records in or confirm stops of the investigation first."))  # fmt: skip
    return number


def decide(*, search_id: UUID, approved: bool, why: str, by: Actor, now: datetime) -> Search:
    """Approve a search, or say no with a reason. Refused (and recorded): the asker, somebody of the asker's organisation."""
    asked = {"asked": "decide", "search": str(search_id)}
    found = search_or_recorded(search_id=search_id, asked=asked, by=by, now=now)
    with refusals_recorded(case_id=found.case_id, outbreak_id=found.outbreak_id, asked=asked, by=by, now=now):
        return _decide(search_id=search_id, approved=approved, why=why, by=by, now=now)


@transaction.atomic
def _decide(*, search_id: UUID, approved: bool, why: str, by: Actor, now: datetime) -> Search:
    search = locked(search_id)
    access.require(by, Permission.MOVEMENT_APPROVE, area_code=search.area_id)
    if search.state != Search.State.ASKED:
        raise Refused(reason("This search is decided already."))
    rules.may_decide(
        asked_by=search.asked_by_id, asked_organisation=search.asked_organisation_id, by=by.id,
        organisation=by.organisation_id, lapses_at=search.lapses_at, now=now,
    ).or_refuse()  # fmt: skip
    if not approved and not why.strip():
        raise Refused(
            reason("Say why the search is not approved."), fields={"why": [reason("Write one sentence.")]}
        )
    search.state = Search.State.APPROVED if approved else Search.State.REJECTED
    search.decided_at, search.decided_by_id, search.decided_why = now, by.id, why.strip()[:300]
    search.decided_organisation_id = by.organisation_id
    search.lapses_at = now + timedelta(hours=rules.APPROVAL_HOURS)
    search.save()
    audit.record(
        by=by, action="movement.approve" if approved else "movement.reject", subject=("case", search.case_id),
        outbreak_id=search.outbreak_id, now=now, after={"search": search.id, "why": search.decided_why},
        about=search.case.person_id,
    )  # fmt: skip
    outbox.tell_screens(topic="movement", outbreak_id=search.outbreak_id)
    return search


def locked(search_id: UUID) -> Search:
    found = (
        Search.objects.select_for_update(of=("self",))
        .select_related("case", "outbreak")
        .filter(id=search_id)
        .first()
    )
    if found is None:
        raise NotFound(reason("There is no such search."))
    return found
