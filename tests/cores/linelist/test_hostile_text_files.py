"""CSV files as hospitals send them: encodings, separators, quotation marks, titles, widths."""

import io

import pytest

from ringfence.cores.linelist import reading
from ringfence.cores.linelist.reading import escaping
from ringfence.kernel import Refused

from .lists import faults, only, read, table_of

CHINESE = "病例编号;姓名;年龄;发病日期\nXX1;陈某;1,5;2022-01-06\nXX2;李某;34;2022-01-07\n"
FRENCH = (
    "case_id,name,onset_date,address\nA1,Hélène Lefèvre,2022-01-06,Orléans\nA2,Noël Béart,2022-01-07,Évry\n"
)


@pytest.mark.parametrize(
    ("content", "encoding", "mark"),
    [
        (CHINESE.encode(), "UTF-8", False),
        (CHINESE.encode("utf-8-sig"), "UTF-8", True),
        (CHINESE.encode("gb18030"), "GB18030", False),
        (CHINESE.encode("utf-16"), "UTF-16", True),
        (FRENCH.encode("utf-16-le"), "UTF-16", False),
        (FRENCH.encode("latin-1"), "Latin-1", False),
        (FRENCH.encode("cp1252").replace(b"Orl", b"\x80Orl"), "Latin-1", False),
    ],
)
def test_the_encoding_is_found(content, encoding, mark):
    table = table_of(content)
    assert (table.detected.encoding, table.detected.byte_order_mark) == (encoding, mark)
    assert {row.name for row in read(content)} in ({"陈某", "李某"}, {"Hélène Lefèvre", "Noël Béart"})


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_separator_is_found_although_the_cells_hold_the_others(mark):
    lines = [
        ["case_id", "symptoms", "age", "notes"],
        ["A1", "fever; cough", "3", "x, y | z"],
        ["A2", "fever; rash; pain", "4", "a, b, c"],
    ]
    quoted = "\n".join(mark.join(f'"{cell}"' for cell in line) for line in lines)
    table = table_of(quoted)
    assert table.detected.delimiter == mark
    assert [line.cells[1] for line in table.lines()] == ["fever; cough", "fever; rash; pain"]


def test_a_byte_order_mark_semicolons_and_gb18030_with_decimal_commas():
    chen, li = read(CHINESE.encode("gb18030"))
    assert (chen.case_id, chen.name, chen.age.years, chen.onset_date.isoformat()) == (
        "XX1",
        "陈某",
        1.5,
        "2022-01-06",
    )
    assert li.age.whole_years == 34


def test_excels_own_separator_line_is_no_row():
    table = table_of("sep=;\ncase_id;name\nA1;Chen\n")
    assert table.header == ("case_id", "name")
    assert [line.number for line in table.lines()] == [3]


def test_titles_empty_lines_and_a_total_stand_around_the_table():
    content = "新乡市病例一览表,,\n,,填表日期：2022年1月9日\n\n病例编号,姓名,性别\nXX1,陈某,女\n\nXX2,李某,男\n合计,2,\n填表人：王某,,\n"
    table = table_of(content)
    assert table.detected.header_rows == (4,)
    assert table.detected.title == ("新乡市病例一览表", "填表日期：2022年1月9日")
    chen, li, total, signature = read(content)
    assert (chen.number, li.number) == (5, 7)
    assert "no case" in str(total.reason)
    assert "no case" in str(signature.reason)


def test_a_heading_in_two_rows_is_joined():
    content = (
        "序号,姓名,发病情况,,备注\n,,发病日期,诊断日期,\n1,陈某,1月6日,1月8日,\n2,李某,1月7日,1月9日,密接\n"
    )
    table = table_of(content)
    assert table.header == ("序号", "姓名", "发病日期", "诊断日期", "备注")
    assert [row.report_date.isoformat() for row in read(content)] == ["2022-01-08", "2022-01-09"]


def test_captions_and_tags_below_the_heading_are_no_rows_but_a_repeated_heading_is_counted():
    content = "epidNumber,sex,onsetDate\nEpid number,Sex,Date of onset\n#meta+id,#sex,#date+onset\nD1,F,2022-01-06\nepidNumber,sex,onsetDate\nD2,M,2022-01-07\n"
    first, again, second = read(content)
    assert (first.case_id, second.case_id) == ("D1", "D2")
    assert str(again.reason) == "The heading is repeated in this row."


