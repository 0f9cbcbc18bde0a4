"""A row is written in one way only; a head says exactly what was signed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest

from ringfence.cores.ledger import heads
from ringfence.cores.ledger.hashing import canonical, chain_link, instant, leaf_hash, node_hash

SIGNER = heads.Signer(bytes(range(32)))
HEAD = SIGNER.sign(size=3, root=b"r" * 32, chain=b"c" * 32, at="2022-01-09T04:00:00.000000Z")


def test_a_row_is_written_in_one_way() -> None:
    told = {"name": "王", "b": [1, None, True], "a": {"z": "1", "y": 2}}
    assert canonical(told).decode() == '{"a":{"y":2,"z":"1"},"b":[1,null,true],"name":"王"}'
    assert canonical(dict(reversed(told.items()))) == canonical(told)


def test_an_instant_is_written_in_utc_with_six_digits() -> None:
    assert instant(datetime(2022, 1, 9, 4, 0, tzinfo=UTC)) == "2022-01-09T04:00:00.000000Z"
    city = timezone(timedelta(hours=8))
    assert instant(datetime(2022, 1, 9, 12, 0, 0, 5, tzinfo=city)) == "2022-01-09T04:00:00.000005Z"


def test_leaf_node_and_link_begin_with_different_bytes() -> None:
    left, right = b"l" * 32, b"r" * 32
    assert leaf_hash(left + right) == sha256(b"\x00" + left + right).digest()
    assert node_hash(left, right) == sha256(b"\x01" + left + right).digest()
    assert chain_link(left, right) == sha256(b"\x02" + left + right).digest()


def test_a_head_comes_back_from_its_file() -> None:
    again = heads.read(json.dumps(HEAD.as_json()))
    assert again == HEAD
    assert again.is_signed_by(SIGNER.public_key)


@pytest.mark.parametrize("change", [
    {"size": 4}, {"root": b"s" * 32}, {"chain": b"d" * 32}, {"at": "2022-01-09T04:00:01.000000Z"},
    {"signature": bytes(64)}, {"signature": b""},
])  # fmt: skip
def test_a_head_with_one_value_changed_is_not_signed(change: dict[str, object]) -> None:
    assert not replace(HEAD, **change).is_signed_by(SIGNER.public_key)


def test_a_head_of_another_key_is_not_ours() -> None:
    other = heads.Signer(bytes(32)).sign(size=3, root=HEAD.root, chain=HEAD.chain, at=HEAD.at)
    assert not other.is_signed_by(SIGNER.public_key)


@pytest.mark.parametrize("text", [
    "", "nothing", "[]", "{}", '{"v": 2}', json.dumps(HEAD.as_json() | {"root": "12"}),
    json.dumps(HEAD.as_json() | {"size": -1}), json.dumps(HEAD.as_json() | {"chain": "zz"}),
])  # fmt: skip
def test_a_file_that_is_no_head_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(heads.NotAHead, match="head"):
        heads.read(text)
