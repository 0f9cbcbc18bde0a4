"""Dates as people write them, the order of a column, days that cannot be."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.cores.linelist.dates import Certainty, DateColumn, DateRules, Order, find_order
from ringfence.cores.linelist.dates.agreement import find_orders
from ringfence.kernel import Refused

from .lists import TODAY, faults, only, read, surveyed

RULES = DateRules(today=TODAY)
SIX = date(2022, 1, 6)


@pytest.mark.parametrize(
    "cell",
    [
        "2022-01-06", "2022/1/6", "2022.1.6", "2022年1月6日", "2022年01月06日 18时30分", "22年1月6日", "20220106", "202201061830", "6/1/2022",
        "06.01.2022", "6-1-2022", "6.1.22", "6/1/22", "1月6日", "1月6号", "6/1", "44567", "44567.75", "6 Jan 2022", "Jan 6, 2022", "6 janvier 2022",
        "6 janv. 2022", "06-Jan-22", "2022-Jan-06", "January 6th, 2022", "Thu, 6 Jan 2022", "2022-01-06 (星期四)", "２０２２／１／６", "'2022-01-06",
        "2022-01-06 18:00", "2022-01-06T18:00:00", "2022/1/6 下午3:05", "6/1/2022 6:00 PM", "2022-01-06T00:00:00.000Z", "2022-01-06T23:59:59.999Z",
        "2022-01-05T16:00:00Z", "2022-01-06T10:00:00+08:00", "二〇二二年一月六日", "一月六日", "6 de enero de 2022", "20220106.0", "约1月6日", "2022-01-06左右", "2022-01-06?",
    ],
)  # fmt: skip
def test_the_sixth_of_january_in_many_hands(cell):
    assert RULES.read(cell) == SIX


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("2022-02-31", "There is no such day as “2022-02-31”. Correct the cell."),
        (
            "31/02/2021",
            "There is no such day as “31/02/2021” when the column is read as d/m/y. Correct the cell.",
        ),
        ("0020-05-15", "The year of “0020-05-15” is 0020, which cannot be right."),
        ("00200515", "The year of “00200515” is 0020"),
        ("15/05/0020", "The year of “15/05/0020” is 0020"),
        ("1899-12-31", "The year of “1899-12-31” is 1899"),
        ("2022-01-21", "“2022-01-21” is 2022-01-21, which is after today (2022-01-20)."),
        ("2032-01-06", "after today"),
        ("2022", "“2022” has no day."),
        ("2022年1月", "has no day"),
        ("1月上旬", "has no day"),
        ("1月5日-9日", "holds more than one date"),
        ("2022-01-05至2022-01-09", "holds more than one date"),
        ("12:30:00", "is not a date"),
        ("soon", "is not a date"),
        ("99999999", "is not a date"),
    ],
)
def test_impossible_days_are_refused_with_a_sentence(cell, sentence):
    assert sentence in str(RULES.read(cell))


def test_a_day_without_a_year_is_the_latest_that_is_not_to_come():
    assert RULES.read("12月30日") == date(2021, 12, 30)
    assert RULES.read("1月21日") == date(2021, 1, 21)
    assert RULES.read("2月29日") == date(2020, 2, 29)


def test_a_short_birth_year_still_to_come_is_of_the_last_century():
    births = DateRules(today=TODAY, birth=True)
    assert births.read("6/1/54") == date(1954, 1, 6)
    assert births.read("6/1/21") == date(2021, 1, 6)


def column(*cells, field="onset_date", **rules):
    return DateColumn(field, "A", field, Counter(cells), DateRules(today=TODAY, **rules))


@pytest.mark.parametrize(
    ("cells", "order", "certainty", "says"),
    [
        (["14/01/2022", "05/01/2022"], Order.DAY_FIRST, Certainty.CERTAIN, "2 of 2 dates fit d/m/y; of these, 1 fit nothing else."),
        (["01/14/2022", "01/05/2022"], Order.MONTH_FIRST, Certainty.CERTAIN, "2 of 2 dates fit m/d/y"),
        (["22/01/14", "22/01/05"], Order.YEAR_FIRST, Certainty.LIKELY, "the dates lie within 9 days"),
        (["2022-01-14"], Order.DAY_FIRST, Certainty.CERTAIN, "says by itself"),
        (["05/01/2022", "06/01/2022"], Order.DAY_FIRST, Certainty.LIKELY, "as m/d/y 2 dates would lie in the future"),
        (["05/01/2021", "06/01/2021", "07/01/2021"], Order.DAY_FIRST, Certainty.LIKELY, "As d/m/y the dates lie within 2 days, as m/d/y within 61."),
        (["02/01/2021"], Order.DAY_FIRST, Certainty.AMBIGUOUS, "Both d/m/y and m/d/y fit every date of this column. Say which one it is."),
        (["13/01/2021", "01/14/2021", "02/01/2021"], Order.DAY_FIRST, Certainty.AMBIGUOUS, "This column mixes orders: dates that can only be d/m/y: 1; only m/d/y: 1."),
        (["99/99/2021"], Order.DAY_FIRST, Certainty.CERTAIN, "refused row by row"),
        (["13/01", "5/1"], Order.DAY_FIRST, Certainty.CERTAIN, "2 of 2 dates fit d/m/y"),
    ],
)  # fmt: skip
def test_the_order_of_a_column_is_told_from_all_its_cells(cells, order, certainty, says):
    finding = find_order(column=column(*cells))
    assert (finding.order, finding.certainty) == (order, certainty)
    assert says in str(finding.why)


def test_one_slip_among_many_does_not_make_a_column_ambiguous():
    finding = find_order(column=column(*[f"{day}/12/2021" for day in range(1, 31)], "12/31/2021"))
    assert (finding.certainty, finding.refused) == (Certainty.CERTAIN, 1)


def test_a_column_that_fits_two_orders_follows_the_certain_ones_of_its_file():
    onset, death = find_orders(columns=[column("14/01/2022"), column("02/01/2021", field="death_date")])
    assert (death.order, death.certainty) == (onset.order, Certainty.LIKELY)
    assert "like the other date columns of this file" in str(death.why)


def test_serials_four_years_before_the_other_dates_were_counted_from_1904():
    _, report = find_orders(columns=[column("2022-01-06"), column("43106", field="report_date")])
    assert report.rules.from_1904
    assert report.samples == (("43106", date(2022, 1, 7)),)


def test_a_column_half_turned_round_by_a_spreadsheet_is_pointed_out():
    finding = find_order(
        column=column("2021-05-01", "2021-06-01", "2021-07-01", "14/01/2021", "15/01/2021", "16/01/2021")
    )
    assert "swapped day and month" in str(finding.warnings[0])


def test_ambiguous_columns_stop_the_reading_until_a_person_has_said():
    survey = surveyed("case_id,onset_date\nA1,02/01/2021\nA2,03/01/2021\n", today=date(2021, 12, 31))
    doubtful = surveyed("case_id,onset_date\nA1,02/01/2021\n", today=date(2021, 12, 31))
    assert not survey.ambiguous_dates
    assert [one.column for one in doubtful.ambiguous_dates] == ["B"]
    with pytest.raises(Refused, match=r"Column B \(onset_date\): say whether"):
        doubtful.plan()


def test_cells_of_another_order_are_refused_row_by_row():
    rows = read("case_id,onset_date\nA1,13/01/2021\nA2,01/14/2021\nA3,2021-02-01\nA4,14/01/2021\n")
    assert [type(row).__name__ for row in rows] == ["LineListRow", "WrongRow", "LineListRow", "LineListRow"]
    assert (
        "There is no such day as “01/14/2021” when the column is read as d/m/y"
        in faults(rows[1])["onset_date"]
    )
    assert rows[2].onset_date == date(2021, 2, 1)


@pytest.mark.parametrize(
    ("cells", "field", "sentence"),
    [
        (
            "2022-01-08,2022-01-06,,,,",
            "onset_date",
            "The onset (2022-01-08) lies after the report (2022-01-06).",
        ),
        (
            "2022-01-08,,2022-01-07,,,",
            "onset_date",
            "The onset (2022-01-08) lies after the death (2022-01-07).",
        ),
        (
            ",,,2022-01-05,2022-01-04,",
            "exposure_start",
            "The exposure starts (2022-01-05) after it ends (2022-01-04).",
        ),
        ("2022-01-08,,,,,2022-01-09", "birth_date", "The birth (2022-01-09) lies after 2022-01-08."),
        ("2022-01-25,,,,,", "onset_date", "after today"),
    ],
)
def test_days_that_contradict_each_other_are_refused(cells, field, sentence):
    row = only(
        f"case_id,onset_date,report_date,death_date,exposure_start,exposure_end,birth_date\nA1,{cells}\n"
    )
    assert sentence in faults(row)[field]


@pytest.mark.parametrize(
    "cell", ["NA", "N/A", "-", "/", "无", "不详", "unknown", "none", "nono", "", "#N/A", "…"]
)
def test_words_for_nothing_are_no_dates(cell):
    assert only(f"case_id,onset_date\nA1,{cell}\n").onset_date is None


def test_a_birth_date_without_a_day_is_kept_as_given():
    row = only("case_id,birth_date\nA1,1980年3月\n")
    assert (row.birth_date, row.extra) == (None, {"birth_date (as given)": "1980年3月"})


DAYS = st.dates(date(1980, 1, 1), TODAY)
FORMATS = [
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%Y年%m月%d日",
    "%d %b %Y",
    "%B %d, %Y",
    "%Y%m%d",
]


@settings(deadline=None)
@given(days=st.lists(DAYS, min_size=1, max_size=30), form=st.sampled_from(FORMATS))
def test_whatever_the_form_a_column_with_a_late_day_is_read_right(days, form):
    days = [*days, date(2021, 12, 31), date(2021, 12, 30)]  # days above the twelfth tell the order
    finding = find_order(column=column(*(day.strftime(form) for day in days)))
    if finding.certainty is Certainty.CERTAIN:
        assert [finding.rules.read(day.strftime(form)) for day in days] == days


@settings(deadline=None)
@given(day=DAYS)
def test_an_excel_serial_is_the_day_it_counts(day):
    serial = (day - date(1899, 12, 30)).days
    assert RULES.read(str(serial)) == day
