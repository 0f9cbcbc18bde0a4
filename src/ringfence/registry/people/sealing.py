"""Writing who somebody is: sealed with their own key, and an index card by which they are found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from ringfence.ground import many_rows
from ringfence.kernel import Refused, reason
from ringfence.registry.identities import actions as keys
from ringfence.registry.identities import queries as identities

from . import names
from .circle import FIELDS
from .models import Identity, IndexCard

# letters; a name is cut, as lists bring descriptions; of the others more is refused
LONGEST = {
    "name": 80,
    "id_number": 30,
    "phone": 30,
    "address": 200,
    "workplace": 120,
    "occupation": 60,
    "guardian": 80,
}
ON_CARDS = ("name", "id_number", "phone")  # a change of these changes the card


def keep(*, told: Mapping[UUID, Mapping[str, str]]) -> None:
    """New identities, with new keys, in the caller's transaction. Raises IntegrityError: an identity number is taken."""
    given = keys.tell_keys(person_ids=list(told))
    rows = [
        Identity(person_id=one, **{f"sealed_{field}": given[one].seal(field, text) for field, text in words.items()})
        for one, words in told.items()
    ]  # fmt: skip
    cards = [filled(IndexCard(person_id=one), words) for one, words in told.items()]
    _add(rows)
    _add(cards)


def rewrite(*, told: Mapping[UUID, tuple[Identity, Mapping[str, str]]]) -> None:
    """What changed of known identities, in the caller's transaction. Raises IntegrityError as `keep`."""
    changed: set[str] = set()
    found: dict[UUID, Mapping[str, str]] = {}
    known = identities.open_keys(person_ids=told)
    for one, (identity, words) in told.items():
        # who was forgotten and is told of again has none
        key = known.get(one) or keys.tell_keys(person_ids=[one])[one]
        for field, text in words.items():
            setattr(identity, f"sealed_{field}", key.seal(field, text))
        changed |= words.keys()
        if words.keys() & set(ON_CARDS):
            found[one] = words
    many_rows.update(
        rows=[one for one, _ in told.values()], fields=[f"sealed_{field}" for field in sorted(changed)]
    )
    _change_cards(found)


def plain(field: str, text: object) -> str:
    """A word as it is kept. Refused: too long."""
    close = str(text or "").strip()
    if field == "name":
        return close[: LONGEST[field]]
    if len(close) > LONGEST[field]:
        why = reason("This is too long. At most {most} characters fit.", most=LONGEST[field])
        raise Refused(why, fields={field: [why]})
    return close.upper() if field == "id_number" else close


def _change_cards(found: Mapping[UUID, Mapping[str, str]]) -> None:
    """Numbers and sounds in one statement; tokens, which change with a name only, card by card."""
    cards = [filled(card, found[card.person_id]) for card in IndexCard.objects.filter(person_id__in=found)]
    changed = {column for words in found.values() for column in _columns(words)}
    many_rows.update(rows=cards, fields=sorted(changed - {"tokens"}))
    for card in cards:
        if "name" in found[card.person_id]:
            card.save(update_fields=["tokens"])


def _columns(words: Iterable[str]) -> list[str]:
    return [
        column
        for field in words
        if field in ON_CARDS
        for column in (("tokens", "sound") if field == "name" else (field,))
    ]


def filled(card: IndexCard, words: Mapping[str, str]) -> IndexCard:
    """The card with the hashes of these words; of others it keeps what it says."""
    index = identities.index()
    if "name" in words:
        pinyin = names.pinyin_key(words["name"])
        card.tokens = index.of_name(name=words["name"], pinyin=pinyin, initials=names.initials(words["name"]))
        card.sound = index.sound(pinyin)
    if "id_number" in words:
        card.id_number = index.id_number(words["id_number"])
    if "phone" in words:
        card.phone = index.phone(words["phone"])
    return card


def _add(rows: Sequence[Any]) -> None:
    if len(rows) == 1:
        rows[0].save(force_insert=True)
    else:
        many_rows.insert(rows=rows)


__all__ = ["FIELDS", "ON_CARDS", "filled", "keep", "plain", "rewrite"]
