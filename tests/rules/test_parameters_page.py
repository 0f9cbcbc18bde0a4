"""The page of parameters says what the files say (that it is fresh is an architecture test)."""

from __future__ import annotations

import pytest

from ringfence.ground.rulesets import page, queries


@pytest.mark.parametrize(
    "row",
    [
        "| measures.close_contact[0].days | 14 | days | S35 | A | 9th edition main changes",
        "| window.lookback_symptomatic_days | 4 | days | S30, S31 | B |",
        "| stay.fever_celsius | 37.3 | celsius | MEMORY | M |",
    ],
)
def test_the_page_shows_value_unit_source_and_mark(row):
    assert row in page.page()


def test_every_value_of_every_rule_set_has_its_row():
    written = page.page().count("\n| ")
    values = sum(len(one.provenance) for one in queries.all_rulesets())
    assert written == values + len(queries.all_rulesets())  # one heading a table
