"""Words that a person typed: they leave an entry before it is hashed, and stand beside it, sealed with a key of its own.

The entry keeps `***` in their place and a commitment to them; forgetting takes away the row beside it and its key, and
neither entry nor leaf changes. Whoever reads entries (`Entries`) finds the words in their places for as long as they are there.
Format: docs/reference/ledger.md.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

from ringfence.cores.ledger.hashing import canonical
from ringfence.cores.vault import NotGenuine
from ringfence.ground import many_rows
from ringfence.kernel import new_id

GONE = "***"
RANDOM_BYTES = 16  # without them nobody finds short words by trying: 2^128
FIELD = "ringfence.record"

# What staff and people type, by the name under which a deed records it. Anything else typed is marked with `said`.
TYPED = frozenset({
    "answer", "evidence", "exposure_place", "extra", "given_by", "note", "notes", "source_text", "symptoms", "why",
})  # fmt: skip


class Said(str):
    """Words that a person typed, under whatever name they are recorded."""

    __slots__ = ()


def said(text: object) -> Said:
    return Said(text)


class Key(Protocol):
    def seal(self, field: str, text: str) -> bytes: ...

    def open(self, field: str, sealed: bytes) -> str: ...


class Vault(Protocol):
    """Who keeps the keys. The vault stands above this room and offers itself when the platform starts."""

    def new(self, ids: Sequence[UUID]) -> Mapping[UUID, Key]: ...

    def found(self, ids: Collection[UUID]) -> Mapping[UUID, Key]: ...

    def destroy(self, ids: Collection[UUID]) -> int: ...


_vault: list[Vault] = []


def kept_in(vault: Vault) -> None:
    """From now on the keys are kept there."""
    _vault[:] = [vault]


def vault() -> Vault:
    return _vault[0]


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken out of one entry, and what the entry keeps instead."""

    random: bytes
    words: list[list[Any]]  # [[way to the place, words], ...]
    person_id: UUID | None
    outbreak_id: UUID | None

    @property
    def commitment(self) -> str:
        return commitment(self.random, self.words)

    def as_text(self) -> str:
        return canonical({"random": self.random.hex(), "words": self.words}).decode()


def commitment(random: bytes, words: Sequence[Sequence[Any]]) -> str:
    """SHA-256 over the random bytes and the words in canonical JSON, as hex."""
    return sha256(random + canonical({"words": words})).hexdigest()


def take_out(
    entry: dict[str, Any], *, person_id: UUID | None, outbreak_id: UUID | None
) -> tuple[dict[str, Any], Taken | None]:
    """The same entry without words that somebody typed, and what was taken out; None if there were none."""
    words: list[list[Any]] = []
    left = {name: _without(value, [name], words) for name, value in entry.items()}
    if not words:
        return entry, None
    return left, Taken(secrets.token_bytes(RANDOM_BYTES), words, person_id, outbreak_id)


def _without(value: Any, way: list[Any], words: list[list[Any]]) -> Any:
    if isinstance(value, Mapping):
        return {name: _without(one, [*way, name], words) for name, one in value.items()}
    if isinstance(value, list):
        return [_without(one, [*way, at], words) for at, one in enumerate(value)]
    if isinstance(value, str) and value and (isinstance(value, Said) or _is_typed(way)):
        words.append([way, str(value)])
        return GONE
    return value


def _is_typed(way: Sequence[Any]) -> bool:
    """By a name on the way: also what stands in a list or a table under it."""
    return any(one in TYPED for one in way)


def masked(sentences: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A rule's sentences (`Reason.as_json`) without what somebody typed into them; they stay to be counted."""
    return [
        {**one, "values": {name: GONE if value and name in TYPED else value for name, value in one.get("values", {}).items()}}
        for one in sentences
    ]  # fmt: skip


def keep(taken: Iterable[Taken | None]) -> None:
    """Seal what was taken out of entries, each with a key of its own; in the transaction of the deed, after the entries."""
    from .models import Words

    rows = {new_id(): one for one in taken if one is not None}
    if not rows:
        return
    keys = vault().new(list(rows))
    made = [
        Words(id=at, commitment=one.commitment, person_id=one.person_id, outbreak_id=one.outbreak_id,
              sealed=keys[at].seal(_bound(one.commitment), one.as_text()))
        for at, one in rows.items()
    ]  # fmt: skip
    if len(made) == 1:
        made[0].save(force_insert=True)
    else:
        many_rows.insert(rows=made)


def _bound(to: str) -> str:
    return f"{FIELD} {to}"


@dataclass(frozen=True, slots=True)
class Opened:
    """Words beside an entry as they are now. `words` is None if they do not open or are not those of the commitment."""

    commitment: str
    random: bytes = b""
    words: list[list[Any]] | None = None
    has_key: bool = True


def opened(rows: Sequence[tuple[UUID, str, bytes]]) -> Iterator[Opened]:
    """Open rows of (number, commitment, sealed). Refused: no key file."""
    keys = vault().found([number for number, _, _ in rows])
    for number, kept, sealed in rows:
        key = keys.get(number)
        yield Opened(kept, has_key=False) if key is None else _opened(key, kept, sealed)


def _opened(key: Key, kept: str, sealed: bytes) -> Opened:
    try:
        told = json.loads(key.open(_bound(kept), sealed))
        random = bytes.fromhex(told["random"])
    except (NotGenuine, ValueError, LookupError, TypeError):
        return Opened(kept)
    return Opened(kept, random, told["words"]) if commitment(random, told["words"]) == kept else Opened(kept)


def put_back(entries: Iterable[Any]) -> None:
    """The words of these entries in their places, as far as they are there and theirs; in memory only."""
    from .models import Words

    sealed: dict[str, list[Any]] = {}
    for one in entries:
        if one.words:
            sealed.setdefault(one.words, []).append(one)
    if not sealed:
        return
    rows = Words.objects.filter(commitment__in=sealed).values_list("id", "commitment", "sealed")
    for found in opened([(number, kept, bytes(words)) for number, kept, words in rows]):
        for entry in sealed[found.commitment] if found.words else ():
            _fill(entry, found.words or [])


def _fill(entry: Any, words: Sequence[Sequence[Any]]) -> None:
    for way, text in words:
        place = getattr(entry, way[0])
        for step in way[1:-1]:
            place = place[step]
        place[way[-1]] = text
