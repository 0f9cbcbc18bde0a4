"""Whose record a row is: by identity number, by telephone, by the number that was given; somebody new is registered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from ringfence.cores.pseudonyms import Purpose
from ringfence.ground.access import Actor
from ringfence.kernel import Reason, reason
from ringfence.registry.people import actions as people_actions
from ringfence.registry.people import names
from ringfence.registry.people import queries as people
from ringfence.registry.people import rules as person_rules

from . import vault

FIRST_GUESS = vault.NUMBERS - 1  # in a preview, people who would be registered count down from here

CITIZEN_DIGITS = 18
AT_ONCE = 1_000  # people registered in one go


@dataclass
class Whose:
    """The number of each row ("" where nobody can be told) and why not; how many people are new."""

    numbers: list[str] = field(default_factory=list)
    why_not: dict[int, Reason] = field(default_factory=dict)
    known: int = 0
    new: int = 0


def whose(
    rows: Sequence[Mapping[str, str]], *, outbreak: Any, by: Actor, now: datetime, only_look: bool
) -> Whose:
    """Tell the rows' people apart. With `only_look` nobody is registered and no number is given."""
    told = [_told(row) for row in rows]
    persons, new, faulty = _recognised(told)
    if not only_look:
        persons |= _registered(new, outbreak=outbreak, by=by, now=now)
        given = vault.give_numbers(outbreak_id=outbreak.id, person_ids=list(persons.values()), now=now)
    else:
        given = vault.numbers_of(
            outbreak_id=outbreak.id, person_ids=persons.values(), purpose=Purpose.RECORDS
        )
    found = Whose(known=len(set(persons.values())) - (0 if only_look else len(new)), new=len(new))
    pretended: dict[Any, int] = {}
    ours = _numbers_given(told, outbreak.id)
    for line, one in enumerate(told, 2):
        who: Any = persons.get(one) or (one if one in new else None)
        if who is None and one[3] in ours:
            found.numbers.append(one[3])
        elif who is None:
            found.numbers.append("")
            found.why_not[line] = faulty.get(one) or _why_not(one)
        else:
            number = given.get(who)
            found.numbers.append(
                str(pretended.setdefault(who, FIRST_GUESS - len(pretended)) if number is None else number)
            )
    return found


Told = tuple[str, str, str, str]  # identity number, telephone, name, number of the store


def _told(row: Mapping[str, str]) -> Told:
    words = [(row.get(name) or "").strip() for name in ("id_number", "phone", "name", "person")]
    return words[0].upper(), words[1].replace(" ", "").replace("-", ""), words[2], words[3]


def _recognised(told: Sequence[Told]) -> tuple[dict[Told, UUID], list[Told], dict[Told, Reason]]:
    """Who is known to the registry; who is told with a name and can be registered; whose number is wrong."""
    numbers = people.holders(numbers={one[0] for one in told if one[0]})
    by_phone: dict[str, list[tuple[str, UUID]]] = defaultdict(list)
    for phone, pinyin, owner in people.by_phones(phones=sorted({one[1] for one in told if one[1]})):
        by_phone[phone].append((pinyin, owner))
    persons: dict[Told, UUID] = {}
    new: list[Told] = []
    faulty: dict[Told, Reason] = {}
    for one in dict.fromkeys(told):
        holder = numbers.get(one[0])
        fault = _fault(one, holder)
        if fault is not None:
            faulty[one] = fault
            continue
        person_id = holder.person_id if holder else _by_phone(one, by_phone.get(one[1], []))
        if person_id is not None:
            persons[one] = person_id
        elif one[2] and (one[0] or one[1]):
            new.append(one)
    return persons, new, faulty


def _fault(told: Told, holder: people.Holder | None) -> Reason | None:
    """What is wrong with the identity number: somebody else's, or one that cannot be."""
    if holder is not None:
        another = told[2] and names.pinyin_key(told[2]) != names.pinyin_key(holder.name)
        return reason("This identity number belongs to somebody with another name.") if another else None
    if len(told[0]) == CITIZEN_DIGITS:
        valid = person_rules.valid_citizen_number(told[0])
        return None if valid.allowed else valid.reasons[0]
    return None


def _by_phone(told: Told, owners: list[tuple[str, UUID]]) -> UUID | None:
    """A telephone names its only owner; of a household's telephone the name decides."""
    if told[2]:
        key = names.pinyin_key(told[2])
        owners = [one for one in owners if one[0] == key]
    return owners[0][1] if len({one[1] for one in owners}) == 1 else None


def _registered(new: Sequence[Told], *, outbreak: Any, by: Actor, now: datetime) -> dict[Told, UUID]:
    """Register the new ones; several ways to tell one identity number are one person."""
    first: dict[str, people_actions.PersonFacts] = {}
    for one in new:
        facts = people_actions.PersonFacts(
            name=one[2], id_number=one[0], phone=one[1], area_code=outbreak.area_id
        )
        first.setdefault(_key(one), facts)
    persons: dict[str, UUID] = {}
    keys = list(first)
    for n in range(0, len(keys), AT_ONCE):
        persons |= _together({key: first[key] for key in keys[n : n + AT_ONCE]}, by=by, now=now)
    return {one: persons[_key(one)] for one in new}


def _key(told: Told) -> str:
    return told[0] or f"{told[1]} {told[2]}"


def _together(told: Mapping[str, people_actions.PersonFacts], *, by: Actor, now: datetime) -> dict[str, UUID]:
    """Register all of them at once; one by one if somebody else has registered one of them meanwhile."""
    try:
        with transaction.atomic():
            ids = people_actions.register_many(people=list(told.values()), by=by, now=now)
    except IntegrityError:
        ids = [people_actions.register(facts=facts, by=by, now=now).id for facts in told.values()]
    return dict(zip(told, ids, strict=True))


def _numbers_given(told: Sequence[Told], outbreak_id: UUID) -> set[str]:
    """Those numbers in the file that are numbers of this outbreak's people."""
    typed = {int(one[3]) for one in told if one[3].isascii() and one[3].isdigit() and len(one[3]) <= 8}
    return {str(number) for number in vault.those_given(outbreak_id=outbreak_id, numbers=typed)}


def _why_not(told: Told) -> Reason:
    if told[0] or told[1]:
        return reason("Nobody in the registry has this identity number or telephone. With the name in the row the person is registered.")  # fmt: skip
    if told[3]:
        return reason("Nobody in this outbreak has this number.")
    return reason("The row does not say whose it is: an identity number, a telephone or a number is needed.")
