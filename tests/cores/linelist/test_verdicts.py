"""New, update, same, duplicate suspected, wrong: against known cases and within a file."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.cores.linelist.rows import LineListRow
from ringfence.cores.linelist.values.person import read_age
from ringfence.cores.linelist.verdicts import (
    InMemory,
    KnownCase,
    Verdict,
    case_key,
    judge,
    name_key,
    person_keys,
)

from .lists import read

HEADING = "case_id,name,sex,age,birth_date,id_number,phone,area,onset_date,severity,vaccine\n"
CHEN = "XX1,陈小明,M,32,1990-01-01,410702199001010015,13900000001,410702,2022-01-06,MILD,BBIBP\n"
CHEN_WITHOUT_ID = CHEN.replace("XX1", "")


def verdicts(content, *known_lines):
    known = InMemory(KnownCase.of(row) for row in read(HEADING + "".join(known_lines)))
    return list(judge(rows=read(HEADING + content), known=known))


def verdict(content, *known_lines):
    (one,) = verdicts(content, *known_lines)
    return one


def test_a_row_that_nobody_knows_is_new():
    assert verdict(CHEN).verdict is Verdict.NEW


def test_the_same_file_twice_changes_nothing():
    assert [
        one.verdict for one in verdicts(CHEN + "XX2,李某,F,5,,,,,,,\n", CHEN, "XX2,李某,F,5,,,,,,,\n")
    ] == [Verdict.SAME, Verdict.SAME]


def test_an_update_says_what_changes():
    one = verdict(CHEN.replace("MILD", "SEVERE").replace("BBIBP", "CoronaVac"), CHEN)
    assert (one.verdict, one.ref) == (Verdict.UPDATE, "XX1")
    assert [change.as_json() for change in one.changes] == [
        {"field": "severity", "before": "MILD", "after": "SEVERE"},
        {"field": "extra.vaccine", "before": "BBIBP", "after": "CoronaVac"},
    ]


@pytest.mark.parametrize("severity", ["", "UNKNOWN"])
def test_an_empty_cell_or_unknown_does_not_undo_what_is_known(severity):
    assert verdict(CHEN.replace("MILD", severity), CHEN).verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("row", "score", "why"),
    [
        ("YY9,陈晓明,M,,,410702199001010015,,,,,\n", 1.0, "The identity number is that of case XX1."),
        ("YY9,陈小明,,,,,13900000001,,,,\n", 0.9, "Name and phone are those of case XX1."),
        ("YY9,Chen Xiaoming,M,,1990-01-01,,,,,,\n", 0.8, "Name and birth date are those of case XX1."),
        ("YY9,陈晓明,M,,1990-01-01,,,,,,\n", 0.6, "Name and birth date are those of case XX1."),
        ("YY9,陈小明,M,32,,,,410702,,,\n", 0.65, "Name, age and area are those of case XX1."),
    ],
)
def test_the_same_person_under_another_id_is_suspected(row, score, why):
    one = verdict(row, CHEN)
    assert (one.verdict, one.suspects[0].case_id, one.suspects[0].score) == (
        Verdict.DUPLICATE_SUSPECTED,
        "XX1",
        score,
    )
    assert str(one.suspects[0].why) == why


@pytest.mark.parametrize(
    "row",
    [
        "YY9,陈小红,F,,,,13900000001,,,,\n",  # the phone of the family
        "YY9,陈小明,M,32,,,,410725,,,\n",  # the same name and age in another county
        "YY9,陈小明,F,32,,,,410702,,,\n",  # another sex
        "YY9,陈小明,M,32,1990-06-01,,,410702,,,\n",  # another birthday
    ],
)
def test_another_person_is_not_suspected(row):
    assert verdict(row, CHEN).verdict is Verdict.NEW


def test_a_row_without_an_id_finds_its_case_by_identity_number_or_by_name_and_phone():
    assert verdict(CHEN_WITHOUT_ID, CHEN).verdict is Verdict.SAME
    assert verdict(",陈小明,,,,,13900000001,,,SEVERE,\n", CHEN).verdict is Verdict.UPDATE
    assert verdict(",陈小明,M,32,,,,410702,,,\n", CHEN).verdict is Verdict.DUPLICATE_SUSPECTED


def test_an_id_that_belongs_to_another_identity_number_is_wrong():
    one = verdict(
        CHEN.replace("410702199001010015", "11010519491231002X")
        .replace("1990-01-01", "1949-12-31")
        .replace(",M,32", ",F,72"),
        CHEN,
    )
    assert one.verdict is Verdict.WRONG
    assert "belongs to a person with another identity number" in str(one.why)


def test_duplicates_inside_a_file():
    again, other, person, same_person = (
        CHEN,
        CHEN.replace("MILD", "SEVERE"),
        CHEN.replace("XX1", "XX7"),
        CHEN_WITHOUT_ID,
    )
    found = verdicts(CHEN + again + other + person + same_person)
    assert [one.verdict for one in found] == [
        Verdict.NEW,
        Verdict.SAME,
        Verdict.DUPLICATE_SUSPECTED,
        Verdict.DUPLICATE_SUSPECTED,
        Verdict.DUPLICATE_SUSPECTED,
    ]
    assert "stands already in row 2" in str(found[2].why)
    assert (found[3].suspects[0].row_number, found[3].suspects[0].score) == (2, 1.0)


def test_ids_are_the_same_whatever_their_case_and_width():
    assert verdict("ｘｘ 1,陈小明,,,,,,,,,\n", CHEN).verdict is Verdict.SAME
    assert case_key("TJ14") == case_key("tj 14") == case_key("ＴＪ１４")


def test_names_are_compared_by_their_sound():
    assert (
        name_key("陈小明")
        == name_key("Chen Xiaoming")
        == name_key("chén xiǎomíng")
        == name_key("陈 晓明")
        == "chenxiaoming"
    )


def test_keys_of_a_person():
    age = read_age("32").value
    assert person_keys(name="陈某", phone="0373-3012345", age=age, area="410702001") == (
        "phone-name:03733012345|chenmou",
        "name-age-area:chenmou|32|410702",
    )


def test_wrong_rows_and_lines_that_are_no_case_keep_their_sentence():
    found = verdicts("XX1,Chen,horse,,,,,,,,\n合计,1,,,,,,,,,\n")
    assert [one.verdict for one in found] == [Verdict.WRONG, Verdict.NOT_A_CASE]
    assert all(one.why for one in found)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["Chen", "Li", ""])), max_size=12))
def test_every_row_gets_one_verdict_and_a_second_import_creates_nothing(people):
    content = "".join(f"XX{number},{name},,,,,,,,,\n" for number, name in people)
    first = verdicts(content) if people else []
    assert [one.row.number for one in first] == list(range(2, 2 + len(people)))
    known = InMemory(KnownCase.of(one.row) for one in first if one.verdict is Verdict.NEW)
    second = list(judge(rows=read(HEADING + content), known=known)) if people else []
    assert all(one.verdict is not Verdict.NEW for one in second)


def test_ten_thousand_rows_are_judged_in_batches():
    lookups = []

    class Counting(InMemory):
        def find(self, keys):
            lookups.append(len(keys))
            return super().find(keys)

    rows = [
        LineListRow(number=at, case_id=f"XX{at}", name=f"陈某{at}", phone=f"139{at:08d}")
        for at in range(10_000)
    ]
    began = time.perf_counter()
    assert sum(one.verdict is Verdict.NEW for one in judge(rows=rows, known=Counting())) == 10_000
    assert len(lookups) == 5
    assert time.perf_counter() - began < 60  # a gross fault only; bench/ measures


def test_what_two_rows_of_a_file_say_differently_speaks_against_one_person():
    twins = "XX1,陈小明,M,,2015-01-01,,,,,,\nXX2,陈晓明,F,,2015-01-01,,,,,,\nXX3,陈小明,M,,2015-01-01,,,,,,\n"
    assert [one.verdict for one in verdicts(twins)] == [Verdict.NEW, Verdict.NEW, Verdict.DUPLICATE_SUSPECTED]
