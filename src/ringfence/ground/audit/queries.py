"""Reading the record."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from ringfence.kernel import NotFound, reason

from .models import AuditEntry


def of_subject(*, subject_type: str, subject_id: object) -> QuerySet[AuditEntry]:
    """Everything done to one subject, oldest first."""
    return AuditEntry.objects.filter(subject_type=subject_type, subject_id=str(subject_id)).order_by("id")


def of_subjects(*, pairs: dict[str, list[str]]) -> QuerySet[AuditEntry]:
    """Everything done to several subjects, named as type -> ids; oldest first."""
    found = AuditEntry.objects.none()
    for subject_type, ids in pairs.items():
        found = found | AuditEntry.objects.filter(subject_type=subject_type, subject_id__in=ids)
    return found.order_by("id")


def of_outbreak(*, outbreak_id: UUID, kind: str = "DEED") -> QuerySet[AuditEntry]:
    """Everything done (DEED) or looked at (LOOK) in one outbreak, newest first."""
    return AuditEntry.objects.filter(outbreak_id=outbreak_id, kind=kind).order_by("-id")


def of_accounts(*, organisation_ids: Collection[UUID]) -> QuerySet[AuditEntry]:
    """Signing in and out, and what failed, of the accounts of these organisations, newest first; and what named no account."""
    found = AuditEntry.objects.filter(outbreak_id=None, subject_type="account")
    return found.filter(Q(organisation_id__in=organisation_ids) | Q(subject_id="")).order_by("-id")


def deeds(*, subject_type: str) -> QuerySet[AuditEntry]:
    """Deeds done to subjects of one type; for asking whether a state of theirs is on record."""
    return AuditEntry.objects.filter(subject_type=subject_type, kind=AuditEntry.Kind.DEED)


def last_of(*, action: str, outbreak_id: UUID | None = None) -> AuditEntry | None:
    """The newest entry of one kind of deed, in one outbreak or outside all of them."""
    return AuditEntry.objects.filter(action=action, outbreak_id=outbreak_id).order_by("-id").first()


def entry(*, entry_id: int) -> AuditEntry:
    try:
        return AuditEntry.objects.get(id=entry_id)
    except AuditEntry.DoesNotExist:
        raise NotFound(reason("There is no such entry.")) from None


def looks_at(*, person_id: UUID) -> QuerySet[AuditEntry]:
    """Who looked at a person's data, newest first; by an index over the people of every look."""
    return AuditEntry.objects.filter(kind=AuditEntry.Kind.LOOK, persons__contains=[person_id]).order_by("-id")


def actors_of(*, action: str, outbreak_id: UUID) -> list[tuple[UUID, str, UUID, int]]:
    """Who did this deed in an outbreak how often, as (id, name, organisation, times)."""
    found = AuditEntry.objects.filter(action=action, outbreak_id=outbreak_id).order_by()
    rows = found.values_list("by_id", "organisation_id").annotate(name=Max("by_name"), times=Count("id"))
    return [(by_id, name, house, times) for by_id, house, name, times in rows]
