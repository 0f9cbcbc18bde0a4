"""Looking through the whole vault: does everything open, and does everybody stand on their index card?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from ringfence.registry.identities import queries as identities
from ringfence.registry.identities.queries import NotGenuine, OpenKey

from .circle import FIELDS, GONE
from .models import Identity, IndexCard
from .sealing import filled

AT_ONCE = 500
MOST_NAMED = 50  # faults that are told one by one; all are counted

NOT_GENUINE, NO_KEY, WRONG_CARD, WRONG_KEY, NO_PERSON = (
    "NOT_GENUINE", "NO_KEY", "WRONG_CARD", "WRONG_KEY", "KEY_OF_NOBODY",
)  # fmt: skip


@dataclass(slots=True)
class Checked:
    """What was found. People are told by their numbers only."""

    people: int = 0
    travellers: int = 0  # counted by their own room, which stands above
    words: int = 0
    counted: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[str, UUID, str]] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.counted

    def fault(self, code: str, person_id: UUID, of: str = "") -> None:
        self.counted[code] += 1
        if len(self.faults) < MOST_NAMED:
            self.faults.append((code, person_id, of))


def check() -> Checked:
    """Open every word once and compare every card. Refused: no key file, or not the right one."""
    found, last = Checked(), UUID(int=0)
    while part := list(Identity.objects.filter(person_id__gt=last).order_by("person_id")[:AT_ONCE]):
        _check_some(part, found)
        last = part[-1].person_id
    known = Identity.objects.values("person_id")
    for person_id in identities.keys_of_nobody(known=known):
        found.fault(NO_PERSON, person_id)
    return found


def _check_some(part: list[Identity], found: Checked) -> None:
    ids = [one.person_id for one in part]
    cards = {one.person_id: one for one in IndexCard.objects.filter(person_id__in=ids)}
    keys, wrong = identities.openable(person_ids=ids)
    for one in part:
        found.people += 1
        if one.person_id in wrong:
            found.fault(WRONG_KEY, one.person_id)
        elif (words := _opened(one, keys.get(one.person_id), found)) is not None:
            _compare(cards.get(one.person_id), words, found, one.person_id)


def _opened(identity: Identity, key: OpenKey | None, found: Checked) -> dict[str, str] | None:
    """Every word of one person; None if one of them does not open."""
    words, broken = {}, False
    for name in FIELDS:
        sealed = bytes(getattr(identity, f"sealed_{name}"))
        if not sealed or sealed == GONE:
            words[name] = ""
            continue
        found.words += 1
        if key is None:
            found.fault(NO_KEY, identity.person_id, name)
            return None
        try:
            words[name] = key.open(name, sealed)
        except NotGenuine:
            broken = True
            found.fault(NOT_GENUINE, identity.person_id, name)
    return None if broken else words


def _compare(card: IndexCard | None, words: dict[str, str], found: Checked, person_id: UUID) -> None:
    right = filled(IndexCard(person_id=person_id), words)
    if card is None or _said(card) != _said(right):
        found.fault(WRONG_CARD, person_id)


def _said(card: IndexCard) -> tuple[object, ...]:
    return sorted(card.tokens), card.sound, bytes(card.id_number), bytes(card.phone)
