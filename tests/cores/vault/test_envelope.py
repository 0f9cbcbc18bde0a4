"""Words come back only for the person, the field and the key that they were sealed for."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.cores import vault
from ringfence.cores.vault import DataKey, KeyFault, NotGenuine

FIELDS = ("name", "id_number", "phone", "address", "workplace", "occupation", "guardian")
WORDS = st.text(max_size=200).filter(lambda text: text.isprintable())
NOON = datetime(2022, 1, 9, 4, 0, tzinfo=UTC)


def key(person: UUID | None = None) -> DataKey:
    return DataKey.new(person_id=person or uuid4(), number=uuid4())


@given(words=WORDS, field=st.sampled_from(FIELDS))
def test_what_is_sealed_comes_back_and_shows_nothing(words: str, field: str) -> None:
    own = key()
    sealed = own.seal(field, words)
    assert own.open(field, sealed) == words
    assert len(words.encode()) < 4 or words.encode() not in sealed
    assert not words or own.seal(field, words) != sealed  # alike words do not look alike


@given(words=WORDS.filter(bool), place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_one_changed_bit_is_refused(words: str, place: int, bit: int) -> None:
    own = key()
    sealed = bytearray(own.seal("name", words))
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises(NotGenuine):
        own.open("name", bytes(sealed))


@given(words=WORDS.filter(bool), cut=st.integers(1, 40))
def test_what_is_cut_short_is_refused(words: str, cut: int) -> None:
    own = key()
    sealed = own.seal("name", words)
    with pytest.raises(NotGenuine):
        own.open("name", sealed[: max(1, len(sealed) - cut)])


def test_another_field_or_another_person_does_not_open() -> None:
    wang, li = key(), key()
    sealed = wang.seal("phone", "13800000001")
    for other, field in ((wang, "address"), (li, "phone")):
        with pytest.raises(NotGenuine):
            other.open(field, sealed)


def test_a_wrapped_key_opens_for_its_own_person_and_number_only(tmp_path: Path) -> None:
    ring = vault.make(tmp_path / "keys.json")
    person, number = uuid4(), uuid4()
    own = DataKey.new(person_id=person, number=number)
    kek, wrapped = vault.wrap(own, ring=ring)
    again = vault.unwrap(wrapped, person_id=person, number=number, kek=kek, ring=ring)
    assert again.open("name", own.seal("name", "王芳")) == "王芳"
    for wrong in ({"person_id": uuid4()}, {"number": uuid4()}, {"kek": "0" * 12}):
        with pytest.raises(NotGenuine):
            vault.unwrap(
                wrapped, **({"person_id": person, "number": number, "kek": kek, "ring": ring} | wrong)
            )


def test_a_new_key_leaves_the_earlier_ones_readable_until_they_are_taken_out(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    first = vault.make(file)
    own = key(person := uuid4())
    kek, wrapped = vault.wrap(own, ring=first)
    vault.write(file, first.with_new(now=NOON))
    both = vault.read(file)
    told = {"person_id": person, "number": own.number, "kek": kek}
    assert both.active != kek and both.replaced_at == {kek: NOON}
    assert vault.unwrap(wrapped, ring=both, **told).number == own.number
    with pytest.raises(NotGenuine):
        vault.unwrap(wrapped, ring=both.without({kek}), **told)
    with pytest.raises(ValueError, match="stays"):
        both.without({both.active})


def test_the_key_file_is_for_its_owner_and_is_made_once(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "keys.json"
    first = vault.make(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert vault.make(file).index == first.index  # whoever comes second gets the first one's
    assert list(file.parent.iterdir()) == [file]
    file.chmod(0o640)
    with pytest.raises(KeyFault, match="chmod 600"):
        vault.read(file)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "ringfence-keys", "v": 1}', "\x00\xff"])
def test_a_file_that_is_none_is_refused_without_being_shown(tmp_path: Path, text: str) -> None:
    file = tmp_path / "keys.json"
    file.write_text(text, encoding="latin-1")
    file.chmod(0o600)
    with pytest.raises(KeyFault) as told:
        vault.read(file)
    assert str(file) in str(told.value)


def test_a_key_whose_id_is_another_ones_is_refused(tmp_path: Path) -> None:
    ring = vault.make(tmp_path / "a.json")
    vault.write(tmp_path / "b.json", replace(ring, keys={ring.active: b"\1" * 32}))
    with pytest.raises(KeyFault):
        vault.read(tmp_path / "b.json")


def test_secrets_show_nothing_and_are_not_pickled(tmp_path: Path) -> None:
    ring = vault.make(tmp_path / "keys.json")
    own, index = key(), vault.Index(ring.index)
    shown = f"{ring!r} {own!r} {index!r} {ring}"
    assert ring.index.hex() not in shown and ring.keys[ring.active].hex() not in shown and "\\x" not in shown
    for secret in (own, index):
        with pytest.raises(TypeError):
            pickle.dumps(secret)
