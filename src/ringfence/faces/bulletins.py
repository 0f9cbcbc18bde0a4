"""Bulletins as pages, feeds, interface and command tell them alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.cache import cache

from ringfence.command.bulletins import queries as bulletins
from ringfence.command.bulletins.queries import Public, Version
from ringfence.command.bulletins.rules.release import Placed
from ringfence.command.bulletins.rules.text import changed_lines
from ringfence.registry.outbreaks import queries as outbreaks

from . import wording

KEPT_SECONDS = 60  # house decision, as the public counts: the database is asked once a minute, whoever asks
FORMAT = {"format": "ringfence-bulletins", "v": 1}


def times(*, real_now: datetime) -> dict[UUID, datetime]:
    """The time in each outbreak that everybody reads about."""
    found = outbreaks.with_ids(ids=outbreaks.ids_with_purpose(purpose=bulletins.PUBLISHED)).values()
    return {one.id: outbreaks.now_for(one, real_now=real_now) for one in found}


def archive(*, language: str, real_now: datetime) -> list[dict[str, Any]]:
    """Everything published, newest first, kept for a minute."""
    kept: list[dict[str, Any]] | None = cache.get(f"bulletins:{language}")
    if kept is None:
        found = bulletins.published(now_of=times(real_now=real_now))
        kept = [public_told(one, language=language) for one in found]
        cache.set(f"bulletins:{language}", kept, KEPT_SECONDS)
    return kept


def one(*, slug: str, number: int, language: str, real_now: datetime) -> dict[str, Any]:
    """One published bulletin. Raises NotFound."""
    name = f"bulletin:{slug}:{number}:{language}"
    kept: dict[str, Any] | None = cache.get(name)
    if kept is None:
        found = bulletins.published_one(slug=slug, number=number, now_of=times(real_now=real_now))
        kept = public_told(found, language=language)
        cache.set(name, kept, KEPT_SECONDS)
    return kept


def public_told(found: Public, *, language: str) -> dict[str, Any]:
    """A bulletin for everybody in one language: what it says now, and every text that it said before with when and why."""
    newest = found.newest
    outbreak = found.bulletin.outbreak
    told = bulletins.told(newest, language=language, places=found.places_stand)
    return FORMAT | {
        "outbreak": outbreak.slug, "outbreak_name": outbreak.name if language == "zh" else outbreak.name_en or outbreak.name,
        "number": found.bulletin.number, "version": newest.number, "language": language, "title": told.title,
        "state": "WITHDRAWN" if found.withdrawn else "CORRECTED" if newest.number > found.versions[0].number else "PUBLISHED",
        "published_at": found.published_at, "changed_at": found.changed_at, "as_of": newest.as_of,
        "numbers": list(told.numbers) if not found.withdrawn else [], "counties": list(told.counties),
        "places": list(told.places), "places_until": found.places_until, "places_stand": found.places_stand,
        "had_places": any(one.places for one in found.versions), "paragraphs": list(told.paragraphs), "advice": told.advice,
        "changes": _changes(found, language),
    }  # fmt: skip


def _changes(found: Public, language: str) -> list[dict[str, Any]]:
    """For each correction, newest first: when, why, and the text before it line by line, struck where it went."""
    withheld_up_to = max((one.number for one in found.versions if one.withholds), default=0)
    rows = []
    for before, after in zip(found.versions, found.versions[1:], strict=False):
        lines = [] if before.number < withheld_up_to else changed_lines(
            _lines(before, language, found.places_stand), _lines(after, language, found.places_stand)
        )  # fmt: skip
        rows.append({
            "at": after.decided_at, "kind": str(after.kind), "why": after.why_zh if language == "zh" else after.why_en,
            "withheld": before.number < withheld_up_to, "lines": [{"mark": mark, "text": text} for mark, text in lines if mark],
        })  # fmt: skip
    return rows[::-1]


def _lines(one: Version, language: str, places: bool) -> list[str]:
    if one.kind == Version.Kind.WITHDRAWAL:
        return []
    return bulletins.told(one, language=language, places=places).whole().splitlines()


def staff_told(one: Version) -> dict[str, Any]:
    """A version for staff, in both languages."""
    return {
        "id": one.id, "bulletin_id": one.bulletin_id, "number": one.bulletin.number, "version": one.number,
        "kind": str(one.kind), "state": str(one.state), "as_of": one.as_of, "numbers": one.numbers, "places": one.places,
        "text_zh": bulletins.told(one, language="zh").whole(), "text_en": bulletins.told(one, language="en").whole(),
        "why_zh": one.why_zh, "why_en": one.why_en, "withholds": one.withholds, "drafted_at": one.drafted_at,
        "drafted_by_name": one.drafted_by_name, "decided_at": one.decided_at, "decided_by_name": one.decided_by_name,
        "decided_why": one.decided_why, "homonyms": one.homonyms,
    }  # fmt: skip


def findings_told(found: Sequence[Placed]) -> list[dict[str, Any]]:
    """Findings with their places, as JSON."""
    return [
        {
            "kind": str(one.finding.kind), "text": one.text, "line": one.line, "column": one.column,
            "start": one.finding.start, "end": one.finding.end, "found": one.finding.text, "sentence": wording.say(one.sentence()),
        }
        for one in found
    ]  # fmt: skip
