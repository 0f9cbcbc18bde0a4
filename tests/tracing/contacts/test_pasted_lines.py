"""Twenty lines from a chat, a spreadsheet or a notebook are understood, whatever their order and language."""

from __future__ import annotations

from datetime import date, time

import pytest

from ringfence.tracing.contacts.rules import pasted

TODAY = date(2022, 1, 9)


def read(line: str) -> pasted.PastedLine:
    (only,) = pasted.read_lines(text=line, today=TODAY)
    return only


@pytest.mark.parametrize(("line", "said"), [
    ("李娜 13812345678 妻子 同住 1月8日", ("李娜", "13812345678", "FAMILY", "HOUSEHOLD", date(2022, 1, 8), "")),
    ("王伟，139 1234 5678，同事，办公室，2022-01-07", ("王伟", "13912345678", "COLLEAGUE", "WORK_STUDY", date(2022, 1, 7), "办公室")),
    ("3. 张三、13700001111、朋友、聚餐、1月6日、老面馆", ("张三", "13700001111", "FRIEND", "MEAL_ENTERTAINMENT", date(2022, 1, 6), "老面馆")),
    ("赵六\t13600001111\t邻居\t1/5\t红旗超市", ("赵六", "13600001111", "NEIGHBOUR", "VENUE", date(2022, 1, 5), "红旗超市")),
    ("Wang Wei, +86 138-1234-5679, colleague, same office, 8 Jan, Hongqi Road 12", ("Wang Wei", "13812345679", "COLLEAGUE", "WORK_STUDY", date(2022, 1, 8), "Hongqi Road 12")),
    ("Li Na 13612345678 friend dinner yesterday noodle shop", ("Li Na", "13612345678", "FRIEND", "MEAL_ENTERTAINMENT", date(2022, 1, 8), "noodle shop")),
    ("John Smith classmate Jan 5, 2022 School No. 3", ("John Smith", "", "CLASSMATE", "WORK_STUDY", date(2022, 1, 5), "School No. 3")),
    ("13612345678 李娜 同餐", ("李娜", "13612345678", "", "MEAL_ENTERTAINMENT", None, "")),
    ("- 郑十; 母亲; 照顾; 今天", ("郑十", "", "FAMILY", "CARE", TODAY, "")),
])  # fmt: skip
def test_a_line_is_understood(line: str, said: tuple[object, ...]) -> None:
    one = read(line)
    assert (one.name, one.phone, one.relation, one.setting, one.last_on, one.place) == said


@pytest.mark.parametrize(("text", "day"), [
    ("2022年1月8日", date(2022, 1, 8)), ("2022/1/8", date(2022, 1, 8)), ("2022.01.08", date(2022, 1, 8)),
    ("1月8号", date(2022, 1, 8)), ("1.8", date(2022, 1, 8)), ("8 Jan", date(2022, 1, 8)), ("January 8th", date(2022, 1, 8)),
    ("12月30日", date(2021, 12, 30)), ("30/12", date(2021, 12, 30)), ("前天", date(2022, 1, 7)), ("yesterday", date(2022, 1, 8)),
    ("1月31日", date(2021, 1, 31)), ("2月30日", None), ("", None),
])  # fmt: skip
def test_a_day_without_a_year_is_the_last_such_day(text: str, day: date | None) -> None:
    assert read(f"李娜 同餐 {text}").last_on == day


def test_a_stretch_of_days_has_its_first_and_last() -> None:
    for text in ("1月5-7日", "1月5日至1月7日", "5-7 Jan", "1/5 - 1/7"):
        one = read(f"吴九 同事 {text}")
        assert (one.first_on, one.last_on) == (date(2022, 1, 5), date(2022, 1, 7)), text


def test_times_minutes_and_metres_are_taken() -> None:
    one = read("周八 同车 1月7日 18:00-19:30 出租车 40分钟 0.5米")
    assert (one.first_time, one.last_time, one.minutes, one.metres) == (time(18), time(19, 30), 40, 0.5)
    assert one.place == "出租车"
    assert read("周八 同餐 半小时").minutes == 30
    assert read("Wang Wei dinner 1.5 hours").minutes == 90


def test_identity_number_sex_and_age_stand_anywhere() -> None:
    one = read("女 34 钱二 41070219900101123x")
    assert (one.name, one.sex, one.age_years, one.id_number) == ("钱二", "F", 34, "41070219900101123X")


def test_a_first_line_of_column_names_is_followed() -> None:
    head = "姓名\t性别\t年龄\t电话\t关系\t接触方式\t末次接触时间\t接触地点\t住址"
    body = "李雷\t男\t30\t13811112222\t同事\t同餐\t2022-01-08\t食堂\t西街街道"
    (one,) = pasted.read_lines(text=f"{head}\n{body}\n\n", today=TODAY)
    assert (one.name, one.sex, one.age_years, one.relation) == ("李雷", "M", 30, "COLLEAGUE")
    assert (one.setting, one.place, one.area, one.last_on) == (
        "MEAL_ENTERTAINMENT",
        "食堂",
        "西街街道",
        date(2022, 1, 8),
    )


def test_columns_may_be_english_and_in_any_order() -> None:
    (one,) = pasted.read_lines(
        text="Phone,Name,Last contact,Relation\n13811112222,Han Mei,8 Jan,wife", today=TODAY
    )
    assert (one.name, one.phone, one.last_on, one.relation) == (
        "Han Mei",
        "13811112222",
        date(2022, 1, 8),
        "FAMILY",
    )


def test_what_is_supposed_is_said() -> None:
    one = read("韩梅 妻子 1月8日")
    assert one.setting == "HOUSEHOLD"
    assert len(one.notes) == 1
    assert read("孙七 邻居").setting == ""


def test_empty_lines_and_the_rest_beyond_the_longest_list_are_left_out() -> None:
    assert pasted.read_lines(text=" \n,,\n\t\n", today=TODAY) == []
    assert len(pasted.read_lines(text="李娜 同餐\n" * 300, today=TODAY)) == pasted.LONGEST_LIST


@pytest.mark.parametrize(
    "line", ["，，，", "???", "1", "🙂 🙂", "a" * 5000, "13812345678", "2022-13-45", "((((", "０１２"]
)
def test_nonsense_breaks_nothing(line: str) -> None:
    for one in pasted.read_lines(text=line, today=TODAY):
        assert one.raw
