"""From a line list to every estimate."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from ringfence.cores import estimation
from ringfence.cores.estimation import Basis, LineListRow
from ringfence.kernel import Refused

FIRST = date(2022, 1, 1)
INTERVAL = estimation.from_mean_sd(mean_days=4.0, sd_days=2.0, source="test")


def case(number: int, *, onset: int | None, report: int | None = None, **more: object) -> LineListRow:
    day = {
        name: None if n is None else FIRST + timedelta(days=n) for name, n in (("o", onset), ("r", report))
    }
    return LineListRow(str(number), day["o"], day["r"], **more)  # type: ignore[arg-type]


def growing(days: int = 40, daily: int = 4) -> list[LineListRow]:
    """Some cases a day, reported two days after onset; every second one has a source four days before."""
    rows = []
    for day in range(days):
        for i in range(daily):
            number = day * daily + i
            source = str(number - 4 * daily) if i % 2 and day >= 4 else None
            team = "Muye" if i % 2 else "Hongqi"
            rows.append(
                case(number, onset=day, report=day + 2, source_id=source, imported=day == 0, team=team)
            )
    return rows


def test_a_steady_curve_has_r_near_one() -> None:
    found = estimation.estimate(rows=growing(), serial_interval=INTERVAL)
    drawn = [w.mean for w in found.reproduction if w.estimable]
    assert len(drawn) > 15
    assert drawn[-1] == pytest.approx(1.0, abs=0.05)


def test_sources_give_pairs_intervals_and_offspring() -> None:
    found = estimation.estimate(rows=growing(), serial_interval=INTERVAL)
    assert (found.seen_intervals.known, found.seen_intervals.mean_days) == (72, 4.0)
    assert found.offspring.mean == pytest.approx(0.5, abs=0.01)
    assert found.offspring.unknown_sources == sum(not r.imported and r.source_id is None for r in growing())


def test_delays_are_given_over_all_and_by_team() -> None:
    steps = {s.name: s for s in estimation.estimate(rows=growing(), serial_interval=INTERVAL).delays}
    assert steps["ONSET_TO_REPORT"].overall.median_days == 2
    assert {d.group for d in steps["ONSET_TO_REPORT"].by_team} == {"Hongqi", "Muye"}
    assert steps["REPORT_TO_ISOLATION"].overall.missing == len(growing())


def test_days_within_the_usual_delay_of_the_end_are_not_drawn() -> None:
    found = estimation.estimate(rows=growing(), serial_interval=INTERVAL)
    assert found.curve.incomplete_from == FIRST + timedelta(days=40)  # last report on day 41, P90 of two days
    assert not found.reproduction[-1].estimable


def test_a_case_without_onset_is_counted_the_usual_delay_before_its_report() -> None:
    rows = [
        case(1, onset=0, report=3),
        case(2, onset=1, report=4),
        case(3, onset=None, report=9),
        case(4, onset=None),
    ]
    counted = estimation.count_cases(rows=rows)
    assert counted.days["3"] == FIRST + timedelta(days=6)
    assert (counted.onsets_filled_in, counted.left_out) == (1, 1)
    assert sum(counted.curve.local) == 3


def test_by_report_nothing_is_filled_in() -> None:
    rows = [case(1, onset=0, report=3), case(2, onset=1)]
    counted = estimation.count_cases(rows=rows, basis=Basis.REPORT)
    assert (counted.onsets_filled_in, counted.left_out, sum(counted.curve.local)) == (0, 1, 1)
    assert counted.curve.starts_on == FIRST + timedelta(days=3)


def test_the_future_is_left_out() -> None:
    counted = estimation.count_cases(rows=growing(), as_of=FIRST + timedelta(days=9))
    assert len(counted.curve.local) == 10
    assert counted.left_out == 30 * 4


def test_the_result_is_json_without_nan() -> None:
    found = estimation.estimate(rows=growing(days=9), serial_interval=INTERVAL)
    kept = json.loads(json.dumps(found.as_json(), allow_nan=False))
    assert kept["cases"] == 36
    assert kept["reproduction"][0]["mean"] is None


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "no case"),
        ([case(1, onset=0), case(1, onset=1)], "Case 1 stands in the line list 2 times"),
        ([case(1, onset=None)], "No case has a date"),
    ],
)
def test_what_cannot_be_estimated_is_refused(rows: list[LineListRow], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        estimation.estimate(rows=rows, serial_interval=INTERVAL)


def test_a_file_is_read() -> None:
    text = "\ufeffcase_id,onset_date,report_date,imported,team,source_id\n7,2022-01-08,2022-01-09,true,Muye,\n8,,2022-01-10,,,7\n"
    first, second = estimation.read_line_list(text=text)
    assert first == LineListRow("7", date(2022, 1, 8), date(2022, 1, 9), imported=True, team="Muye")
    assert second == LineListRow("8", report_date=date(2022, 1, 10), source_id="7")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("id\n1\n", "needs a column case_id"),
        ("case_id,onset_date\n1,08/01/2022\n", "Line 2, onset_date: 08/01/2022 is not a day"),
        ("case_id,imported\n1,\n2,perhaps\n", "Line 3, imported"),
        ("case_id,team\n,Muye\n", "Line 2: case_id is empty"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        estimation.read_line_list(text=text)
