"""Finding imports and what became of their rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, QuerySet

from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.kernel import NotFound, reason

from .models import ImportRow, ImportRun, SavedMap


def visible_to(*, by: Actor, outbreak_id: UUID) -> QuerySet[ImportRun]:
    """Imports of the outbreak, newest first, without their files."""
    areas = visible_areas(by, Permission.LINE_LIST_IMPORT)
    return (
        ImportRun.objects.filter(in_areas("outbreak__area__code", areas), outbreak_id=outbreak_id)
        .defer("content").select_related("started_by")
    )  # fmt: skip


def run(*, run_id: UUID, by: Actor) -> ImportRun:
    areas = visible_areas(by, Permission.LINE_LIST_IMPORT)
    found = (
        ImportRun.objects.filter(in_areas("outbreak__area__code", areas), id=run_id).defer("content").first()
    )
    if found is None:
        raise NotFound(reason("There is no such import."))
    return found


def rows(*, run_id: UUID, verdict: str = "", became: str = "") -> QuerySet[ImportRow]:
    """Rows of an import in the order of the file."""
    found = ImportRow.objects.filter(run_id=run_id)
    found = found.filter(verdict=verdict) if verdict else found
    return found.filter(became=became) if became else found


def count_verdicts(*, run_id: UUID) -> dict[str, int]:
    """How many rows have which verdict."""
    counted = (
        ImportRow.objects.filter(run_id=run_id).order_by().values_list("verdict").annotate(n=Count("id"))
    )
    return dict(counted)


def saved_maps(*, outbreak_id: UUID) -> QuerySet[SavedMap]:
    return SavedMap.objects.filter(outbreak_id=outbreak_id)
