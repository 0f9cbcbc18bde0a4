"""Nobody is found in a count: not in a small group, not by subtracting, not from one bulletin to the next."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.command.bulletins.rules.cells import FEWEST_WAYS, Cell, alone, told

PARTS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 14), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ({"a": 7, "b": 9}, {"a": 7, "b": 9}),
        ({"a": 7, "b": 0}, {"a": 7, "b": 0}),
        ({"a": 7, "b": 3}, {"a": None, "b": None}),
        ({"a": 3, "b": 7, "c": 30}, {"a": None, "b": None, "c": 30}),
        ({"a": 2, "b": 2, "c": 0}, None),  # both could be worked out from the sum
        ({"a": 3}, None),
    ],
)
def test_a_small_group_hides_with_as_many_more_as_it_needs(parts, shown):
    cells = told(parts=parts)
    assert (None if cells is None else {name: one.count for name, one in cells.items()}) == shown


def test_a_group_that_grew_by_one_person_is_told_as_at_least_what_it_was():
    cells = told(parts={"a": 13, "b": 40, "c": 20}, before={"a": 12, "b": 30})
    assert cells is not None
    assert (cells["a"], cells["b"].count, cells["c"].count) == (Cell(None, 12), 40, None)


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_a_count_alone(count, shown):
    assert alone(count).count == shown


@settings(max_examples=150, deadline=None)
@given(parts=PARTS, before=st.dictionaries(st.sampled_from("abcd"), st.integers(5, 14), max_size=4))
def test_whoever_tries_every_possibility_cannot_work_a_hidden_group_out(parts, before):
    """The attacker knows the sum, what is shown, and the least of every hidden group; and tries all."""
    cells = told(parts=parts, before=before)
    if cells is None:
        return
    hidden = [name for name, one in cells.items() if one.count is None]
    assert all(not 0 < one.count < 5 for one in cells.values() if one.count is not None)
    if not hidden:
        return
    rest = sum(parts[name] for name in hidden)
    worlds = [w for w in product(*(range(cells[n].at_least, rest + 1) for n in hidden)) if sum(w) == rest]
    assert tuple(parts[name] for name in hidden) in worlds
    for at, _name in enumerate(hidden):
        assert len({world[at] for world in worlds}) >= FEWEST_WAYS
