"""Typed rows: parts joined, extras kept, lengths, faults with their cell."""

from ringfence.cores.linelist import rows
from ringfence.cores.linelist.fields import CONTACTS, LINE_LIST, LINKS
from ringfence.cores.linelist.rows.model import ROW_TYPES

from .lists import faults, only, read, remarks


def test_a_row_has_every_exported_field_of_its_schema():
    for schema in (LINE_LIST, CONTACTS, LINKS):
        assert {field.key for field in schema.exported} <= set(ROW_TYPES[schema.key].__dataclass_fields__)


def test_a_fault_names_field_column_and_cell():
    row = only("case_id,name,onset_date,sex\nA1,Chen,31/02/2021,horse\n")
    assert [(note.field, note.column, note.cell) for note in row.faults] == [
        ("onset_date", "C", "31/02/2021"),
        ("sex", "D", "horse"),
    ]
    assert row.case_id == "A1"


def test_first_and_last_name_become_one_name_in_the_order_of_the_language():
    assert only("case_id,first name,middle name,last name\nA1,Anna,B.,Meier\n").name == "Anna B. Meier"
    assert only("病例编号,姓,名\nA1,陈,小明\n").name == "陈小明"


def test_day_month_and_year_of_birth_become_one_date():
    heading = "case_id,birthdateDD,birthdateMM,birthdateYYYY\n"
    assert only(heading + "A1,5,3,1980\n").birth_date.isoformat() == "1980-03-05"
    assert "no such day" in faults(only(heading + "A1,31,2,1980\n"))["birth_year"]
    assert "not possible" in faults(only(heading + "A1,1,1,2030\n"))["birth_year"]
    assert only(heading + "A1,,,1980\n").extra == {"birthdateYYYY (as given)": "1980"}


def test_an_age_takes_its_unit_from_the_next_column():
    assert [str(row.age) for row in read("case_id,age,age_unit\nA1,8,months\nA2,8,years\nA3,8,\n")] == [
        "8 months",
        "8",
        "8",
    ]
    assert str(only("case_id,age,age_months\nA1,,7\n").age) == "7 months"


def test_a_death_is_an_outcome():
    assert only("case_id,death_date\nA1,2022-01-06\n").outcome == "DIED"
    assert [row.outcome for row in read("case_id,died\nA1,yes\nA2,no\nA3,no\nA4,\n")] == [
        "DIED",
        None,
        None,
        None,
    ]


def test_unknown_columns_are_kept_under_their_headings():
    row = only("case_id,vaccine,,vaccine\nA1,BBIBP,x,CoronaVac\n")
    assert row.extra == {"vaccine": "BBIBP", "[C]": "x", "vaccine (2)": "CoronaVac"}


def test_a_long_text_is_cut_and_kept_whole_beside_it():
    words = "发热、" * 150
    row = only(f"case_id,症状\nA1,{words}x\n")
    assert len(row.symptoms) == 300
    assert row.extra["症状 (as given)"] == words + "x"
    assert "kept whole" in remarks(row)["symptoms"]


def test_a_case_id_is_half_width_and_short():
    assert only("case_id\nＸＸ－１２\n").case_id == "XX-12"
    assert only("case_id\n12.0\n").case_id == "12"
    assert "at most 40" in faults(only("case_id\n" + "X" * 41 + "\n"))["case_id"]
    assert "Excel has damaged" in faults(only("case_id,name\n1.23E+11,Chen\n"))["case_id"]


def test_a_row_that_names_nobody_is_wrong():
    assert "nobody" in faults(only("case_id,name,onset_date\n,,2022-01-06\n"))[""]
    assert only("case_id,name,onset_date\n,Chen,2022-01-06\n").case_id is None


def test_prepared_empty_rows_and_the_example_are_no_cases():
    numbered, example = read("序号,病例编号,姓名\n1,,\n2,示例（不会导入）,陈某\n")
    assert str(numbered.reason) == "The row holds nothing but “1”."
    assert str(example.reason) == "This is the example row of the template."


def test_strange_but_possible_things_are_remarked():
    row = only(
        "case_id,age,birth_date,onset_date,report_date,sample_date,symptoms,exposure_start\nA1,5,1980-01-01,2022-01-06,2022-01-08,2022-01-09,none,2022-01-07\n"
    )
    assert set(remarks(row)) == {"age", "sample_date", "symptoms", "exposure_start"}


def test_a_contact_list_is_read_into_contacts():
    content = "接触者编号,姓名,关联病例编号,与病例关系,接触方式,接触者类别,首次接触日期,末次接触日期\nC1,李某,XX1,家属,同住,密接,2022-01-05,2022-01-08\nC2,王某,XX1,同事,同餐,次密接,2022-01-09,2022-01-08\n"
    li, wang = read(content, schema=CONTACTS)
    assert isinstance(li, rows.ContactRow)
    assert (li.contact_id, li.case_id, li.relation, li.setting, li.contact_kind) == (
        "C1",
        "XX1",
        "FAMILY",
        "HOUSEHOLD",
        "CLOSE",
    )
    assert "first contact" in faults(wang)["first_contact_date"]


def test_links_of_other_systems_are_read():
    row = only("from,to,exposure\nSK_1,SK_14,Emergency room\n", schema=LINKS)
    assert (row.source_case_id, row.case_id, row.given_text) == ("SK_1", "SK_14", "Emergency room")
