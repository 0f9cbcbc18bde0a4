"""The chain on a time axis: nothing lies on anything else, whatever the chains look like."""

from __future__ import annotations

import json
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.cores import chains
from ringfence.cores.chains import NOBODY, Forest, Layout


@st.composite
def forests(draw: st.DrawFn) -> Forest:
    """Any shape: many roots, same-day infections, dates against the arrow, people without a date."""
    count = draw(st.integers(1, 60))
    parents = [draw(st.integers(NOBODY, node - 1)) for node in range(count)]
    days = [draw(st.one_of(st.none(), st.integers(0, 25))) for _ in range(count)]
    return forest(parents, days)


def forest(parents: list[int], days: list[int | None] | list[int]) -> Forest:
    return chains.make_forest(
        ids=[f"n{i}" for i in range(len(parents))], days=days, parents=parents, kinds=["CASE"] * len(parents)
    )


def assert_nothing_overlaps(drawn: Layout, begins: list[int] | None = None) -> None:
    """No two marks on one spot, and no mark on somebody else's horizontal branch."""
    marks: dict[tuple[int, int], int] = {}
    for node, (x, y) in enumerate(zip(drawn.x, drawn.y, strict=True)):
        for day in range(begins[node] if begins else x, x + 1):
            assert (day, y) not in marks, f"{drawn.ids[node]} lies on {drawn.ids[marks[day, y]]}"
            marks[day, y] = node
    for node, parent in enumerate(drawn.parent):
        if parent != NOBODY:
            first, last = sorted((drawn.x[parent], drawn.x[node]))
            crossed = {marks.get((day, drawn.y[node])) for day in range(first, last + 1)}
            assert crossed <= {None, node, parent}


def test_a_source_stands_between_its_cases() -> None:
    drawn = chains.lay_out(forest=forest([NOBODY, 0, 0, 0], [0, 4, 5, 6]))
    assert dict(zip(drawn.ids, drawn.y, strict=True)) == {"n0": 1, "n1": 0, "n2": 1, "n3": 2}


def test_a_line_of_cases_needs_one_row() -> None:
    drawn = chains.lay_out(forest=forest([NOBODY, 0, 1, 2], [0, 4, 8, 12]))
    assert drawn.y == [0, 0, 0, 0]
    assert drawn.depth == [0, 1, 2, 3]
    assert drawn.size == [4, 3, 2, 1]


def test_chains_at_different_times_share_a_row() -> None:
    drawn = chains.lay_out(forest=forest([NOBODY, 0, NOBODY, 2], [0, 3, 10, 13]))
    assert drawn.rows == 1


def test_chains_that_touch_do_not() -> None:
    drawn = chains.lay_out(forest=forest([NOBODY, 0, NOBODY], [0, 3, 3]))
    assert drawn.rows == 2


@settings(max_examples=300, deadline=None)
@given(forests())
def test_nothing_overlaps(any_forest: Forest) -> None:
    assert_nothing_overlaps(chains.lay_out(forest=any_forest))


@settings(max_examples=100, deadline=None)
@given(forests())
def test_everybody_is_drawn_once_behind_his_own_source(any_forest: Forest) -> None:
    drawn = chains.lay_out(forest=any_forest)
    source = {
        i: any_forest.ids[p] if p != NOBODY else None
        for i, p in zip(any_forest.ids, any_forest.parents, strict=True)
    }
    seen = {i: drawn.ids[p] if p != NOBODY else None for i, p in zip(drawn.ids, drawn.parent, strict=True)}
    assert seen == source
    assert dict(zip(drawn.ids, drawn.x, strict=True)) == dict(
        zip(any_forest.ids, any_forest.days, strict=True)
    )
    assert drawn.y == sorted(drawn.y)
    assert drawn.rows == max(drawn.y) + 1


@settings(max_examples=100, deadline=None)
@given(forests())
def test_sizes_sum(any_forest: Forest) -> None:
    behind: dict[int, int] = defaultdict(int)
    for node, parent in enumerate(any_forest.parents):
        behind[parent] += any_forest.size[node]
    assert behind[NOBODY] == len(any_forest.ids)
    assert all(any_forest.size[node] == 1 + behind[node] for node in range(len(any_forest.ids)))


