"""Finding people, limited to the areas that the reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from ringfence.ground.access import Actor, Permission, in_areas, may, visible_areas
from ringfence.ground.retention.holdings import MASK
from ringfence.kernel import NotFound, reason
from ringfence.registry.identities import queries as identities

from . import names, rules
from .models import Identity, IndexCard, Person
from .names import pinyin_key
from .seeking import Reading, readings_of
from .seeking import whose_person_matches as whose_person_matches

MOST_NAMESAKES = 300  # of a pasted list; beyond that a name alone says nothing
NAMES_AT_ONCE = 5_000  # asked for in one statement


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person with their identity, as shown on a page. Ages are in completed years."""

    id: UUID
    name: str
    sex: str
    age_years: int | None
    birth_date: date | None
    id_number: str
    phone: str
    address: str
    workplace: str
    occupation: str
    guardian: str
    area_code: str
    area_name: str
    household_id: UUID | None
    needs_carer: bool


def visible_to(*, by: Actor) -> QuerySet[Person]:
    return Person.objects.filter(in_areas("area__code", visible_areas(by, Permission.PERSON_READ)))


def person(*, person_id: UUID, by: Actor, on: date) -> NamedPerson:
    """One person with identity. Raises NotFound also when the reader may not see them."""
    found = visible_to(by=by).select_related("identity", "area").filter(id=person_id).first()
    if found is None:
        raise NotFound(reason("There is no such person in the areas that you can see."))
    return named(found, on=on)


def people(*, person_ids: Iterable[UUID], on: date) -> dict[UUID, NamedPerson]:
    """Many people at once, for a list whose rows the reader has been shown to be allowed to see."""
    rows = Person.objects.select_related("identity", "area").filter(id__in=list(person_ids))
    return {row.id: named(row, on=on) for row in rows}


def search(*, text: str, by: Actor, on: date, within_code: str = "", limit: int = 50) -> list[NamedPerson]:
    """People found by name, pinyin, initials, telephone or identity number, as the text looks; at most `limit`."""
    wanted = text.strip()
    if not wanted or not may(by, Permission.PERSON_READ):
        return []
    seen = in_areas("area_code", visible_areas(by, Permission.PERSON_READ))
    if within_code:
        seen &= Q(area_code__startswith=within_code)
    ids = _first_of_each(IndexCard.objects.filter(seen), readings_of(wanted), limit)
    shown = people(person_ids=ids, on=on)
    return sorted(
        (shown[one] for one in ids if one in shown), key=lambda one: (len(one.name), one.name, one.id)
    )


def _first_of_each(cards: QuerySet[IndexCard], readings: Sequence[Reading], limit: int) -> list[UUID]:
    """The first people found by each reading of a text, `limit` in all.

    One reading after the other: asked for both at once, the database collects everybody called Wang in the city before
    it gives back fifty.
    """
    found: dict[UUID, None] = {}
    for reading in readings:
        found |= dict.fromkeys(cards.filter(Q(reading)).values_list("person_id", flat=True)[:limit])
    return list(found)[:limit]


def holds_digit(text: str) -> bool:
    """Then the text may be the number of a case or of a tube; names rarely hold any."""
    return any(character.isdigit() for character in text)


class Holder(NamedTuple):
    """Who has an identity number. For duplicate checks only; the name is compared, never shown."""

    person_id: UUID
    name: str


def holding_number(number: str) -> UUID | None:
    """Who has this identity number; nobody has an empty one. For duplicate checks only."""
    key = identities.index().id_number(number)
    return (
        IndexCard.objects.filter(id_number=key).values_list("person_id", flat=True).first() if key else None
    )


def holders(*, numbers: Iterable[str]) -> dict[str, Holder]:
    """Who has these identity numbers, by the number."""
    told = _by_key(numbers, identities.index().id_number)
    cards = IndexCard.objects.filter(id_number__in=told)
    who = {bytes(key): person for key, person in cards.values_list("id_number", "person_id")}
    called = names_of(person_ids=who.values())
    return {text: Holder(who[key], called[who[key]]) for key in who for text in told[key]}


