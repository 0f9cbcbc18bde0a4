"""Bulletins: gathering what may be told, checking, drafting, releasing; and what was published, for everybody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.views.decorators.cache import cache_control
from ninja import Field, Query, Schema
from ninja.decorators import decorate_view
from ninja.errors import HttpError

from ringfence.command.bulletins import actions
from ringfence.command.bulletins import queries as found
from ringfence.command.bulletins.rules import text
from ringfence.faces import bulletins, wording
from ringfence.faces.access import PUBLIC
from ringfence.faces.asking import asks_too_often
from ringfence.ground.access import Permission

from ..inside import Call
from ..operations import INSIDE, Operations
from ..paging import Cursor, Listed, listed
from ..schema import NO_NUL, Day, Given, Instant, Line, Paragraph

operations = Operations("bulletins")
ONE = f"{INSIDE}/bulletins/{{draft_id}}"


class BulletinVersion(Schema):
    """A version of a bulletin with its whole texts. `numbers.cells`: `count` null means that the group is not told."""

    id: UUID
    bulletin_id: UUID
    number: int
    version: int
    kind: str
    state: str
    as_of: Instant
    numbers: dict[str, Any]
    places: list[dict[str, Any]]
    text_zh: str
    text_en: str
    why_zh: str
    why_en: str
    withholds: bool
    drafted_at: Instant
    drafted_by_name: str
    decided_at: Instant | None
    decided_by_name: str
    decided_why: str
    homonyms: list[dict[str, Any]]


class TextFinding(Schema):
    """`found` stands at letters `start` to `end` of the text, in `line` at `column` (both counted from 1)."""

    kind: str
    text: str
    line: int
    column: int
    start: int
    end: int
    found: str
    sentence: str


class TextChecked(Schema):
    clean: bool
    findings: list[TextFinding]


class OfferedPlace(Schema):
    """A place and day of all cases together; `times` in minutes of the day, an end that nobody told is null."""

    key: str
    place: str
    area_code: str
    day: Day
    times: list[list[int | None]]


class LeftOutPlaces(Schema):
    why: str
    count: int


class BulletinFacts(Schema):
    """What a bulletin may tell now."""

    numbers: dict[str, Any]
    places: list[OfferedPlace]
    left_out: list[LeftOutPlaces]


class CheckText(Given):
    text: str = Field(min_length=1, max_length=8000, pattern=NO_NUL)


class DraftBulletin(Given):
    """`places`: keys of offered places, each with TEST_NOW, WATCH or NOTHING. Counts are written {total}, {new}."""

    text_zh: str = Field("", max_length=4000, pattern=NO_NUL)
    text_en: str = Field("", max_length=4000, pattern=NO_NUL)
    places: dict[str, str] = Field(default_factory=dict)
    corrects: UUID | None = Field(
        None, description="A `bulletin_id`: this is its correction, or its withdrawal."
    )
    withdraws: bool = False
    withholds: bool = Field(
        False, description="The earlier texts tell who somebody is and are no longer shown."
    )
    why_zh: str = Field("", max_length=300, pattern=NO_NUL)
    why_en: str = Field("", max_length=300, pattern=NO_NUL)


class ReleaseBulletin(Given):
    homonyms: dict[Line, Line] = Field(
        default_factory=dict, description="For each name found: who else is meant."
    )


class RejectBulletin(Given):
    why: Paragraph = Field(min_length=1)


class BulletinChange(Schema):
    at: Instant
    kind: str
    why: str
    withheld: bool
    lines: list[dict[str, str]]


class PublicBulletin(Schema):
    """A published bulletin in one language. `changes`: newest first, the text before it line by line, `mark` - struck, + new."""

    format: str = "ringfence-bulletins"
    v: int = 1
    outbreak: str
    outbreak_name: str
    number: int
    version: int
    language: str
    title: str
    state: str
    published_at: Instant
    changed_at: Instant
    as_of: Instant
    numbers: list[str]
    counties: list[str]
    places: list[str]
    places_until: Instant
    places_stand: bool
    paragraphs: list[str]
    advice: str
    changes: list[BulletinChange]


class PublicBulletins(Schema):
    items: list[PublicBulletin]


class InLanguage(Schema):
    language: Line = Field("zh", pattern="^(zh|en)$")


@operations.read(f"{INSIDE}/bulletins/facts", BulletinFacts, needs=Permission.BULLETIN_DRAFT)
def facts(request: Call) -> object:
    """Counts and places of this moment. Gathering is on record."""
    told = actions.gather(outbreak_id=request.outbreak.id, by=request.user, now=request.outbreak_now)
    return {
        "numbers": told.numbers,
        "places": [
            {"key": one.key, "place": one.place, "area_code": one.area_code, "day": one.day, "times": [list(pair) for pair in one.times]}
            for one in told.lines
        ],
        "left_out": [{"why": wording.say(one.why), "count": one.count} for one in told.left_out],
    }  # fmt: skip


@operations.write(f"{INSIDE}/bulletins/check", TextChecked, needs=Permission.BULLETIN_DRAFT, kept=False)
def check(request: Call, told: CheckText) -> object:
    """What in a text tells who somebody is. Checks are on record and limited."""
    seen = actions.check(
        outbreak_id=request.outbreak.id, told=told.text, by=request.user, now=request.outbreak_now
    )
    return {"clean": not seen, "findings": bulletins.findings_told(seen)}


@operations.write(f"{INSIDE}/bulletins", BulletinVersion, needs=Permission.BULLETIN_DRAFT, status=201)
def draft(request: Call, told: DraftBulletin) -> object:
    """Keep a draft, a correction or a withdrawal; nothing is published by it."""
    kept = actions.draft(
        outbreak_id=request.outbreak.id, told=actions.Draft(**told.dict()), by=request.user, now=request.outbreak_now
    )  # fmt: skip
    return bulletins.staff_told(kept)


@operations.read(f"{INSIDE}/bulletins", Listed[BulletinVersion], needs=Permission.BULLETIN_READ)
def list_some(request: Call, at: Query[Cursor]) -> object:
    """Every version, newest first."""
    rows = found.visible_to(by=request.user, outbreak_id=request.outbreak.id)
    return listed(rows, at=at, order=("-drafted_at", "-id"), shown=bulletins.staff_told)


@operations.read(ONE, BulletinVersion, needs=Permission.BULLETIN_READ)
def show(request: Call, draft_id: UUID) -> object:
    """One version."""
    return bulletins.staff_told(_version(request, draft_id))


@operations.write(f"{ONE}/release", BulletinVersion, needs=Permission.BULLETIN_RELEASE)
def release(request: Call, draft_id: UUID, told: ReleaseBulletin) -> object:
    """Publish it, as a second person of another organisation. The texts go through the detector again."""
    one = _version(request, draft_id)
    kept = actions.release(
        version_id=one.id, homonyms=told.homonyms, by=request.user, now=request.outbreak_now
    )
    return bulletins.staff_told(kept)


@operations.write(f"{ONE}/reject", BulletinVersion, needs=Permission.BULLETIN_RELEASE)
def reject(request: Call, draft_id: UUID, told: RejectBulletin) -> object:
    """Send it back with a reason."""
    one = _version(request, draft_id)
    return bulletins.staff_told(
        actions.reject(version_id=one.id, why=told.why, by=request.user, now=request.outbreak_now)
    )


@operations.write(f"{ONE}/discard", BulletinVersion, needs=Permission.BULLETIN_DRAFT)
def discard(request: Call, draft_id: UUID) -> object:
    """Take a draft back."""
    one = _version(request, draft_id)
    return bulletins.staff_told(actions.discard(version_id=one.id, by=request.user, now=request.outbreak_now))


@operations.read("/public/bulletins", PublicBulletins, needs=PUBLIC)
@decorate_view(cache_control(public=True, max_age=bulletins.KEPT_SECONDS))
def published(request: Any, at: Query[InLanguage]) -> object:
    """Everything published, newest first. No key is needed."""
    if asks_too_often(request):
        raise HttpError(429, "")
    language = text.EN if at.language == text.EN else text.ZH
    return {"items": bulletins.archive(language=language, real_now=request.received_at)}


def _version(request: Call, draft_id: UUID) -> found.Version:
    return found.version(version_id=draft_id, outbreak_id=request.outbreak.id, by=request.user)