@settings(max_examples=200, deadline=None)
@given(forests(), st.integers(1, 12))
def test_a_level_counts_everybody_and_overlaps_nowhere(any_forest: Forest, smallest: int) -> None:
    shown = chains.level(forest=any_forest, smallest_branch=smallest)
    assert sum(shown.count) == len(any_forest.ids)
    assert_nothing_overlaps(shown.layout, shown.x_from)
    bundled = (
        [kind == shown.layout.kinds.index(chains.BUNDLE) for kind in shown.layout.kind]
        if max(shown.count) > 1
        else []
    )
    assert all(count == 1 for count, is_bundle in zip(shown.count, bundled, strict=False) if not is_bundle)


@settings(max_examples=100, deadline=None)
@given(forests(), st.integers(2, 12))
def test_a_bundle_opens_to_as_many_people_as_it_says(any_forest: Forest, smallest: int) -> None:
    shown = chains.level(forest=any_forest, smallest_branch=smallest)
    for mark, kind, count in zip(shown.layout.ids, shown.layout.kind, shown.count, strict=True):
        if shown.layout.kinds[kind] == chains.BUNDLE:
            inside = chains.unbundled(forest=any_forest, mark=mark, smallest_branch=smallest)
            assert len(inside.ids) - mark.endswith("+") == count
    assert chains.unbundled(forest=any_forest, mark="nobody+", smallest_branch=smallest).ids == ()


def test_levels_keep_their_promise_for_a_city() -> None:
    city = chains.outbreak(cases=25_000, seed=2).forest
    coarse, middle, whole = chains.levels_of_detail(forest=city)
    assert len(coarse.layout.ids) <= 300
    assert len(middle.layout.ids) <= 3_000
    assert len(whole.layout.ids) == 25_000
    assert coarse.smallest_branch > middle.smallest_branch > whole.smallest_branch == 1
    assert_nothing_overlaps(whole.layout)
    json.dumps(whole.as_json(), allow_nan=False)


def test_a_small_outbreak_has_one_level() -> None:
    (only,) = chains.levels_of_detail(forest=forest([NOBODY, 0], [0, 3]))
    assert only.count == [1, 1]


def test_many_single_cases_become_one_bundle_a_week() -> None:
    alone = forest([NOBODY] * 400, [i % 28 for i in range(400)])
    coarse = chains.levels_of_detail(forest=alone, marks=(300,))[0]
    assert coarse.layout.ids == ["CASE@0", "CASE@7", "CASE@14", "CASE@21"]
    assert sum(coarse.count) == 400
    assert (coarse.x_from[0], coarse.layout.x[0]) == (0, 6)


def test_a_chain_of_thousands_needs_no_recursion() -> None:
    drawn = chains.lay_out(forest=forest([NOBODY, *range(4_999)], list(range(5_000))))
    assert drawn.rows == 1


def test_an_empty_outbreak_is_an_empty_page() -> None:
    (only,) = chains.levels_of_detail(forest=forest([], []))
    assert (only.layout.ids, only.layout.rows, only.layout.days) == ([], 0, 0)


def test_people_without_a_date_stand_behind_their_source_and_are_marked() -> None:
    drawn = chains.lay_out(forest=forest([NOBODY, 0, NOBODY], [4, None, None]))
    assert dict(zip(drawn.ids, drawn.x, strict=True)) == {"n0": 4, "n1": 5, "n2": 4}
    assert {drawn.ids[i] for i in drawn.undated} == {"n1", "n2"}


@pytest.mark.parametrize("parents", [[1, 0], [NOBODY, 5], [0]])
def test_what_is_no_forest_is_an_error(parents: list[int]) -> None:
    with pytest.raises(ValueError, match=r"circle|outside"):
        forest(parents, [0] * len(parents))


def test_the_key_follows_the_content_and_not_the_order() -> None:
    one = chains.make_forest(ids=["a", "b"], days=[0, 3], parents=[NOBODY, 0], kinds=["CASE", "CASE"])
    other = chains.make_forest(ids=["b", "a"], days=[3, 0], parents=[1, NOBODY], kinds=["CASE", "CASE"])
    later = chains.make_forest(ids=["a", "b"], days=[0, 4], parents=[NOBODY, 0], kinds=["CASE", "CASE"])
    assert chains.layout_key(forest=one) == chains.layout_key(forest=other) != chains.layout_key(forest=later)


def test_the_invented_outbreak_is_the_same_every_time() -> None:
    assert chains.outbreak(cases=500, seed=3) == chains.outbreak(cases=500, seed=3)
    assert chains.outbreak(cases=500, seed=3) != chains.outbreak(cases=500, seed=4)
