"""Delays by team, and the intervals of the outbreak's own pairs."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ringfence.cores import estimation
from ringfence.cores.estimation import OnsetPair, Span
from ringfence.kernel import Refused

NINTH = date(2022, 1, 9)


def span(days: int | None, team: str = "Hongqi") -> Span:
    return Span(team, NINTH, None if days is None else date.fromordinal(NINTH.toordinal() + days))


def test_quantiles_by_hand() -> None:
    delay = estimation.summarise(spans=[span(d) for d in (0, 1, 2, 3, 10)])
    assert (delay.known, delay.median_days, delay.lower_quartile_days, delay.upper_quartile_days) == (
        5,
        2,
        1,
        3,
    )
    assert delay.p90_days == pytest.approx(7.2)  # 60 % of the way from 3 to 10


def test_missing_dates_are_counted_and_never_filled_in() -> None:
    delay = estimation.summarise(spans=[span(4), span(None), Span("Hongqi", None, NINTH)])
    assert (delay.known, delay.missing, delay.median_days) == (1, 2, 4)


def test_found_before_falling_ill_counts_as_negative_and_stays_in() -> None:
    delay = estimation.summarise(spans=[span(-3), span(1), span(2)])
    assert (delay.negative, delay.median_days) == (1, 1)


def test_nobody_known_has_no_quantile() -> None:
    delay = estimation.summarise(spans=[span(None)])
    assert (delay.known, delay.median_days, delay.p90_days) == (0, None, None)


def test_teams_are_listed_slowest_first() -> None:
    spans = [span(1, "Weibin"), span(5, "Muye"), span(None, "Fengquan"), span(3, "Muye")]
    assert [(d.group, d.median_days) for d in estimation.by_group(spans=spans)] == [
        ("Muye", 4), ("Weibin", 1), ("Fengquan", None),
    ]  # fmt: skip


def test_instants_give_parts_of_days_and_an_instant_against_a_day_counts_city_days() -> None:
    evening = datetime(2022, 1, 9, 20, tzinfo=UTC)  # already the tenth in the city
    assert Span("", datetime(2022, 1, 9, 8, tzinfo=UTC), evening).days == 0.5
    assert Span("", NINTH, evening).days == 1


def pair(days: int | None) -> OnsetPair:
    return OnsetPair(NINTH, None if days is None else date.fromordinal(NINTH.toordinal() + days))


def test_intervals_of_pairs_are_counted_with_their_oddities() -> None:
    seen = estimation.seen_intervals(pairs=[pair(d) for d in (-1, 0, 2, 3, 3, 4, 5, 6, 7, 11, None)])
    assert (seen.known, seen.missing, seen.negative, seen.same_day) == (10, 1, 1, 1)
    assert seen.mean_days == pytest.approx(4.0)
    assert seen.median_days == 3.5
    assert seen.usable
    assert seen.as_serial_interval().mean_days == pytest.approx(4.0, abs=1e-4)


def test_few_pairs_are_not_used() -> None:
    seen = estimation.seen_intervals(pairs=[pair(3)] * 9)
    assert not seen.usable


def test_a_mean_of_a_day_cannot_serve() -> None:
    seen = estimation.seen_intervals(pairs=[pair(d) for d in (0, 1, 1, 1, 2, 1, 0, 2, 1, 1)])
    assert not seen.usable
    with pytest.raises(Refused):
        seen.as_serial_interval()
