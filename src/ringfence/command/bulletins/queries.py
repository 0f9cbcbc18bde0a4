"""Finding bulletins: for staff with the permission, and for everybody what was published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.kernel import NotFound, reason

from .models import Bulletin, Version
from .rules import exposure, text

PUBLISHED = "RESPONSE"  # drills and past outbreaks are not told to everybody
MOST_IN_A_FEED = 50


def visible_to(*, by: Actor, outbreak_id: UUID) -> QuerySet[Version]:
    """Versions of an outbreak whose whole area the reader may see, newest first."""
    reaches = in_areas("bulletin__outbreak__area__code", visible_areas(by, Permission.BULLETIN_READ))
    found = Version.objects.filter(reaches, bulletin__outbreak_id=outbreak_id)
    return found.select_related("bulletin__outbreak")


def waiting(*, by: Actor, outbreak_id: UUID) -> QuerySet[Version]:
    """Drafts that nobody has released or sent back yet, with the area of their outbreak."""
    found = visible_to(by=by, outbreak_id=outbreak_id).filter(state=Version.State.DRAFT)
    return found.select_related("bulletin__outbreak__area")


def version(*, version_id: UUID, outbreak_id: UUID, by: Actor) -> Version:
    found = visible_to(by=by, outbreak_id=outbreak_id).filter(id=version_id).first()
    if found is None:
        raise NotFound(reason("There is no such bulletin."))
    return found


def current(*, bulletin_id: UUID) -> Version | None:
    """The newest released version of a bulletin."""
    return (
        Version.objects.filter(bulletin_id=bulletin_id, state=Version.State.RELEASED)
        .order_by("-number")
        .first()
    )


def last_numbers(*, outbreak_id: UUID) -> dict[str, Any]:
    """The numbers of the last released text of the outbreak; nothing before the first."""
    found = Version.objects.filter(bulletin__outbreak_id=outbreak_id, state=Version.State.RELEASED)
    newest = found.exclude(kind=Version.Kind.WITHDRAWAL).order_by("-decided_at", "-number").first()
    return dict(newest.numbers) if newest else {}


def told(one: Version, *, language: str, places: bool = True) -> text.Told:
    """What a version says in this language; `places` False: the place lines were taken down."""
    outbreak = one.bulletin.outbreak
    return text.bulletin(
        language=language, number=one.bulletin.number, as_of=one.as_of, numbers=one.numbers,
        outbreak=outbreak.name if language == text.ZH else outbreak.name_en or outbreak.name,
        places=one.places if places else (), text=one.text_zh if language == text.ZH else one.text_en,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Public:
    """A published bulletin: its versions (oldest first), the newest of them, whether its places still stand."""

    bulletin: Bulletin
    versions: tuple[Version, ...]
    places_stand: bool

    @property
    def newest(self) -> Version:
        return self.versions[-1]

    @property
    def withdrawn(self) -> bool:
        return self.newest.kind == Version.Kind.WITHDRAWAL

    @property
    def published_at(self) -> datetime:
        return _decided(self.versions[0])

    @property
    def changed_at(self) -> datetime:
        return _decided(self.newest)

    @property
    def places_until(self) -> datetime:
        return _taken_down_at(self.versions)


def published(*, now_of: Mapping[UUID, datetime], limit: int = MOST_IN_A_FEED) -> list[Public]:
    """The newest published bulletins of everybody's outbreaks. `now_of`: the time there, by outbreak."""
    found = _published(now_of).annotate(changed=Max("versions__decided_at")).order_by("-changed", "-number")
    return _with_versions(list(found[:limit]), now_of)


def published_one(*, slug: str, number: int, now_of: Mapping[UUID, datetime]) -> Public:
    """One published bulletin, by the short name of its outbreak and its number."""
    found = _with_versions(list(_published(now_of).filter(outbreak__slug=slug, number=number)), now_of)
    if not found:
        raise NotFound(reason("There is no such bulletin."))
    return found[0]


def _published(now_of: Mapping[UUID, datetime]) -> QuerySet[Bulletin]:
    released = Version.objects.filter(state=Version.State.RELEASED).values("bulletin_id")
    found = Bulletin.objects.filter(
        outbreak_id__in=list(now_of), outbreak__purpose=PUBLISHED, id__in=released
    )
    return found.select_related("outbreak")


def _with_versions(found: Sequence[Bulletin], now_of: Mapping[UUID, datetime]) -> list[Public]:
    released = Version.objects.filter(bulletin__in=found, state=Version.State.RELEASED).order_by("number")
    by_bulletin: dict[UUID, list[Version]] = {}
    for one in released.select_related("bulletin__outbreak"):
        by_bulletin.setdefault(one.bulletin_id, []).append(one)
    return [_public(one, by_bulletin[one.id], now_of[one.outbreak_id]) for one in found]


def _public(bulletin: Bulletin, versions: Sequence[Version], now: datetime) -> Public:
    return Public(bulletin, tuple(versions), places_stand=now < _taken_down_at(versions))


def _taken_down_at(versions: Sequence[Version]) -> datetime:
    """Fourteen days after the text with the places was published; a correction does not prolong them."""
    return _decided(versions[0]) + timedelta(days=exposure.KEPT_DAYS)


def _decided(one: Version) -> datetime:
    if one.decided_at is None:
        raise ValueError("A published version was decided.")
    return one.decided_at


ADVICE = text.ADVICE

__all__ = ["ADVICE", "Bulletin", "Public", "Version", "current", "published", "published_one", "told", "version", "visible_to", "waiting"]  # fmt: skip