def test_trailing_empty_columns_are_dropped():
    table = table_of("case_id,name,,,\nA1,Chen,,,\nA2,Li,,,\n")
    assert table.header == ("case_id", "name")


def test_a_line_break_inside_quotation_marks_stays_in_its_cell():
    (row,) = read('case_id,notes,name\nA1,"first line\nsecond, line",Chen\n')
    assert (row.notes, row.name) == ("first line\nsecond, line", "Chen")


def test_a_quotation_mark_never_closed_costs_one_row_and_not_the_file():
    content = 'case_id,name,notes\nA1,Chen,x\nA2,"Li,y\nA3,Wang,z\n' + "".join(
        f"B{at},Zhao,n\n" for at in range(500)
    )
    rows = read(content)
    assert len(rows) == 503
    assert "opened and never closed" in faults(rows[1])[""]
    assert rows[2].case_id == "A3"


def test_a_missing_mark_that_swallows_the_next_row_is_noticed():
    content = 'case_id,name,notes\nA1,Chen,x\nA2,"Li,y\nA3,Wang,"z"\nA4,Zhao,w\n'
    assert [getattr(row, "case_id", None) for row in read(content)] == ["A1", None, "A3", "A4"]


@pytest.mark.parametrize("cell", ['say "hello" twice', 'a 5" tube', '""'])
def test_loose_quotation_marks_inside_a_cell_are_kept(cell):
    assert only(f"case_id,name,notes\nA1,Chen,{cell}\n").name == "Chen"


def test_a_row_with_more_cells_than_the_heading_is_refused_and_one_with_fewer_is_filled():
    wide, narrow, trailing = read("case_id,name,notes\nA1,Chen,a,b\nA2,Li\nA3,Wang,c,,,\n")
    assert faults(wide)[""].startswith("The row has 4 cells but the heading 3.")
    assert (narrow.name, narrow.notes) == ("Li", None)
    assert trailing.notes == "c"


def test_row_names_without_a_heading_do_not_shift_the_columns():
    content = (
        '"case_id" "gender" "onset_date"\n"1" "A1" "f" "2022-01-06"\n"2" "A2" "m" "2022-01-07"\n'.replace(
            " ", ","
        )
    )
    assert [(row.case_id, row.sex) for row in read(content)] == [("A1", "F"), ("A2", "M")]
    assert "row names" in str(table_of(content).detected.notes[0])


def test_some_broken_bytes_cost_their_row_only():
    good = "".join(f"XX{at},陈某某\n" for at in range(60))
    content = ("病例编号,姓名\n" + good).encode() + b"XX99,\xe9\x99 \xff\n"
    rows = read(content)
    assert len(rows) == 61
    assert "cannot be read" in faults(rows[60])[""]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"\n\n , \n", "every cell is empty"),
        (bytes(range(256)) * 50, "This file is not a table."),
        (b"%PDF-1.7\n\x00\x00\x01\x02" * 100, "This file is not a table."),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(Refused, match=sentence):
        table_of(content)


def test_a_cell_longer_than_any_text_costs_its_row_only():
    rows = read("case_id,notes\nA1,x\nA2," + "y" * 200_000 + "\nA3,z\n")
    assert [type(row).__name__ for row in rows] == ["LineListRow", "WrongRow", "LineListRow"]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+86 139", "-5", "@sum", "'=x", "''=x", "plain", "'quoted", "＝full"]
)
def test_the_apostrophe_before_formulas_is_written_and_taken_away_alike(cell):
    assert escaping.unescaped(escaping.escaped(cell)) == cell
    assert escaping.unescaped(escaping.escaped_apostrophe(cell)) == cell


def test_seventy_thousand_rows_are_read_one_by_one_from_a_file_that_stays_open():
    content = io.BytesIO(b"case_id,name\n" + b"".join(b"A%d,Chen\n" % at for at in range(70_000)))
    table = reading.open_table(content=content, file_name="long.csv")
    lines = table.lines()
    assert next(lines).number == 2
    assert sum(1 for _ in lines) == 69_999
    assert sum(1 for _ in table.lines()) == 70_000


@pytest.mark.parametrize(
    "cell",
    ['="410702199001010015"', '"=""410702199001010015"""', "410702199001010015\t", "'410702199001010015"],
)
def test_tricks_that_keep_digits_in_excel_are_understood(cell):
    assert only(f"case_id,id_number\nA1,{cell}\n").id_number == "410702199001010015"
