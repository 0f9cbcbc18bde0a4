"""What a text that somebody types may be, and the rows of a list whose person matches it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from ringfence.ground import acting
from ringfence.registry.identities import queries as identities

from . import names
from .models import IndexCard

FEW_PEOPLE = 500  # as in `guard.borne_by_many`: a rare name has ten bearers, a surname a tenth of the city
Reading = tuple[str, Any]
_LATIN = re.compile(r"^[a-z' -]+$")


def whose_person_matches(text: str) -> Q:
    """A condition on rows of a list that have a `person`: those about somebody who matches the text.

    Few people are found first and their rows by them: left to itself the database guesses how many bear a name, and
    for a name of which it thinks too much it looks through the whole list. Where many match, the list is walked, and
    readings of the text that nobody answers to are left out: "wang" are the initials of nobody, and to ask for both
    takes three times as long as to ask for the pinyin.
    """
    readings = readings_of(text)
    common = _borne_by_many(readings)
    rare = [one for one in readings if one not in common]
    few = IndexCard.objects.filter(_any_of(rare))
    if not common:
        return Q(person_id__in=list(few.values_list("person_id", flat=True)))
    sought = [*common, *(rare if rare and few.exists() else [])]
    return Q(Exists(IndexCard.objects.filter(_any_of(sought), person_id=OuterRef("person_id"))))


def _borne_by_many(readings: Sequence[Reading]) -> list[Reading]:
    """Those of the readings that more than a few of the whole register answer to, whoever asks.

    Held to the policies, a reader's own rows would have to be told from everybody else's who bears the name, all over the
    city, before it is known that they are many. The database says it for all of them together, and nothing about anybody.
    """
    by_name = [one for one in readings if one[0] == "tokens__contains"]
    if not by_name or not acting.is_held():
        cards = IndexCard.objects.order_by()
        return [one for one in by_name if cards.filter(Q(one))[FEW_PEOPLE : FEW_PEOPLE + 1].exists()]
    with connection.cursor() as cursor:
        cursor.execute("select guard.borne_by_many(%s::bigint[])", [[one[1][0] for one in by_name]])
        many = set(cursor.fetchone()[0])
    return [one for one in by_name if one[1][0] in many]


def _any_of(readings: Sequence[Reading]) -> Q:
    found = Q()
    for reading in readings:
        found |= Q(reading)
    return found


def readings_of(text: str) -> list[Reading]:
    """What the text may be: a condition on a field of an index card and its value; each has its own index."""
    compact, index = text.replace(" ", ""), identities.index()
    if re.fullmatch(r"\d{17}[\dXx]", compact):
        return _of_number("id_number", index.id_number(compact))
    if re.fullmatch(r"\+?[\d-]{7,}", compact):
        return _of_number("phone", index.phone(compact))
    if _LATIN.match(text.lower()):
        key = names.pinyin_key(text)
        pinyin = ("tokens__contains", [index.beginning_of_pinyin(key)])
        return [pinyin, *([("tokens__contains", [index.initials(key)])] if len(key) <= 4 else [])]
    return [("tokens__contains", [index.beginning_of_name(text)])]


def _of_number(column: str, key: bytes) -> list[Reading]:
    """Whose number has this hash. Seven dashes are no telephone: an empty hash is that of everybody without one."""
    return [(column, key) if key else ("person_id__in", [])]
