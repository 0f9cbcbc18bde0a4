"""What is over is deleted: searches with their leads, files of records, days of the store with their keys."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from ringfence.ground import audit
from ringfence.ground.access import Actor
from ringfence.ground.retention import actions as retention
from ringfence.ground.retention import queries as register
from ringfence.kernel import city_date
from ringfence.registry.outbreaks import queries as outbreaks

from .. import onfile, rules
from ..models import Lead, RecordFile, Search


@transaction.atomic
def forget_due(*, outbreak_id: UUID, by: Actor, now: datetime) -> dict[str, int]:
    """Searches that nobody decided or ran in time lapse; those whose day is over are deleted with their leads."""
    today = city_date(now)
    waiting = [Search.State.ASKED, Search.State.APPROVED]
    lapsed = Search.objects.filter(outbreak_id=outbreak_id, state__in=waiting, lapses_at__lte=now)
    counted = {"searches_lapsed": lapsed.update(state=Search.State.LAPSED), "searches_forgotten": 0}
    over = list(Search.objects.select_for_update().filter(outbreak_id=outbreak_id, retention_until__lt=today))
    for search in over:
        leads = search.leads.count()
        audit.record(by=by, action="movement.forget", subject=("case", search.case_id), outbreak_id=outbreak_id,
                     now=now, after={"search": search.id, "leads": leads})  # fmt: skip
        search.delete()
    counted["searches_forgotten"] = len(over)
    counted["agency_leads_forgotten"] = _forget_agency_leads(outbreak_id=outbreak_id, by=by, now=now)
    counted["record_files_forgotten"] = _forget_files(outbreak_id=outbreak_id, today=today, by=by, now=now)
    counted["record_days_forgotten"] = _forget_days(outbreak_id=outbreak_id, today=today, by=by, now=now)
    counted["record_days_sealed"] = _seal_days(outbreak_id=outbreak_id, by=by, now=now)
    return counted


def _forget_agency_leads(*, outbreak_id: UUID, by: Actor, now: datetime) -> int:
    """Leads that only replies of other agencies tell of are deleted after a week, unless somebody named them as contacts."""
    before = now - timedelta(days=rules.AGENCY_KEPT_DAYS)
    old = Lead.objects.filter(search__outbreak_id=outbreak_id, sources=[rules.AGENCY]).exclude(
        state=Lead.State.CONTACT
    )
    over = old.filter(Q(came_at__lt=before) | Q(came_at=None, search__answered_at__lt=before))
    by_search: dict[Search, list[Lead]] = {}
    for lead in over.select_related("search"):
        by_search.setdefault(lead.search, []).append(lead)
    for search, leads in by_search.items():
        audit.record(by=by, action="movement.forget_leads", subject=("case", search.case_id), outbreak_id=outbreak_id,
                     now=now, after={"search": search.id, "leads": sorted(one.rank for one in leads)})  # fmt: skip
    return over.delete()[0]


def _forget_days(*, outbreak_id: UUID, today: date, by: Actor, now: datetime) -> int:
    """Days of the store that are older than the retention are destroyed. Looks at the list of days only, mostly."""
    outbreak = outbreaks.outbreak(outbreak_id=outbreak_id)
    first = today - timedelta(days=rules.LEADS_KEPT_DAYS)
    gone: list[date] = []
    if onfile.has_days_before(slug=outbreak.slug, day=first):
        from .. import engine

        gone = engine.forget_before(engine.store_of(outbreak.slug), day=first)
        audit.record(by=by, action="movement.forget_days", subject=("outbreak", outbreak_id), outbreak_id=outbreak_id,
                     now=now, after={"days": gone})  # fmt: skip
    _certify_days(outbreak_id=outbreak_id, slug=outbreak.slug, by=by, now=now)
    return len(gone)


def _certify_days(*, outbreak_id: UUID, slug: str, by: Actor, now: datetime) -> None:
    """A certificate of what the store destroyed, also of what was destroyed before a kill or by the command line."""
    destroyed = onfile.destroyed(slug=slug)
    if not destroyed:
        return
    known = register.certified_days(outbreak_id=outbreak_id)
    days = [one for one in destroyed if (one["day"], one["key"]) not in known]
    if days:
        retention.certify_days(
            outbreak_id=outbreak_id, outbreak=slug, days=days, on=city_date(now), by=by, now=now
        )


def _seal_days(*, outbreak_id: UUID, by: Actor, now: datetime) -> int:
    """What was kept before the store had keys is sealed; mostly there is nothing."""
    slug = outbreaks.outbreak(outbreak_id=outbreak_id).slug
    if onfile.is_sealed(slug=slug):
        return 0
    from .. import engine

    days = engine.seal(engine.store_of(slug))
    audit.record(by=by, action="movement.seal_days", subject=("outbreak", outbreak_id), outbreak_id=outbreak_id, now=now,
                 after={"days": days})  # fmt: skip
    return len(days)


def _forget_files(*, outbreak_id: UUID, today: date, by: Actor, now: datetime) -> int:
    """Files whose day is over: what they brought leaves the store, then the file is deleted with its refused rows."""
    over = list(
        RecordFile.objects.filter(outbreak_id=outbreak_id, retention_until__lt=today).defer("content")
    )
    for file in over:
        gone, left = 0, 0
        if file.batch:
            from .. import engine

            gone, left = engine.forget_batch(engine.store_of(file.outbreak.slug), batch=file.batch)
        audit.record(by=by, action="movement.forget_file", subject=file, outbreak_id=outbreak_id, now=now,
                     after={"file": file.file_name, "parts_destroyed": gone, "parts_that_go_with_their_day": left})  # fmt: skip
        file.delete()
    return len(over)
