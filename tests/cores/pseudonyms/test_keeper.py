"""What the process with the key answers, what it denies, and that its record holds counts and nobody."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from ringfence.cores.pseudonyms import Keeper, Key, KeyFault, Purpose, read_or_make
from ringfence.cores.pseudonyms.keeper import LIMITS, NUMBERS

NOON = datetime(2022, 1, 9, 12, tzinfo=UTC)
HERE, WANG, LI, SEARCH = (str(uuid4()) for _ in range(4))


class Asked:
    """A keeper, and everything that it wrote down."""

    def __init__(self) -> None:
        self.said: list[Any] = []
        self.keeper = Keeper(Key(b"k" * 32), self.said.append, NOON)

    def __call__(
        self, kind: str, purpose: str, items: Any, *, now: datetime = NOON, outbreak: str = HERE, **more: Any
    ) -> Any:
        told = {"kind": kind, "purpose": purpose, "outbreak": outbreak, "items": items} | more
        return self.keeper.answer(told, now=now)


@pytest.fixture
def ask() -> Asked:
    return Asked()


def test_a_number_is_opened_for_its_person_in_its_outbreak_only(ask: Asked) -> None:
    ((sealed, token),) = ask("give", Purpose.RECORDS, [WANG])["answer"]
    (number,) = ask("numbers", Purpose.SEARCH, [[WANG, sealed]])["answer"]
    assert 0 <= number < NUMBERS
    assert ask("tokens", Purpose.LEADS, [number], search=SEARCH)["answer"] == [token]
    assert ask("numbers", Purpose.SEARCH, [[LI, sealed]]) == {"denied": "NOT_GENUINE"}
    assert ask("numbers", Purpose.SEARCH, [[WANG, sealed]], outbreak=LI) == {"denied": "NOT_GENUINE"}
    assert ask("tokens", Purpose.LEADS, [number], search=SEARCH, outbreak=LI)["answer"] != [token]


def test_numbers_that_an_earlier_release_kept_stay_the_same(ask: Asked) -> None:
    assert ask("keep", Purpose.MOVING, [[WANG, 4711]]) == {
        "denied": "NOT_MOVING"
    }  # years later it would tell too much
    ask.keeper.moving = True
    ((sealed, _),) = ask("keep", Purpose.MOVING, [[WANG, 4711]])["answer"]
    assert ask("numbers", Purpose.LIVE, [[WANG, sealed]])["answer"] == [4711]


@pytest.mark.parametrize(("kind", "purpose", "items"), [
    ("tokens", "SEARCH", [1]),  # nobody finds a person by a number for a search's case
    ("give", "LEADS", [WANG]),
    ("open", "RECORDS", [WANG]),
    ("_must_fit", "RECORDS", []),
    ("numbers", "CURIOSITY", []),
    ("numbers", "RECORDS", "text"),
    ("give", "RECORDS", ["nobody"]),
    ("tokens", "TOLD", [-1]),
    ("tokens", "RECORDS", [1]),
    ("tokens", "LEADS", [1]),  # without the search that found it
])  # fmt: skip
def test_what_it_does_not_answer(ask: Asked, kind: str, purpose: str, items: Any) -> None:
    assert ask(kind, purpose, items) == {"denied": "BAD"}
    assert ask.said[-1]["denied"] == "BAD"


def test_a_search_finds_the_people_of_so_many_numbers_and_no_more(ask: Asked) -> None:
    most = LIMITS[Purpose.LEADS].a_search
    assert "answer" in ask("tokens", Purpose.LEADS, list(range(most)), search=SEARCH)
    assert "answer" in ask("tokens", Purpose.LEADS, list(range(100)), search=SEARCH)  # the same ones again
    assert ask("tokens", Purpose.LEADS, [most], search=SEARCH) == {"denied": "TOO_MANY"}
    assert "answer" in ask("tokens", Purpose.LEADS, [most], search=WANG)


def test_so_many_at_once_and_so_many_an_hour(ask: Asked) -> None:
    ((sealed, _),) = ask("give", Purpose.RECORDS, [WANG])["answer"]
    assert ask("numbers", Purpose.SEARCH, [[WANG, sealed]] * 2) == {"denied": "TOO_MANY"}
    most = LIMITS[Purpose.TOLD]
    for first in range(0, most.an_hour, most.a_call):
        for _ in range(2):  # the same ones again cost nothing
            assert "answer" in ask("tokens", Purpose.TOLD, list(range(first, first + most.a_call)))
    assert ask("tokens", Purpose.TOLD, [most.an_hour]) == {"denied": "TOO_MANY"}
    assert "answer" in ask("tokens", Purpose.TOLD, [0])
    assert "answer" in ask("tokens", Purpose.TOLD, [most.an_hour], now=NOON + timedelta(hours=1))
    assert "answer" in ask("numbers", Purpose.SEARCH, [[WANG, sealed]])  # each purpose has its own


def test_another_key_is_not_mixed_in(ask: Asked) -> None:
    other = Key(b"x" * 32).seal(outbreak=UUID(HERE), person=UUID(LI), number=1).hex()
    assert ask("give", Purpose.RECORDS, [WANG], proof=[LI, other]) == {"denied": "NOT_GENUINE"}
    assert ask("tokens", Purpose.TOLD, [1], proof=[LI, other]) == {"denied": "NOT_GENUINE"}


def test_every_call_is_written_down_before_it_is_answered_and_names_nobody(ask: Asked) -> None:
    ((sealed, token),) = ask("give", Purpose.RECORDS, [WANG])["answer"]
    (number,) = ask("numbers", Purpose.SEARCH, [[WANG, sealed]], search=SEARCH)["answer"]
    ask("numbers", Purpose.SEARCH, [[LI, sealed]])
    told = json.dumps(ask.said)
    assert [one.get("count", one.get("denied")) for one in ask.said] == [1, 1, "NOT_GENUINE"]
    assert ask.said[1]["search"] == SEARCH
    assert not [one for one in (WANG, LI, sealed, token, f'"{number}"') if one in told]
    assert ask.keeper.answer({"kind": "status"}, now=NOON)["counted"] == {
        "give RECORDS": 1, "numbers SEARCH": 1, "denied NOT_GENUINE": 1,
    }  # fmt: skip


def test_the_key_shows_itself_to_nobody_and_lies_in_a_file_of_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "pseudonym_key"
    key = read_or_make(file)
    assert file.stat().st_mode & 0o777 == 0o600 and read_or_make(file).id == key.id
    assert file.read_text().strip() not in repr(key)
    with pytest.raises(TypeError):
        pickle.dumps(key)
    file.chmod(0o640)
    with pytest.raises(KeyFault, match="chmod 600"):
        read_or_make(file)
    file.chmod(0o600)
    file.write_text("short")
    with pytest.raises(KeyFault):
        read_or_make(file)
