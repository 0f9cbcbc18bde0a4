"""Excel workbooks as counties send them: merged cells, damaged numbers, old formats, bombs."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from ringfence.cores.linelist.reading import zip_guard
from ringfence.kernel import Refused

from .lists import faults, read, saved, table_of, workbook

HEADING = ["病例编号", "姓名", "性别", "身份证号", "联系电话", "发病日期"]


def test_numbers_dates_and_yes_no_become_the_text_a_person_sees():
    content = workbook(
        [
            ["case_id", "age", "onset_date", "report_date", "fever"],
            [17, 34.0, date(2022, 1, 6), datetime(2022, 1, 8, 18, 30), True],
        ]
    )
    (row,) = read(content)
    assert (row.case_id, str(row.age), row.onset_date, row.report_date) == (
        "17",
        "34",
        date(2022, 1, 6),
        date(2022, 1, 8),
    )
    assert row.extra == {"fever": "TRUE"}


def test_an_identity_number_rounded_by_excel_is_refused_in_its_row_only():
    content = workbook(
        [
            HEADING,
            ["XX1", "陈某", "男", 410702199001010015, 13900000001, "1月6日"],
            ["XX2", "李某", "男", "410702199001010015", 13900000002, "1月7日"],
        ]
    )
    wrong, right = read(content)
    assert faults(wrong)["id_number"].startswith("Excel has rounded the number in this cell")
    assert wrong.faults[0].column == "D"
    assert (right.id_number, right.phone) == ("410702199001010015", "13900000002")


def test_an_excel_serial_under_a_general_format_is_a_date():
    (row,) = read(workbook([["case_id", "onset_date"], ["A1", 44567]]))
    assert row.onset_date == date(2022, 1, 6)


def test_a_workbook_that_counts_from_1904_says_so():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for line in (["case_id", "onset_date"], ["A1", 43105]):
        book.active.append(line)
    content = saved(book)
    assert table_of(content).detected.dates_from_1904
    assert read(content)[0].onset_date == date(2022, 1, 6)


def test_title_rows_and_merged_cells():
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (
        ["某县病例一览表"],
        ["县区", "姓名", "病例编号"],
        ["红旗区", "陈某", "XX1"],
        [None, "李某", "XX2"],
        ["卫滨区", "王某", "XX3"],
    ):
        sheet.append(line)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A3:A4")
    assert [(row.area, row.name) for row in read(saved(book))] == [
        ("红旗区", "陈某"),
        ("红旗区", "李某"),
        ("卫滨区", "王某"),
    ]


def test_a_table_that_begins_away_from_the_corner_keeps_its_addresses():
    book = openpyxl.Workbook()
    for at, line in enumerate((["case_id", "onset_date"], ["A1", "32/01/2022"]), start=5):
        for column, cell in enumerate(line, start=3):
            book.active.cell(at, column, cell)
    (row,) = read(saved(book))
    assert (row.number, row.faults[0].column) == (6, "D")


def test_the_sheet_with_the_line_list_is_found_and_hidden_ones_are_not_offered():
    book = openpyxl.load_workbook(
        io.BytesIO(
            workbook(
                [["read me"], ["first"]],
                [["case_id", "sex", "age"], ["A1", "F", 3]],
                [["secret"]],
                titles=("说明", "一览表", "hidden"),
            )
        )
    )
    book["hidden"].sheet_state = "hidden"
    table = table_of(saved(book))
    assert (table.detected.sheet, table.detected.sheets) == ("一览表", ("说明", "一览表"))
    with pytest.raises(Refused, match="has no visible sheet “hidden”"):
        table_of(saved(book), sheet="hidden")


def test_excel_errors_are_refused_and_not_available_is_empty():
    wrong, empty = read("case_id,name,address\nA1,#REF!,x\nA2,Li,#N/A\n")
    assert faults(wrong)["name"].startswith("The cell holds the Excel error #REF!")
    assert empty.address is None


def zipped(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, r"old Excel file \(.xls\)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (b"PK\x03\x04 but nothing else", "This workbook is damaged"),
        (zipped(**{"xl__workbook.bin": b"x"}), "binary Excel file"),
        (zipped(**{"mimetype": b"x", "content.xml": b"x"}), "OpenDocument"),
        (zipped(**{"list.csv": b"case_id\n1"}), "not an Excel workbook"),
        (zipped(**{"xl__workbook.xml": b"<workbook/>"}), "This workbook is damaged"),
        (workbook([[None]]), "every cell is empty"),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(Refused, match=sentence):
        table_of(content)


def test_a_zip_bomb_is_refused_whatever_it_declares(monkeypatch):
    monkeypatch.setattr(zip_guard, "LARGEST_UNPACKED", 1 << 20)
    bomb = bytearray(zipped(**{"xl__workbook.xml": b"<x/>", "xl__worksheets__sheet1.xml": b" " * (8 << 20)}))
    for at in range(len(bomb) - 4):  # the archive lies about its size
        if bomb[at : at + 4] == (8 << 20).to_bytes(4, "little"):
            bomb[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(Refused, match="too large when unpacked"):
        table_of(bytes(bomb))


def test_a_stray_cell_far_away_is_refused_before_it_fills_the_memory():
    book = openpyxl.Workbook()
    book.active["A1"] = "case_id"
    book.active["XFD1048576"] = " "
    with pytest.raises(Refused, match="The sheet reaches to cell XFD1048576"):
        table_of(saved(book))


def test_more_rows_than_the_old_excel_could_hold():
    lines = [["case_id", "sex"], *([f"A{at}", "F"] for at in range(66_000))]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in lines:
        sheet.append(line)
    assert sum(1 for _ in table_of(saved(book)).lines()) == 66_000
