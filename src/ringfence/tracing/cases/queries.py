"""Finding cases and their sources."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left, Lower

from ringfence.ground.access import Actor, Permission, in_areas, visible_areas
from ringfence.kernel import NotFound, reason
from ringfence.registry.people import queries as people

from .models import CandidateLink, Case, RulingOut

COUNTED = ~Q(classification=Case.Classification.RULED_OUT)


def visible_to(*, by: Actor, outbreak_id: UUID) -> QuerySet[Case]:
    """Cases that the reader may see, newest report first."""
    return Case.objects.filter(
        in_areas("area__code", visible_areas(by, Permission.CASE_READ)), outbreak_id=outbreak_id
    ).select_related("person__identity", "area")


def everywhere(*, outbreak_id: UUID) -> QuerySet[Case]:
    """Cases that count, wherever they live: for sums that are published; the caller has checked the permission."""
    return Case.objects.filter(COUNTED, outbreak_id=outbreak_id)


def people_among(*, outbreak_id: UUID, person_ids: Collection[UUID]) -> set[UUID]:
    """Which of these people are, or were taken for, cases of the outbreak."""
    found = Case.objects.filter(outbreak_id=outbreak_id, person_id__in=person_ids)
    return set(found.order_by().values_list("person_id", flat=True))


def case(*, case_id: UUID, by: Actor) -> Case:
    found = (
        Case.objects.filter(in_areas("area__code", visible_areas(by, Permission.CASE_READ)), id=case_id)
        .select_related("person__identity", "area", "outbreak", "confirming_sample")
        .first()
    )
    if found is None:
        raise NotFound(reason("There is no such case in the areas that you can see."))
    return found


def bare(*, case_id: UUID) -> Case:
    """A case for actions and rules; the caller has checked the permission."""
    try:
        return Case.objects.select_related("outbreak").get(id=case_id)
    except Case.DoesNotExist:
        raise NotFound(reason("There is no such case.")) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """What a list of cases may be narrowed by; empty means everything.

    `text` is a case number, a name, pinyin, a telephone or an identity number; `found_by` may also be COMMUNITY;
    `kind` is that of the curve: IMPORTED, else CONFIRMED, ASYMPTOMATIC or OTHER.
    """

    text: str = ""
    classification: str = ""
    area_code: str = ""
    origin: str = ""
    found_by: str = ""
    severity: str = ""
    reported_on: date | None = None
    onset_on: date | None = None
    kind: str = ""
    without_source: bool = False


def listed(*, by: Actor, outbreak_id: UUID, wanted: CaseFilter) -> QuerySet[Case]:
    """Cases narrowed by a filter, newest report first."""
    found = visible_to(by=by, outbreak_id=outbreak_id)
    text = wanted.text.strip()
    if text:
        found = _about(found, text)
    exact = {
        "classification": wanted.classification, "origin": wanted.origin, "severity": wanted.severity,
        "reported_on": wanted.reported_on, "onset_date": wanted.onset_on,
    }  # fmt: skip
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.area_code:
        found = found.filter(area__code__startswith=wanted.area_code)
    if wanted.kind:
        found = found.filter(_of_kind(wanted.kind), COUNTED)
    if wanted.without_source:
        found = without_source(found.filter(COUNTED))
    if wanted.found_by == "COMMUNITY":
        return found.filter(COMMUNITY)
    return found.filter(found_by=wanted.found_by) if wanted.found_by else found


def _about(found: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Those whose number begins with the text, if it holds a digit and there are any; else those of people who match.

    One or the other: no index answers both questions at once.
    """
    numbered = found.alias(key=Lower("number")).filter(key__startswith=text.lower())
    if people.holds_digit(text) and numbered.exists():
        return numbered
    return found.filter(people.whose_person_matches(text))


