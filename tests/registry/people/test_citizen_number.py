"""What stands in a citizen number."""

from __future__ import annotations

from datetime import date

import pytest

from ringfence.registry.people import rules


@pytest.mark.parametrize(("number", "told"), [
    ("11010519491231002X", (date(1949, 12, 31), "F")),  # the example of GB 11643
    ("440524188001010014", (date(1880, 1, 1), "M")),
    ("110105194912310021", None),  # wrong check digit
    ("1101051949123100", None),
])  # fmt: skip
def test_birth_date_and_sex(number: str, told: object) -> None:
    assert rules.told_by_citizen_number(number) == told
