"""Drafting, checking, releasing, sending back: what is published was signed by two people of two organisations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from ringfence.ground import access, audit, outbox
from ringfence.ground.access import Actor, Permission
from ringfence.ground.audit import queries as record
from ringfence.kernel import NotFound, Reason, Refused, reason
from ringfence.registry.outbreaks import queries as outbreaks

from . import facts, queries
from .models import Bulletin, Version
from .rules import release as rules
from .rules import text
from .states import TRANSITIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the drafter says; numbers and places are the platform's. `places`: keys of place lines, with an advice each.

    `corrects`: the bulletin that this corrects or withdraws, with why; `withholds`: its old texts are no longer shown.
    """

    text_zh: str = ""
    text_en: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    corrects: UUID | None = None
    withdraws: bool = False
    withholds: bool = False
    why_zh: str = ""
    why_en: str = ""


@transaction.atomic
def gather(*, outbreak_id: UUID, by: Actor, now: datetime) -> facts.Facts:
    """What a bulletin could tell now: counts, and place lines of all cases together. On record, for it reads all of them."""
    outbreak = outbreaks.outbreak(outbreak_id=outbreak_id)
    access.require(by, Permission.BULLETIN_DRAFT, area_code=outbreak.area_id)
    found = facts.gathered(outbreak=outbreak, before=queries.last_numbers(outbreak_id=outbreak_id), now=now)
    audit.record(by=by, action="bulletin.gather", subject=("outbreak", outbreak_id), outbreak_id=outbreak_id, now=now,
                 after={"count": len(found.lines)})  # fmt: skip
    return found


@transaction.atomic
def check(*, outbreak_id: UUID, told: str, by: Actor, now: datetime, where: str = "") -> list[rules.Placed]:
    """What in a text tells who somebody is. Each check is on record, and they are limited: a list of names is no text."""
    outbreak = outbreaks.outbreak(outbreak_id=outbreak_id)
    access.require(by, Permission.BULLETIN_DRAFT, area_code=outbreak.area_id)
    if len(told) > 2 * rules.LONGEST_TEXT:
        raise Refused(reason("A text has at most {most} letters.", most=2 * rules.LONGEST_TEXT))
    _not_too_often(outbreak_id, by, now)
    found = rules.placed(facts.findings(text=told, outbreak=outbreak), whole=told, text=where or "–")
    _checked(outbreak_id, found, by=by, now=now)
    return found


@transaction.atomic
def draft(*, outbreak_id: UUID, told: Draft, by: Actor, now: datetime) -> Version:
    """Keep a draft. Refused: a language missing, a count typed by hand, a place that is not offered, anything that tells who."""
    outbreak = outbreaks.outbreak(outbreak_id=outbreak_id)
    access.require(by, Permission.BULLETIN_DRAFT, area_code=outbreak.area_id)
    bulletin, number, kind = _of(outbreak_id, told)
    version = Version(
        bulletin=bulletin, number=number, kind=kind, as_of=now, why_zh=told.why_zh.strip(), why_en=told.why_en.strip(),
        withholds=told.withholds, drafted_at=now, drafted_by_id=by.id, drafted_by_name=str(by),
        drafted_organisation_id=by.organisation_id,
    )  # fmt: skip
    if kind != Version.Kind.WITHDRAWAL:
        _fill(version, told, outbreak, now)
    _not_too_often(outbreak_id, by, now)
    found = _found_in(version, outbreak)
    if not (decision := rules.clean(found)).allowed:
        raise Refused(*decision.reasons)
    _checked(outbreak_id, found, by=by, now=now)
    if kind == Version.Kind.FIRST:
        bulletin.save(force_insert=True)
    version.save(force_insert=True)
    _written(version, "bulletin.draft", by=by, now=now)
    return version


