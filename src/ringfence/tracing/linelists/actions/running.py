"""The import itself: batch by batch, each in its own transaction, so that a killed job goes on where it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import F

from ringfence.cores.linelist.accounting import USUAL_OUTCOME, RowOutcome
from ringfence.cores.linelist.rows import LineListRow, ReadingPlan
from ringfence.cores.linelist.sources import SourceMention
from ringfence.cores.linelist.verdicts import Judged, Verdict
from ringfence.ground import alarms, audit
from ringfence.ground.access import Actor
from ringfence.kernel import Refused, city_date, reason
from ringfence.registry.outbreaks import actions as outbreaks
from ringfence.registry.outbreaks import queries as register
from ringfence.registry.people import actions as people
from ringfence.registry.people import queries as person_register
from ringfence.tracing.cases import many as cases

from .. import clashes, files, rows
from ..models import ImportRow, ImportRun
from . import noting
from .preparing import locked, notes_of

Mentions = tuple[SourceMention, ...]  # what the source text of a row mentions
BATCH = 500  # rows in one transaction: a page of progress, and little to repeat after a kill


@alarms.watched("import.queue")
@transaction.atomic
def queue(*, run_id: UUID, by: Actor, now: datetime) -> ImportRun:
    """Say that the import shall run; the worker takes it from here. Told twice: nothing changes.

    Refused: a list in which no column tells of an infection; a list of people is no list of cases (domain 9.2).
    """
    run = locked(run_id, by)
    if run.state in (ImportRun.State.QUEUED, ImportRun.State.RUNNING, ImportRun.State.DONE):
        return run
    if run.state != ImportRun.State.PREVIEWED:
        raise Refused(reason("Look at the preview first; then import."))
    register.require_running(outbreak_id=run.outbreak_id)
    if not files.tells_of_infection(run):
        raise alarms.Breach(
            reason("No column tells of an infection (onset, sample, report, classification): a list of people is no list of cases."),
            kind="FREE_LIST", subject=("importrun", run.id), outbreak_id=run.outbreak_id, area_code=run.outbreak.area_id,
        )  # fmt: skip
    run.state, run.error = ImportRun.State.QUEUED, ""
    run.save(update_fields=["state", "error"])
    audit.record(by=by, action="import.queue", subject=run, outbreak_id=run.outbreak_id, now=now)
    return run


@transaction.atomic
def start(*, run_id: UUID, by: Actor, now: datetime) -> ImportRun:
    """The worker begins, or goes on after it was killed."""
    run = locked(run_id, by)
    if run.state == ImportRun.State.QUEUED:
        run.state, run.started_at = ImportRun.State.RUNNING, now
        run.save(update_fields=["state", "started_at"])
    return run


def run_batch(*, run_id: UUID, by: Actor, now: datetime) -> bool:
    """Import everything that is left, batch by batch; True when this call finished it. Safe to repeat at any time."""
    run = ImportRun.objects.get(id=run_id)
    if run.state != ImportRun.State.RUNNING:
        return False
    plan = files.plan_of(run, today=city_date(now))
    open_numbers = set(run.rows.filter(became=ImportRow.Became.NOTHING_YET).values_list("number", flat=True))
    left = (one for one in files.judged_rows(run, plan=plan) if one.row.number in open_numbers)
    areas = rows.AreaFinder(outbreak_area=run.outbreak.area_id)
    read: dict[int, Mentions] = {}
    while batch := list(islice(left, BATCH)):
        read |= {one.row.number: one.row.sources for one in batch if isinstance(one.row, LineListRow)}
        with transaction.atomic():
            _import(locked(run_id, by), batch, plan, areas=areas, by=by, now=now)
    with transaction.atomic():
        _finish(locked(run_id, by), plan, read, by=by, now=now)
    return True


@transaction.atomic
def fail(*, run_id: UUID, error: str, by: Actor, now: datetime) -> ImportRun:
    """Note that the import stopped by an error; what was imported stays and the rest can be run again."""
    run = locked(run_id, by)
    run.state, run.error = ImportRun.State.FAILED, error[:2000]
    run.save(update_fields=["state", "error"])
    audit.record(by=by, action="import.fail", subject=run, outbreak_id=run.outbreak_id, now=now)
    return run


def _import(
    run: ImportRun,
    batch: Sequence[Judged],
    plan: ReadingPlan,
    *,
    areas: rows.AreaFinder,
    by: Actor,
    now: datetime,
) -> None:
    kept = {row.number: row for row in run.rows.filter(number__in=[one.row.number for one in batch])}
    outcomes = {one.row.number: _outcome(one, kept[one.row.number]) for one in batch}

    def those(outcome: RowOutcome) -> list[Judged]:
        return [one for one in batch if outcomes[one.row.number] is outcome]

    faults = clashes.of_created(those(RowOutcome.CREATED), outbreak_id=run.outbreak_id)
    outcomes |= dict.fromkeys(faults, RowOutcome.FAILED)
    created = _create(run, those(RowOutcome.CREATED), areas=areas, by=by, now=now)
    faults |= clashes.of_updated(those(RowOutcome.UPDATED))
    outcomes |= dict.fromkeys(faults, RowOutcome.FAILED)
    _update(run, those(RowOutcome.UPDATED), areas=areas, by=by, now=now)
    noting.note(run, [
        noting.Noted(number, outcomes[number], one.verdict, notes_of(one, plan, *([faults[number]] if number in faults else [])),
                     created.get(number) or (UUID(one.ref) if one.ref else None))
        for one in batch for number in [one.row.number]
    ])  # fmt: skip
    counted = Counter(outcomes.values())
    ImportRun.objects.filter(id=run.id).update(
        rows_done=F("rows_done") + len(batch), created=F("created") + counted[RowOutcome.CREATED],
        updated=F("updated") + counted[RowOutcome.UPDATED], unchanged=F("unchanged") + counted[RowOutcome.UNCHANGED],
        skipped=F("skipped") + counted[RowOutcome.SKIPPED], failed=F("failed") + counted[RowOutcome.FAILED],
    )  # fmt: skip


def _outcome(judged: Judged, row: ImportRow) -> RowOutcome:
    """What becomes of a row: what its verdict says, unless a person decided otherwise."""
    if judged.verdict is Verdict.WRONG:
        return RowOutcome.FAILED
    if row.choice == ImportRow.Choice.SKIP:
        return RowOutcome.SKIPPED
    if row.choice == ImportRow.Choice.CREATE and judged.verdict is Verdict.DUPLICATE_SUSPECTED:
        return RowOutcome.CREATED
    return USUAL_OUTCOME[judged.verdict]


def _create(
    run: ImportRun, batch: Sequence[Judged], *, areas: rows.AreaFinder, by: Actor, now: datetime
) -> dict[int, UUID]:
    """Register the people and add the cases of a batch; returns row number -> case id."""
    today = city_date(now)
    new = []
    for judged in batch:
        if isinstance(judged.row, LineListRow):
            number = judged.row.case_id or outbreaks.next_case_number(outbreak_id=run.outbreak_id)
            new.append(
                (judged.row.number, rows.new_case(judged.row, areas=areas, number=number, today=today))
            )
    known = person_register.holders(numbers=[one.person.id_number for _, one in new])
    people.register_many(
        people=[one.person for _, one in new if one.person.id_number not in known], by=by, now=now
    )
    imported = [rows.of_known_person(one.case, known.get(one.person.id_number)) for _, one in new]
    ids = cases.add(outbreak_id=run.outbreak_id, imported=imported, by=by, now=now)
    return dict(zip([number for number, _ in new], ids, strict=True))


def _update(
    run: ImportRun, batch: Sequence[Judged], *, areas: rows.AreaFinder, by: Actor, now: datetime
) -> None:
    """Known cases of a batch, and their people, as the file corrects them."""
    known = [(one, one.row, UUID(one.ref)) for one in batch if one.ref and isinstance(one.row, LineListRow)]
    person_of = cases.update(
        outbreak_id=run.outbreak_id, by=by, now=now,
        told=[rows.case_changed(row, case_id=case_id, areas=areas) for _, row, case_id in known],
    )  # fmt: skip
    about_people = {
        person_of[case_id]: rows.person_changed(one) for one, _, case_id in known if case_id in person_of
    }
    people.correct_many(changes={who: what for who, what in about_people.items() if what}, by=by, now=now)


def _finish(
    run: ImportRun, plan: ReadingPlan, read: Mapping[int, Mentions], *, by: Actor, now: datetime
) -> None:
    """Name the sources, now that every case of the file is there; then the account must add up."""
    if run.state == ImportRun.State.DONE:
        return
    run.links_found = _link(run, plan, read, by=by, now=now)
    run.state, run.finished_at = ImportRun.State.DONE, now
    run.save(update_fields=["links_found", "state", "finished_at"])
    audit.record(by=by, action="import.done", subject=run, outbreak_id=run.outbreak_id, now=now,
                 after={"rows": run.rows_in, "created": run.created, "updated": run.updated, "links": run.links_found})  # fmt: skip


def _link(
    run: ImportRun, plan: ReadingPlan, read: Mapping[int, Mentions], *, by: Actor, now: datetime
) -> int:
    """The sources that the rows mention. `read`: those of the rows that this call imported; the file is read again for others."""
    without = [ImportRow.Became.SKIPPED, ImportRow.Became.FAILED]
    with_case = run.rows.exclude(case_id=None).exclude(became__in=without)
    case_of_row = {
        number: case_id for number, case_id in with_case.values_list("number", "case_id") if case_id
    }
    if (
        not case_of_row.keys() <= read.keys()
    ):  # the job was killed and goes on: some rows were imported before
        read = {row.number: row.sources for row in files.good_rows(plan)}
    mentioned = [
        (case_id, mention) for number, case_id in case_of_row.items() for mention in read.get(number, ())
    ]
    wanted = sorted({mention.case_id for _, mention in mentioned if mention.case_id})
    by_number = cases.numbers(outbreak_id=run.outbreak_id, wanted=wanted)
    named = [(case_id, rows.source_named(mention, by_number=by_number)) for case_id, mention in mentioned]
    return cases.link(outbreak_id=run.outbreak_id, named=named, by=by, now=now)
