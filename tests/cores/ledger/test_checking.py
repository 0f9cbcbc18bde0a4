"""Whatever is removed, changed or put into another order is found."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from .tampering import OWN, Copy, ledger, tamper


def test_a_sound_ledger_is_whole() -> None:
    for seed in range(50):
        report = ledger(Random(seed)).check()
        assert report.is_whole, report.faults
        assert report.size == 24


def found_all(seeds: range) -> None:
    missed = []
    for seed in seeds:
        random = Random(seed)
        copy = ledger(random)
        done = tamper(copy, random)
        if copy.check().is_whole:
            missed.append((seed, done))
    assert not missed


def test_five_hundred_tamperings_are_found() -> None:
    found_all(range(500))


@pytest.mark.slow
def test_ten_thousand_tamperings_are_found() -> None:
    found_all(range(1000, 11_000))


def rewritten() -> Copy:
    """Somebody with the key writes a new history: the database alone cannot show it."""
    copy = ledger(Random(1))
    del copy.rows[3]
    copy.hash_again()
    copy.sign_again(OWN)
    return copy


def test_who_holds_the_key_is_found_by_a_head_that_left_the_machine() -> None:
    copy = rewritten()
    assert "ROWS_CUT_OFF_SINCE_KEPT_HEAD" in copy.check().counted
    copy.rows.append(replace(ledger(Random(2)).rows[-1], entry_id=99))
    copy.hash_again()
    copy.sign_again(OWN)
    assert copy.check().counted.keys() >= {"KEPT_HEAD_DIFFERS"}


def test_without_a_kept_head_the_holder_of_the_key_is_not_found() -> None:
    """This is the limit, and the reason why heads must leave the machine."""
    copy = rewritten()
    copy.kept = []
    copy.heads = copy.heads[-1:]
    assert copy.check().is_whole


def test_a_fault_is_told_at_its_place_and_does_not_smear_over_the_rest() -> None:
    copy = ledger(Random(3))
    copy.rows[10] = replace(copy.rows[10], content=b"{}")
    report = copy.check()
    assert [(fault.code, fault.seq) for fault in report.faults] == [("ROW_CHANGED", 11)]
