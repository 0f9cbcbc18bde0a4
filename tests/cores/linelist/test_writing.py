"""Exports and templates that can be imported again: nothing is lost, nothing is run as a formula."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.cores.linelist import columns, template, vocabulary, writing
from ringfence.cores.linelist.dates import Certainty
from ringfence.cores.linelist.fields import CONTACTS, LINE_LIST, LINKS, SCHEMAS, Kind
from ringfence.cores.linelist.rows import ContactRow, LineListRow, LinkRow, WrongRow, read_rows
from ringfence.cores.linelist.rows.model import ROW_TYPES
from ringfence.cores.linelist.texts import tidy
from ringfence.cores.linelist.values.identity_number import check_letter
from ringfence.cores.linelist.values.person import Age, AgeUnit
from ringfence.cores.linelist.writing.values import headings

from .lists import TODAY, faults, read, surveyed, table_of


def csv_of(rows, **options):
    return b"".join(writing.write_csv(rows=rows, **options))


def xlsx_of(rows, **options):
    target = io.BytesIO()
    writing.write_xlsx(target=target, rows=rows, **options)
    return target.getvalue()


WORDS = st.text(st.characters(codec="utf-8"), max_size=25)


def words_that_say_something():
    """Any text but those that the import reads as "nothing", "none" or "not known"."""
    return WORDS.map(lambda text: tidy("说" + text))


def names():
    return WORDS.map(lambda text: " ".join(tidy("陈" + text).split())[:60])


def days():
    return st.dates(date(2000, 1, 1), TODAY)


def identity_numbers():
    first = st.tuples(st.integers(100000, 999999), days(), st.integers(0, 999))
    return first.map(lambda parts: f"{parts[0]}{parts[1]:%Y%m%d}{parts[2]:03d}").map(
        lambda number: number + check_letter(number)
    )


def ages():
    years = st.integers(0, 110).map(lambda number: Age(Decimal(number)))
    return years | st.integers(1, 30).map(lambda number: Age(Decimal(number), AgeUnit.MONTHS))


BY_KIND = {
    Kind.TEXT: words_that_say_something(), Kind.LONG_TEXT: words_that_say_something(), Kind.SOURCE_TEXT: words_that_say_something(),
    Kind.SYMPTOMS: words_that_say_something(), Kind.NAME: names(), Kind.AREA: names(), Kind.SEX: st.sampled_from(vocabulary.Sex), Kind.AGE: ages(),
    Kind.PHONE: st.integers(13000000000, 19999999999).map(str), Kind.CASE_IDS: st.just("TJ1; TJ2"),
    Kind.CASE_ID: st.from_regex(r"[A-Z]{2}-?[0-9]{1,6}", fullmatch=True),
}  # fmt: skip
VOCABULARIES = {
    "classification": vocabulary.Classification, "severity": vocabulary.Severity, "origin": vocabulary.Origin, "found_by": vocabulary.FoundBy,
    "outcome": vocabulary.Outcome, "relation": vocabulary.Relation, "setting": vocabulary.Setting, "contact_kind": vocabulary.ContactKind,
    "measure": vocabulary.Measure, "mention_kind": vocabulary.MentionKind, "link_grade": vocabulary.LinkGrade, "direction": vocabulary.Direction,
}  # fmt: skip
UNDATED = {
    "birth_date",
    "death_date",
    "outcome_date",
    "exposure_start",
    "exposure_end",
    "first_contact_date",
}  # would contradict the others


def rows_of(schema):
    """Rows with any fields at all; dates that would contradict each other stay empty."""
    fields = {}
    for field in schema.exported:
        if field.key in UNDATED or field.kind is Kind.ID_NUMBER:
            continue
        value = (
            st.sampled_from(VOCABULARIES[field.vocabulary])
            if field.vocabulary
            else days()
            if field.is_date
            else BY_KIND[field.kind]
        )
        fields[field.key] = st.none() | value
    fields[schema.exported[0].key] = BY_KIND[Kind.CASE_ID]
    fields["extra"] = st.dictionaries(
        st.sampled_from(["vaccine", "发病日期", "extra: x", "  =sum(", "onset (as given)", "日期"]).map(tidy),
        words_that_say_something(),
        max_size=3,
    )
    return st.fixed_dictionaries(fields).map(lambda values: ordered(ROW_TYPES[schema.key], values))


def ordered(kind, values):
    """Onset before report, as a true case has it."""
    if values.get("onset_date") and values.get("report_date"):
        values |= {
            "onset_date": min(values["onset_date"], values["report_date"]),
            "report_date": max(values["onset_date"], values["report_date"]),
        }
    return kind(number=2, **values)


def same(written, back):
    assert not isinstance(back, WrongRow), faults(back)
    assert back.given() == written.given()
    assert dict(back.extra) == dict(written.extra)


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=lambda schema: schema.key)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_is_exported_as_csv_comes_back_as_it_was(schema, language, data):
    row = data.draw(rows_of(schema))
    (back,) = read(csv_of([row], schema=schema, extras=list(row.extra), language=language), schema=schema)
    same(row, back)


@settings(max_examples=40, deadline=None)
@given(row=rows_of(LINE_LIST), language=st.sampled_from(["en", "zh-hans"]))
def test_what_is_exported_as_a_workbook_comes_back_as_it_was(row, language):
    (back,) = read(xlsx_of([row], extras=list(row.extra), language=language))
    same(row, back)


@settings(max_examples=60, deadline=None)
@given(number=identity_numbers(), phone=st.integers(13000000000, 19999999999).map(str))
def test_identity_numbers_and_phones_keep_every_digit(number, phone):
    row = LineListRow(number=2, case_id="A1", id_number=number, phone=phone, onset_date=TODAY)
    for content in (csv_of([row]), xlsx_of([row])):
        (back,) = read(content)
        assert (back.id_number, back.phone, back.onset_date) == (number, phone, TODAY)


@pytest.mark.parametrize(
    "text", ["=1+1", "+SUM(A1)", "-2+3", "@x", "＝1", "'=1", "#REF!x", "=cmd|' /C calc'!A0"]
)
def test_no_cell_is_run_as_a_formula_and_every_cell_comes_back(text):
    row = LineListRow(number=2, case_id="A1", notes=text)
    content = csv_of([row])
    cell = next(
        cell for cell in list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1] if text[-2:] in cell
    )
    assert cell[0] not in "=+-@\t＝＋－＠"
    assert read(content)[0].notes == text
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_of([row]))).active
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    assert read(xlsx_of([row]))[0].notes == text


def test_a_csv_export_opens_in_excel_as_utf_8_and_is_made_in_pieces():
    pieces = list(
        writing.write_csv(
            rows=(LineListRow(number=at, case_id=f"A{at}", notes="长" * 200) for at in range(2_000))
        )
    )
    assert pieces[0].startswith(b"\xef\xbb\xbf")
    assert len(pieces) > 5
    assert max(map(len, pieces)) < 1_000_000


def test_rows_may_be_given_as_mappings():
    content = csv_of([{"case_id": "A1", "onset_date": date(2022, 1, 6), "extra": {"x": "y"}}], extras=["x"])
    assert read(content)[0].extra == {"x": "y"}


def test_contacts_and_links_come_back():
    contact = ContactRow(
        number=2,
        contact_id="C1",
        name="李某",
        case_id="XX1",
        relation=vocabulary.Relation.FAMILY,
        last_contact_date=date(2022, 1, 8),
    )
    link = LinkRow(
        number=2,
        case_id="XX2",
        source_case_id="XX1",
        grade=vocabulary.LinkGrade.MENTION,
        direction=vocabulary.Direction.UNKNOWN,
        given_text="family of XX1",
    )
    same(contact, read(csv_of([contact], schema=CONTACTS), schema=CONTACTS)[0])
    same(link, read(csv_of([link], schema=LINKS), schema=LINKS)[0])


def test_an_extra_column_named_like_a_field_stays_an_extra():
    assert headings(LINE_LIST, "en", ["发病日期", "vaccine"])[-2:] == ["extra: 发病日期", "vaccine"]


FAILING = "case_id,sex,onset_date,vaccine\nA1,F,13/12/2021,a\nA2,horse,02/01/2022,=b\nA3,F,31/11/2021,c\nA4,M,14/12/2021,d\n"


def failed(content, writer=writing.write_failed_csv, **options):
    plan = surveyed(content).plan()
    wrong = {row.number: row.faults for row in read_rows(plan=plan) if isinstance(row, WrongRow)}
    return (
        plan,
        wrong,
        options and writer(plan=plan, faults=wrong, **options) or writer(plan=plan, faults=wrong),
    )


def test_failed_rows_come_back_with_their_cells_and_a_sentence():
    _, wrong, pieces = failed(FAILING)
    lines = list(csv.reader(io.StringIO(b"".join(pieces).decode("utf-8-sig"))))
    assert lines[0] == ["To correct", "case_id", "sex", "onset_date", "vaccine"]
    assert lines[1][0] == "[B] “horse” is not a sex. Write F, M or U."
    assert [line[1] for line in lines[1:]] == ["A2", "A3"]
    assert set(wrong) == {3, 4}


def test_failed_rows_are_corrected_and_imported_as_they_are():
    _, _, pieces = failed(FAILING)
    corrected = b"".join(pieces).replace(b"horse", b"M").replace(b"31/11/2021", b"30/11/2021")
    first, second = read(corrected)
    assert (first.case_id, first.sex, first.extra) == ("A2", "M", {"vaccine": "=b"})
    assert (first.onset_date, second.onset_date) == (date(2022, 1, 2), date(2021, 11, 30))
    assert not surveyed(corrected).ambiguous_dates


def test_dates_stay_as_written_while_the_failed_rows_still_show_their_order():
    _, _, pieces = failed(
        "case_id,sex,onset_date\nA1,horse,13/12/2021\nA2,horse,02/01/2022\nA3,F,14/12/2021\n"
    )
    content = b"".join(pieces)
    assert b"02/01/2022" in content
    assert surveyed(content).dates[0].certainty is Certainty.CERTAIN


def test_a_second_round_of_corrections_has_one_column_of_sentences():
    _, _, pieces = failed(FAILING)
    _, _, again = failed(b"".join(pieces))
    assert next(csv.reader(io.StringIO(b"".join(again).decode("utf-8-sig")))).count("To correct") == 1


def test_failed_rows_as_a_workbook_in_chinese():
    plan, wrong, _ = failed(FAILING)
    target = io.BytesIO()
    assert (
        writing.write_failed_xlsx(
            target=target, plan=plan, faults=wrong, say=lambda reason: "请更正", language="zh-hans"
        )
        == 2
    )
    assert table_of(target.getvalue()).header[0] == "需更正的内容"
    assert [row.number for row in read(target.getvalue())] == [2, 3]


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=lambda schema: schema.key)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_template_is_recognised_and_its_example_is_never_imported(schema, language):
    target = io.BytesIO()
    template.write_template(target=target, schema=schema, language=language)
    table = table_of(target.getvalue(), schema=schema)
    found = columns.propose(table=table, schema=schema)
    assert [one.field for one in found.columns] == [field.key for field in schema.exported]
    assert not found.to_decide
    assert [str(row.reason) for row in read(target.getvalue(), schema=schema)] == [
        "This is the example row of the template."
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_template_keeps_digits_offers_words_and_explains(language):
    target = io.BytesIO()
    template.write_template(target=target, language=language)
    book = openpyxl.load_workbook(target)
    sheet = book.worksheets[0]
    keys = [str(cell.value).split("\n")[-1] for cell in sheet[1]]
    assert sheet.freeze_panes == "B2"
    assert {
        sheet.cell(3, keys.index(key) + 1).number_format for key in ("case_id", "id_number", "phone")
    } == {"@"}
    assert sheet.cell(3, keys.index("onset_date") + 1).number_format == "yyyy-mm-dd"
    assert len(sheet.data_validations.dataValidation) == 6
    assert book.worksheets[1].sheet_state == "hidden"
    assert book.worksheets[2].max_row > len(keys)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_word_of_a_drop_down_is_understood(language):
    target = io.BytesIO()
    template.write_template(target=target, language=language)
    book = openpyxl.load_workbook(target)
    sheet, lists = book.worksheets[0], book.worksheets[1]
    keys = [str(cell.value).split("\n")[-1] for cell in sheet[1]]
    for rule in sheet.data_validations.dataValidation:
        field = keys[list(rule.sqref.ranges)[0].min_col - 1]
        column = lists[rule.formula1.split("$")[1]]
        for word in (cell.value for cell in column if cell.value):
            (row,) = read(f"case_id,{field}\nA1,{word}\n")
            assert getattr(row, field) in {
                value for value, _ in template.LISTS[LINE_LIST.by_key[field].vocabulary or "sex"]
            }
            assert row.remarks == ()


def test_codes_that_excel_reads_as_letters_stay_what_they_are():
    row = LineListRow(
        number=2, case_id="A1", name="_x0041_ Chen", notes="<a&b> _x000D_ ]]>", extra={"_x0042_": "  c"}
    )
    back = read(xlsx_of([row], extras=["_x0042_"]))[0]
    assert (back.name, back.notes, back.extra) == ("_x0041_ Chen", "<a&b> _x000D_ ]]>", {"_x0042_": "c"})


def test_a_written_workbook_opens_in_another_library_with_frozen_heading_and_text_columns():
    rows = [LineListRow(number=at, case_id=f"{at:018d}", notes="多行\n文字") for at in range(3)]
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_of(rows, language="zh-hans"))).active
    assert (sheet.title, sheet.freeze_panes, sheet.max_row) == ("病例一览表", "A2", 4)
    assert (sheet["A3"].value, sheet["A3"].number_format, sheet["A3"].data_type) == (
        "000000000000000001",
        "@",
        "s",
    )
    assert sheet.column_dimensions["A"].number_format == "@"