def names_of(*, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of these people. For duplicate checks only."""
    return {one.person_id: one.name for one in Identity.objects.filter(person_id__in=set(person_ids))}


def by_phones(*, phones: Sequence[str]) -> list[tuple[str, str, UUID]]:
    """(phone, pinyin, person) of everybody with one of these telephones. For duplicate checks only."""
    told = _by_key(phones, identities.index().phone)
    found = list(IndexCard.objects.filter(phone__in=told).values_list("phone", "person_id"))
    called = names_of(person_ids=[person for _, person in found])
    return [
        (text, names.pinyin_key(called[person]), person) for key, person in found for text in told[bytes(key)]
    ]


def with_numbers(numbers: Iterable[str]) -> Q:
    """A condition on rows that have a `person`: those about people with one of these identity numbers."""
    return Q(person__index_card__id_number__in=list(_by_key(numbers, identities.index().id_number)))


def with_phones(phones: Iterable[str]) -> Q:
    """The same by telephone."""
    return Q(person__index_card__phone__in=list(_by_key(phones, identities.index().phone)))


def sounding_like(pinyin: Iterable[str]) -> Q:
    """The same by the whole sound of the name."""
    return Q(person__index_card__sound__in=[identities.index().sound(one) for one in set(pinyin) if one])


def _by_key(texts: Iterable[str], hashed: Callable[[str], bytes]) -> dict[bytes, list[str]]:
    """What was told, by its keyed hash: one number may be told in several ways. What is none is left out."""
    found: dict[bytes, list[str]] = defaultdict(list)
    for one in dict.fromkeys(texts):
        if key := hashed(one):
            found[key].append(one)
    return dict(found)


def bearers(*, names: Collection[str], keys: Collection[str]) -> dict[str, set[UUID]]:
    """Who bears these names: `names` as written, `keys` by their pinyin (`people.names`). Only those that somebody bears.

    For checking texts: told is who, never what else is known of them. The one place that a text's words meet the register.
    """
    index = identities.index()
    by_sound: dict[int | None, set[str]] = {}
    for name in filter(None, names):
        by_sound.setdefault(index.sound(pinyin_key(name)), set()).add(name)
    sounds = {index.sound(key): key for key in filter(None, keys)}
    found: dict[str, set[UUID]] = {}
    for sound, who in _sounding({*by_sound, *sounds}):
        if sound in sounds:
            found.setdefault(sounds[sound], set()).update(who)
        if sound in by_sound:
            for person, called in names_of(person_ids=who).items():
                if called in by_sound[sound]:
                    found.setdefault(called, set()).add(person)
    return found


def _sounding(sounds: Collection[int | None]) -> Iterable[tuple[int, set[UUID]]]:
    """Sound -> who has a name of this sound."""
    asked = sorted(one for one in sounds if one is not None)
    found: dict[int, set[UUID]] = {}
    for first in range(0, len(asked), NAMES_AT_ONCE):
        cards = IndexCard.objects.filter(sound__in=asked[first : first + NAMES_AT_ONCE])
        for sound, person in cards.values_list("sound", "person_id"):
            if sound is not None:
                found.setdefault(sound, set()).add(person)
    return found.items()


def addresses(*, person_ids: Collection[UUID]) -> list[str]:
    """Where these people live, without whom: to leave homes out of what is published."""
    told = Identity.objects.filter(person_id__in=list(person_ids))
    return [address for one in told if (address := one.address) and address != MASK]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Somebody who was told about, by what was told. Empty text means: not told."""

    name: str
    phone: str = ""
    id_number: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A known person who may be the one meant. `sure`: the identity number, or telephone and name, are the same."""

    person: NamedPerson
    sure: bool


def matches(*, sought: Sequence[Sought], by: Actor, on: date) -> list[list[Match]]:
    """For each one sought, at most six known people who may be meant and whom the reader may see; the surest first."""
    index = identities.index()
    told = [
        (index.id_number(one.id_number), index.phone(one.phone), index.sound(names.pinyin_key(one.name)))
        for one in sought
    ]
    numbers, phones = ({each[at] for each in told if each[at]} for at in range(2))
    sounds = {each[2] for each in told if each[2] is not None}
    seen = in_areas("area_code", visible_areas(by, Permission.PERSON_READ))
    rows = IndexCard.objects.filter(seen).values_list("id_number", "phone", "sound", "person_id")
    exact = rows.filter(Q(id_number__in=numbers) | Q(phone__in=phones))
    namesakes = rows.filter(sound__in=sounds).order_by("person_id")[:MOST_NAMESAKES]
    known = [
        (bytes(row[0]), bytes(row[1]), *row[2:])
        for row in {row[3]: row for row in (*exact, *namesakes)}.values()
    ]
    shown = people(person_ids=[row[3] for row in known], on=on)
    return [_matches(one, known, shown) for one in told]


Hashed = tuple[bytes, bytes, int | None]  # identity number, telephone, sound of the name


def _matches(
    told: Hashed, known: list[tuple[bytes, bytes, int | None, UUID]], shown: dict[UUID, NamedPerson]
) -> list[Match]:
    number, phone, sound = told
    sure: list[UUID] = []
    maybe: list[UUID] = []
    for its_number, its_phone, its_sound, person_id in known:
        if number and number == its_number:
            sure.insert(0, person_id)
        elif phone and phone == its_phone and sound == its_sound and not (number and its_number):
            sure.append(person_id)
        elif (phone and phone == its_phone) or (sound and sound == its_sound):
            maybe.append(person_id)
    return [Match(shown[one], one in sure) for one in (*sure, *maybe)][:6]


def household_of(*, person_id: UUID) -> list[UUID]:
    """The other people who live with this person."""
    own = Person.objects.filter(id=person_id).values_list("household_id", flat=True).first()
    if own is None:
        return []
    return list(Person.objects.filter(household_id=own).exclude(id=person_id).values_list("id", flat=True))


def bare(*, person_id: UUID) -> Person:
    """A person without identity, for rules."""
    try:
        return Person.objects.get(id=person_id)
    except Person.DoesNotExist:
        raise NotFound(reason("There is no such person.")) from None


def named(row: Person, *, on: date) -> NamedPerson:
    identity = row.identity
    return NamedPerson(
        id=row.id, name=identity.name, sex=row.sex, birth_date=row.birth_date,
        age_years=rules.age_on(birth_date=row.birth_date, age_years=row.age_years, told_on=row.age_on, day=on),
        id_number=identity.id_number, phone=identity.phone, address=identity.address,
        workplace=identity.workplace, occupation=identity.occupation, guardian=identity.guardian,
        area_code=row.area_id, area_name=row.area.name, household_id=row.household_id, needs_carer=row.needs_carer,
    )  # fmt: skip


def address_of(*, person_id: UUID) -> str:
    """Where a person is to be picked up; for a transfer that was ordered."""
    found = Identity.objects.filter(person_id=person_id).first()
    return found.address if found else ""


def household_needs_room_together(*, household_id: UUID) -> bool:
    """Does anybody in the household need a carer (a child, somebody frail)? Then they stay in one room."""
    return Person.objects.filter(household_id=household_id, needs_carer=True).exists()


SEXES = Person.Sex.choices