@transaction.atomic
def release(*, version_id: UUID, homonyms: Mapping[str, str], by: Actor, now: datetime) -> Version:
    """Publish a draft. Its texts go through the detector again: people may have been listed since it was drafted.

    `homonyms`: for each name that somebody listed bears, who else is meant.
    """
    version = _locked(version_id)
    access.require(by, Permission.BULLETIN_RELEASE, area_code=version.bulletin.outbreak.area_id)
    found = _found_in(version, version.bulletin.outbreak)
    decision = rules.may_release(
        drafted_by=version.drafted_by_id, drafted_organisation=version.drafted_organisation_id, by=by.id,
        organisation=by.organisation_id, findings=found, homonyms=homonyms,
    )  # fmt: skip
    if not decision.allowed:
        raise Refused(*decision.reasons)
    names = sorted({one.finding.text for one in found})
    version.homonyms = [{"text": name, "why": homonyms[name].strip()} for name in names]
    _decided(version, Version.State.RELEASED, why="", by=by, now=now)
    _written(version, "bulletin.release", by=by, now=now, reasons=decision.reasons)
    return version


@transaction.atomic
def reject(*, version_id: UUID, why: str, by: Actor, now: datetime) -> Version:
    """Send a draft back, with a reason."""
    version = _locked(version_id)
    access.require(by, Permission.BULLETIN_RELEASE, area_code=version.bulletin.outbreak.area_id)
    decision = rules.may_reject(why=why)
    if not decision.allowed:
        raise Refused(*decision.reasons, fields={"why": decision.reasons})
    _decided(version, Version.State.REJECTED, why=why, by=by, now=now)
    _written(version, "bulletin.reject", by=by, now=now)
    return version


@transaction.atomic
def discard(*, version_id: UUID, by: Actor, now: datetime) -> Version:
    """Take a draft back; it stays to be read by staff."""
    version = _locked(version_id)
    access.require(by, Permission.BULLETIN_DRAFT, area_code=version.bulletin.outbreak.area_id)
    _decided(version, Version.State.DISCARDED, why="", by=by, now=now)
    _written(version, "bulletin.discard", by=by, now=now)
    return version


@transaction.atomic
def seen_by_the_second(*, version_id: UUID, by: Actor, now: datetime) -> list[rules.Placed]:
    """What the detector finds in a draft now, for who may release it. On record, for it asks the register."""
    version = _locked(version_id)
    access.require(by, Permission.BULLETIN_RELEASE, area_code=version.bulletin.outbreak.area_id)
    found = _found_in(version, version.bulletin.outbreak)
    _checked(version.bulletin.outbreak_id, found, by=by, now=now)
    return found


def _found_in(version: Version, outbreak: outbreaks.Outbreak) -> list[rules.Placed]:
    """Findings of both texts and both reasons, with their places."""
    found = []
    for language, name in ((text.ZH, "中文"), (text.EN, "English")):
        whole = queries.told(version, language=language).whole()
        why = version.why_zh if language == text.ZH else version.why_en
        whole = f"{whole}\n{why}" if why else whole
        found += rules.placed(facts.findings(text=whole, outbreak=outbreak), whole=whole, text=name)
    return found


def _of(outbreak_id: UUID, told: Draft) -> tuple[Bulletin, int, str]:
    """The bulletin, the number of the new version, and what kind it is."""
    if told.corrects is None:
        last = Bulletin.objects.filter(outbreak_id=outbreak_id).aggregate(last=Max("number"))["last"] or 0
        return (
            Bulletin(outbreak=outbreaks.outbreak(outbreak_id=outbreak_id), number=last + 1),
            1,
            Version.Kind.FIRST,
        )
    bulletin = Bulletin.objects.select_for_update(of=("self",)).select_related("outbreak").filter(id=told.corrects, outbreak_id=outbreak_id).first()  # fmt: skip
    current = queries.current(bulletin_id=told.corrects) if bulletin else None
    if bulletin is None or current is None:
        raise NotFound(reason("There is no such bulletin."))
    if current.kind == Version.Kind.WITHDRAWAL:
        raise Refused(reason("This bulletin was withdrawn; write a new one."))
    if bulletin.versions.filter(state=Version.State.DRAFT).exists():
        raise Refused(reason("A correction of this bulletin waits already."))
    if not told.why_zh.strip() or not told.why_en.strip():
        missing = reason("Say in both languages why; everybody reads it.")
        raise Refused(missing, fields={name: [missing] for name in ("why_zh", "why_en") if not getattr(told, name).strip()})  # fmt: skip
    last = bulletin.versions.aggregate(last=Max("number"))["last"]
    return bulletin, last + 1, Version.Kind.WITHDRAWAL if told.withdraws else Version.Kind.CORRECTION


