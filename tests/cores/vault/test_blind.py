"""Keyed hashes: alike where the words are alike, of another key unlike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.cores.vault import Index

ONE, OTHER = Index(b"\1" * 32), Index(b"\2" * 32)


@pytest.mark.parametrize(
    "told", ["13800000001", "138 0000 0001", "138-0000-0001", "+86 13800000001", "008613800000001"]
)
def test_a_telephone_is_the_same_however_it_is_told(told: str) -> None:
    assert ONE.phone(told) == ONE.phone("13800000001")


@pytest.mark.parametrize("told", ["13800000002", "8613800000001234", "3800000001", "none", ""])
def test_another_telephone_is_another(told: str) -> None:
    assert ONE.phone(told) != ONE.phone("13800000001")


def test_an_identity_number_is_the_same_in_small_letters_and_with_spaces() -> None:
    assert ONE.id_number("41070219900101001x") == ONE.id_number(" 410702 19900101 001X")
    assert ONE.id_number("") == b"" and ONE.phone(" ") == b"" and ONE.sound("") is None


@given(st.text(min_size=1, max_size=40))
def test_another_key_hashes_otherwise(text: str) -> None:
    assert ONE.beginning_of_name(text) != OTHER.beginning_of_name(text)
    assert not ONE.id_number(text) or ONE.id_number(text) != OTHER.id_number(text)


@given(name=st.text(min_size=1, max_size=12), pinyin=st.from_regex(r"[a-z]{1,20}", fullmatch=True))
def test_a_card_holds_each_beginning_and_nothing_twice(name: str, pinyin: str) -> None:
    tokens = ONE.of_name(name=name, pinyin=pinyin, initials="zz")
    assert len(tokens) == len(set(tokens)) == len(name) + len(pinyin) + 1
    assert {ONE.beginning_of_name(name[:end]) for end in range(1, len(name) + 1)} < set(tokens)
    assert {ONE.beginning_of_pinyin(pinyin[:end]) for end in range(1, len(pinyin) + 1)} < set(tokens)


def test_kinds_are_kept_apart() -> None:
    assert (
        len(
            {
                ONE.beginning_of_name("wang"),
                ONE.beginning_of_pinyin("wang"),
                ONE.initials("wang"),
                ONE.sound("wang"),
            }
        )
        == 4
    )
