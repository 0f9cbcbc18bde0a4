"""Rows in = created + updated + unchanged + skipped + failed."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.cores.linelist.accounting import USUAL_OUTCOME, ImportAccount, RowOutcome, Tally
from ringfence.cores.linelist.verdicts import InMemory, Verdict, judge

from .lists import read

COUNTS = st.integers(0, 1000)


@settings(deadline=None)
@given(COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, st.integers(-5, 5))
def test_an_account_that_does_not_add_up_cannot_be_made(created, updated, unchanged, skipped, failed, lost):
    parts = {
        "created": created,
        "updated": updated,
        "unchanged": unchanged,
        "skipped": skipped,
        "failed": failed,
    }
    rows_in = sum(parts.values()) + lost
    if lost:
        with pytest.raises(ValueError, match="rows came in"):
            ImportAccount(rows_in=rows_in, **parts)
    else:
        assert ImportAccount(rows_in=rows_in, **parts).as_json() == {"rows_in": rows_in, **parts}


def test_an_account_has_no_negative_parts():
    with pytest.raises(ValueError, match="accounted"):
        ImportAccount(rows_in=0, created=1, failed=-1)


def test_a_tally_notices_a_row_that_was_read_and_forgotten():
    tally = Tally()
    tally.read(3)
    tally.became(RowOutcome.CREATED, 2)
    with pytest.raises(ValueError, match="3 rows came in, but 2"):
        tally.close()
    tally.became(RowOutcome.FAILED)
    assert tally.close() + tally.close() == ImportAccount(rows_in=6, created=4, failed=2)


def test_every_verdict_has_a_usual_outcome():
    assert set(USUAL_OUTCOME) == set(Verdict)


def test_a_whole_file_is_accounted_for():
    content = "case_id,sex\nA1,F\nA1,F\nA1,M\nA2,horse\n合计,2\ncase_id,sex\nA3,M\n"
    tally = Tally()
    for one in judge(rows=read(content), known=InMemory()):
        tally.read()
        tally.became(USUAL_OUTCOME[one.verdict])
    assert tally.close() == ImportAccount(rows_in=7, created=2, unchanged=1, skipped=3, failed=1)
    assert Counter(type(row).__name__ for row in read(content)) == {
        "LineListRow": 4,
        "WrongRow": 1,
        "SkippedLine": 2,
    }