def _fill(version: Version, told: Draft, outbreak: outbreaks.Outbreak, now: datetime) -> None:
    """Numbers, chosen places and the texts with their numbers."""
    known = facts.gathered(outbreak=outbreak, before=queries.last_numbers(outbreak_id=outbreak.id), now=now)
    exact = {name: one["count"] for name, one in known.numbers["cells"].items() if one["count"] is not None}
    decision = rules.may_keep(text_zh=told.text_zh, text_en=told.text_en, known=sorted(exact))
    if not decision.allowed:
        raise Refused(*decision.reasons)
    version.numbers = known.numbers
    version.places = _chosen(known, told.places)
    version.text_zh, version.text_en = (
        rules.filled(one.strip(), exact) for one in (told.text_zh, told.text_en)
    )


def _chosen(known: facts.Facts, chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    lines = {one.key: one for one in known.lines}
    if set(chosen) - set(lines):
        raise Refused(reason("The places have changed since you looked; choose them again."))
    if len(chosen) > rules.MOST_PLACES:
        raise Refused(reason("A bulletin tells at most {most} places.", most=rules.MOST_PLACES))
    wrong = [one for one in chosen.values() if one not in text.ADVICE]
    if wrong:
        raise Refused(reason("Choose what people are to do from the list."))
    return [
        {
            "key": key, "place": one.place, "area": known.areas[one.area_code][0], "area_en": known.areas[one.area_code][1],
            "day": one.day.isoformat(), "times": [list(pair) for pair in one.times], "advice": chosen[key],
        }
        for key, one in lines.items() if key in chosen
    ]  # fmt: skip


def _not_too_often(outbreak_id: UUID, by: Actor, now: datetime) -> None:
    since = now - timedelta(hours=1)
    recent = record.of_outbreak(outbreak_id=outbreak_id).filter(
        by_id=by.id, action="bulletin.check", at__gt=since
    )
    if recent.count() >= rules.MOST_CHECKS_AN_HOUR:
        raise Refused(reason("A text is checked at most {most} times an hour; the checks are on record.", most=rules.MOST_CHECKS_AN_HOUR))  # fmt: skip


def _checked(outbreak_id: UUID, found: Sequence[rules.Placed], *, by: Actor, now: datetime) -> None:
    """How many of which kind; the record never repeats what was found."""
    kinds = sorted({str(one.finding.kind) for one in found})
    audit.record(by=by, action="bulletin.check", subject=("outbreak", outbreak_id), outbreak_id=outbreak_id, now=now,
                 after={"count": len(found), "codes": kinds})  # fmt: skip


def _locked(version_id: UUID) -> Version:
    found = Version.objects.select_for_update(of=("self",)).select_related("bulletin__outbreak").filter(id=version_id).first()  # fmt: skip
    if found is None:
        raise NotFound(reason("There is no such bulletin."))
    return found


def _decided(version: Version, to: str, *, why: str, by: Actor, now: datetime) -> None:
    if to not in TRANSITIONS[version.state]:
        raise Refused(reason("This draft was decided before; reload the page."))
    version.state, version.decided_at, version.decided_why = to, now, why.strip()[:300]
    version.decided_by_id, version.decided_by_name, version.decided_organisation_id = (
        by.id,
        str(by),
        by.organisation_id,
    )
    version.save()


def _written(
    version: Version, action: str, *, by: Actor, now: datetime, reasons: Sequence[Reason] = ()
) -> None:
    outbreak_id = version.bulletin.outbreak_id
    audit.record(by=by, action=action, subject=("bulletin", version.bulletin_id), outbreak_id=outbreak_id, now=now,
                 reasons=reasons, after={"number": version.bulletin.number, "version": version.number, "kind": str(version.kind)})  # fmt: skip
    outbox.tell_screens(topic="bulletins", outbreak_id=outbreak_id)
    outbox.tell_screens(topic="tasks", outbreak_id=outbreak_id)
