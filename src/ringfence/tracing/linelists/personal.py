"""What an imported file keeps of people: a copy, with days of its own."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from .models import ImportRow, ImportRun

UNDER_WAY = ("QUEUED", "RUNNING", "PREVIEWING")


def forget_files(*, outbreak_id: UUID, before: datetime) -> dict[str, int]:
    """Empty the files that were done before this instant, and remove those that were never run. Returns rows by table.

    The counts of each file stay, and the keys by which a row is known again.
    """
    found = ImportRun.objects.filter(outbreak_id=outbreak_id)
    old = found.filter(state__in=["DONE", "FAILED"], finished_at__lt=before).exclude(content=b"")
    rows = ImportRow.objects.filter(run__in=old).update(cells=[], changes={}, reasons=[])
    files = old.update(content=b"", survey={}, proposal={}, detected={}, error="")
    never = found.filter(uploaded_at__lt=before, finished_at=None).exclude(state__in=UNDER_WAY)
    removed = never.delete()[1]
    return {
        "linelists.ImportRow": rows + removed.get("linelists.ImportRow", 0),
        "linelists.ImportRun": files + removed.get("linelists.ImportRun", 0),
    }


def files_left(*, outbreak_id: UUID, before: datetime) -> int:
    """How many files are due."""
    found = ImportRun.objects.filter(outbreak_id=outbreak_id)
    done = found.filter(state__in=["DONE", "FAILED"], finished_at__lt=before).exclude(content=b"")
    never = found.filter(uploaded_at__lt=before, finished_at=None).exclude(state__in=UNDER_WAY)
    return done.count() + never.count()
