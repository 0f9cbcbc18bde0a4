"""Finding holds and certificates, and who is held."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from ringfence.kernel import NotFound, reason

from .models import Certificate, Forgotten, LegalHold


def holds(*, outbreak_id: UUID) -> QuerySet[LegalHold]:
    """Every hold of an outbreak, lifted or not; newest first."""
    return LegalHold.objects.filter(outbreak_id=outbreak_id).order_by("-placed_at", "-id")


def running(*, today: date) -> Q:
    """The condition: a hold keeps data today."""
    return Q(lifted_at=None, ends_on__gte=today)


def everybody_is_held(*, outbreak_id: UUID, today: date) -> bool:
    return LegalHold.objects.filter(running(today=today), outbreak_id=outbreak_id, person_id=None).exists()


def held(*, outbreak_id: UUID, today: date) -> set[UUID]:
    """Who is held by name in an outbreak today."""
    found = LegalHold.objects.filter(running(today=today), outbreak_id=outbreak_id, person_id__isnull=False)
    return {one for one in found.values_list("person_id", flat=True) if one is not None}


def forgotten_among(*, person_ids: Collection[UUID]) -> set[UUID]:
    return set(Forgotten.objects.filter(person_id__in=person_ids).values_list("person_id", flat=True))


def certificates(*, outbreak_id: UUID) -> QuerySet[Certificate]:
    """Newest first."""
    return Certificate.objects.filter(outbreak_id=outbreak_id).order_by("-at", "-id")


def certified_days(*, outbreak_id: UUID) -> set[tuple[str, str]]:
    """(day, key) of every day of the movement store that a certificate of this outbreak tells of."""
    found = Certificate.objects.filter(outbreak_id=outbreak_id, content__has_key="movement_days")
    return {(one["day"], one["key"]) for each in found for one in each.content["movement_days"]}


def certificate(*, certificate_id: UUID, outbreak_id: UUID) -> Certificate:
    found = Certificate.objects.filter(id=certificate_id, outbreak_id=outbreak_id).first()
    if found is None:
        raise NotFound(reason("There is no such certificate."))
    return found


def behind(*, certificate_id: UUID) -> list[UUID]:
    """The numbers of the people behind a certificate."""
    found = Forgotten.objects.filter(certificate_id=certificate_id).order_by("person_id")
    return list(found.values_list("person_id", flat=True))


def destroyed_keys(*, certificate_id: UUID) -> list[UUID]:
    """The numbers of the data keys that a certificate says are destroyed."""
    found = Forgotten.objects.filter(certificate_id=certificate_id, data_key__isnull=False).order_by(
        "data_key"
    )
    return [one for one in found.values_list("data_key", flat=True) if one is not None]


__all__ = ["Certificate", "LegalHold", "behind", "certificate", "certificates", "certified_days", "destroyed_keys", "everybody_is_held", "forgotten_among",
           "held", "holds", "running"]  # fmt: skip