def _of_kind(kind: str) -> Q:
    imported = Q(origin=Case.Origin.IMPORTED)
    if kind == Case.Origin.IMPORTED:
        return imported
    named = (Case.Classification.CONFIRMED, Case.Classification.ASYMPTOMATIC)
    return ~imported & (Q(classification=kind) if kind in named else ~Q(classification__in=named))


# A community-detected case was found outside quarantine; where that is not known it is counted apart (DOMAIN 11).
COMMUNITY = COUNTED & ~Q(found_by__in=[Case.FoundBy.QUARANTINE, Case.FoundBy.UNKNOWN])


def by_number(*, outbreak_id: UUID, number: str) -> Case | None:
    known = Case.objects.annotate(
        key=Lower("number")
    )  # as the index has it; `iexact` would ask for another one
    found = known.filter(outbreak_id=outbreak_id, key=number.strip().lower()).order_by()
    return next(iter(found[:1]), None)


def person_ids(*, case_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Who the cases are, for a check of many rows."""
    return dict(Case.objects.filter(id__in=case_ids).values_list("id", "person_id"))


def of_person(*, person_id: UUID, outbreak_id: UUID) -> Case | None:
    """The case that this person is in the outbreak, if any."""
    return Case.objects.filter(COUNTED, person_id=person_id, outbreak_id=outbreak_id).first()


def links_of(*, case_id: UUID) -> QuerySet[CandidateLink]:
    """Candidate sources of a case, the chosen one first."""
    return (
        CandidateLink.objects.filter(case_id=case_id)
        .select_related("source_case")
        .order_by("-chosen", "created_at")
    )


def mentions_of(*, case_id: UUID) -> QuerySet[CandidateLink]:
    """Links in which this case is named as a possible source of another."""
    return CandidateLink.objects.filter(source_case_id=case_id).select_related("case")


def links(*, outbreak_id: UUID) -> QuerySet[CandidateLink]:
    """All candidate links of an outbreak."""
    return CandidateLink.objects.filter(outbreak_id=outbreak_id).select_related("case", "source_case")


def count_by_area(*, by: Actor, outbreak_id: UUID, digits: int) -> dict[str, int]:
    """Cases (ruled out ones not counted) by the first digits of their area code."""
    found = visible_to(by=by, outbreak_id=outbreak_id).filter(COUNTED).order_by()
    rows = found.values_list(Left("area_id", digits)).annotate(n=Count("*"))
    return dict(rows)


def last_community_report(*, by: Actor, outbreak_id: UUID) -> datetime | None:
    """When the newest community-detected case was reported."""
    return (
        visible_to(by=by, outbreak_id=outbreak_id).filter(COMMUNITY).order_by("-reported_at")
        .values_list("reported_at", flat=True).first()
    )  # fmt: skip


def without_source(found: QuerySet[Case]) -> QuerySet[Case]:
    """Of these cases, the local ones for which not even a possible source is named."""
    named = CandidateLink.objects.filter(case_id=OuterRef("id")).exclude(
        source_kind=CandidateLink.SourceKind.UNKNOWN
    )
    return found.exclude(origin=Case.Origin.IMPORTED).filter(~Exists(named))


def for_duplicate_check(
    *, outbreak_id: UUID, numbers: Sequence[str], id_numbers: Sequence[str], phones: Sequence[str],
    sounds_and_days: Sequence[tuple[str, str]], sounds_and_ages: Sequence[tuple[str, str]],
) -> list[Case]:  # fmt: skip
    """Cases that may be one of these: by number, identity number, telephone, or sound of the name with birth or age."""
    inside = Case.objects.filter(outbreak_id=outbreak_id)
    ways: list[QuerySet[Any]] = []
    if numbers:
        ways.append(inside.annotate(key=Lower("number")).filter(key__in=numbers))
    if id_numbers:
        ways.append(inside.filter(people.with_numbers(id_numbers)))
    if phones:
        ways.append(inside.filter(people.with_phones(phones)))
    if sounds_and_days:
        sounds, days = zip(*sounds_and_days, strict=True)
        ways.append(inside.filter(people.sounding_like(sounds), person__birth_date__in=days))
    if sounds_and_ages:
        sounds, ages = zip(*sounds_and_ages, strict=True)
        ways.append(inside.filter(people.sounding_like(sounds), person__age_years__in=ages))
    ids = {case_id for way in ways for case_id in way.values_list("id", flat=True)}
    return list(Case.objects.filter(id__in=ids).select_related("person__identity"))


def numbers_of(*, outbreak_id: UUID) -> list[str]:
    """The numbers of all cases of an outbreak; for reading a line list that mentions them."""
    return list(Case.objects.filter(outbreak_id=outbreak_id).values_list("number", flat=True))


def numbers_by_id(*, case_ids: Collection[UUID]) -> dict[UUID, str]:
    """The numbers of cases by their ids; for the record of deeds."""
    return dict(Case.objects.filter(id__in=case_ids).order_by().values_list("id", "number"))


def odd_numbers(*, outbreak_id: UUID) -> list[str]:
    """Case numbers with spaces or letters beyond ASCII, in lower case; files may write them in another way."""
    odd = Case.objects.filter(outbreak_id=outbreak_id, number__regex="[^!-~]").order_by()
    return list(odd.annotate(key=Lower("number")).values_list("key", flat=True))


def numbers_of_people(*, outbreak_id: UUID, person_ids: Collection[UUID]) -> dict[UUID, str]:
    """Which of these people are a case of the outbreak, ruled-out ones apart, and that case's number."""
    found = Case.objects.filter(outbreak_id=outbreak_id, person_id__in=person_ids).filter(COUNTED).order_by()
    return dict(found.values_list("person_id", "number"))


def named_after_their_case(*, person_ids: Collection[UUID]) -> set[UUID]:
    """Those of these people whose name nobody told: they go by the number of a case."""
    found = Case.objects.filter(person_id__in=person_ids).order_by().values_list("person_id", "number")
    numbered = list(found)
    called = people.names_of(person_ids=[one for one, _ in numbered])
    return {one for one, number in numbered if called.get(one) == number}


def last_report(*, by: Actor, outbreak_id: UUID) -> datetime | None:
    """When the newest case of any kind was reported."""
    found = visible_to(by=by, outbreak_id=outbreak_id).filter(COUNTED).order_by("-reported_at")
    return found.values_list("reported_at", flat=True).first()


def extra_names(*, by: Actor, outbreak_id: UUID) -> list[str]:
    """Names of the extra columns that imported files brought along."""
    found = (
        visible_to(by=by, outbreak_id=outbreak_id)
        .order_by()
        .exclude(extra={})
        .values_list("extra", flat=True)
    )
    names: set[str] = set()
    for extra in found.iterator(chunk_size=2000):
        names |= set(extra.get("extra", {}))
    return sorted(names)


def ruling_of(*, case_id: UUID) -> RulingOut | None:
    """The newest ruling that this is no case, if there is one."""
    return RulingOut.objects.filter(case_id=case_id).order_by("-at").first()


def rulings_to_tell(*, by: Actor, outbreak_id: UUID) -> QuerySet[RulingOut]:
    """Rulings by which somebody's order changed and of which nobody has noted that the people were told."""
    areas = visible_areas(by, Permission.CASE_READ)
    found = RulingOut.objects.filter(
        in_areas("case__area__code", areas), outbreak_id=outbreak_id, told_at=None
    )
    return found.exclude(affected=[]).select_related("case__person__identity", "case__area")


def ruled_out(*, outbreak_id: UUID) -> QuerySet[Case]:
    """Every case that turned out to be none."""
    return Case.objects.filter(~COUNTED, outbreak_id=outbreak_id)


def ruled_out_among(*, case_ids: Iterable[UUID]) -> list[UUID]:
    """Those of these cases that were ruled out."""
    found = Case.objects.filter(id__in=list(case_ids), classification=Case.Classification.RULED_OUT)
    return list(found.values_list("id", flat=True))
