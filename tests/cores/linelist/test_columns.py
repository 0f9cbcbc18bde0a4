"""Which column is which field: names in two languages, conflicts, maps that are kept."""

import json

import pytest

from ringfence.cores.linelist import columns
from ringfence.cores.linelist.dates import Order
from ringfence.cores.linelist.fields import LINE_LIST, SCHEMAS
from ringfence.cores.linelist.fields.naming import guesses
from ringfence.cores.linelist.mapping import ColumnMap
from ringfence.kernel import Refused

from .lists import table_of


def best(heading):
    found = guesses(heading)
    return found[0].field if found and found[0].score >= columns.SURE else None


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Case ID", "case_id"), ("病例编号", "case_id"), ("卡片ID", "case_id"), ("epidNumber", "case_id"), ("id", "case_id"),
        ("*姓名", "name"), ("1.姓名", "name"), ("患者姓名", "name"), ("person.firstName", "first_name"), ("Nom de famille", "last_name"),
        ("Gender ", "sex"), ("性别 Sex", "sex"), ("SEXE", "sex"), ("gendr", "sex"), ("年龄（岁）", "age"), ("Age - Years", "age"),
        ("有效证件号", "id_number"), ("身份证号码", "id_number"), ("联系电话\n(手机)", "phone"), ("手机号", "phone"),
        ("现住址", "address"), ("工作单位/学校", "workplace"), ("人群分类", "occupation"), ("现住区县", "area"),
        ("发病时间", "onset_date"), ("首次发病日期（年月日）", "onset_date"), ("Date of Onset", "onset_date"), ("dateOfOnset", "onset_date"),
        ("dt_onset", "onset_date"), ("symptoms.onsetDate", "onset_date"), ("symptom_onset", "onset_date"), ("Date de début des symptômes", "onset_date"),
        ("sypmtom onset", "onset_date"), ("诊断时间", "report_date"), ("confirm_date", "report_date"), ("Fecha de notificación", "report_date"),
        ("病例诊断类型", "classification"), ("临床严重程度", "severity"), ("发现方式", "found_by"), ("转归", "outcome"),
        ("date_of_hospitalisation", "isolation_date"), ("hosp date", "isolation_date"), ("入院时间", "isolation_date"), ("dt_death", "death_date"),
        ("place_infect", "exposure_place"), ("dt_start_exp", "exposure_start"), ("Infection_source", "infection_source"), ("infector", "source_case_ids"),
        ("备注", "notes"), ("监护人电话", None), ("填报人姓名", None), ("Age group", None), ("date_of_onset_approximate", None),
        ("序号", None), ("日期", None), ("hospital", None), ("lon", None), ("疫苗接种日期", None), ("病例类别", "classification"), ("病例ID", "case_id"), ("国籍/地区", "nationality"), ("ICU admission date", None), ("hospitalized", None),
        ("Date of Death/Discharge", "outcome_date"), ("病例报告时间", "report_date"), ("性别\nsex", "sex"), ("extra: onset", None), ("severity (as given)", None),
    ],
)  # fmt: skip
def test_a_heading_is_recognised(heading, field):
    assert best(heading) == field


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=lambda schema: schema.key)
def test_every_field_is_recognised_by_each_of_its_own_names(schema):
    for field in schema.fields:
        for name in (field.key, field.zh, field.en):
            assert guesses(name, schema.key)[0].field == field.key, (schema.key, name)


def proposal(content):
    return columns.propose(table=table_of(content))


def fields_of(found):
    return [one.field for one in found.columns]


def test_a_row_counter_is_no_case_id_but_a_person_is_asked():
    found = proposal("序号,姓名\n1,陈某\n2,李某\n3,王某\n")
    assert fields_of(found) == [None, "name"]
    assert [one.column.letter for one in found.to_decide] == ["A"]
    assert found.missing == ("case_id",)


def test_the_better_name_wins_and_the_other_column_is_kept():
    found = proposal("dt_diag,dt_report,case_id\n2022-01-06,2022-01-07,A1\n")
    assert fields_of(found) == [None, "report_date", "case_id"]
    assert (
        str(found.columns[0].why)
        == "Another column fits this field better; this one is kept as an extra column."
    )


def test_two_columns_of_one_name_are_put_before_a_person():
    found = proposal("case_id,姓名,姓名\nA1,陈某,陈父\n")
    assert fields_of(found) == ["case_id", "name", None]
    assert [one.column.letter for one in found.to_decide] == ["B", "C"]


def test_the_cells_speak_against_a_name():
    found = proposal("case_id,death\nA1,no\nA2,no\nA3,yes\n")
    assert fields_of(found) == ["case_id", "died"]
    assert fields_of(proposal("case_id,death\nA1,2022-01-06\nA2,2022-01-06\nA3,NA\n")) == [
        "case_id",
        "death_date",
    ]


def test_identity_numbers_are_recognised_without_a_name():
    numbers = ["11010519491231002X", "440524188001010014", "410702199001010015"]
    found = proposal("姓名,号\n" + "".join(f"陈某,{number}\n" for number in numbers))
    assert fields_of(found) == ["name", "id_number"]
    assert str(found.columns[1].why) == "The cells are citizen identity numbers."


def test_a_map_is_changed_by_hand_saved_and_used_on_a_file_with_other_places():
    table = table_of("序号,姓名,甲,乙\n1,陈某,05/01/2022,x\n")
    chosen = (
        columns.propose(table=table)
        .column_map.choose(index=2, field="onset_date")
        .choose(index=0, field="case_id")
        .choose(index=3, field=None, ignored=True)
    )
    kept = ColumnMap.from_json(
        json.loads(json.dumps(chosen.with_date_order(field="onset_date", order=Order.DAY_FIRST).as_json()))
    )
    binding = kept.bind(table=table_of("甲,乙,姓名,新\n06/01/2022,y,李某,z\n"))
    assert [choice.field for choice in binding.column_map.choices] == ["onset_date", None, "name", None]
    assert [choice.ignored for choice in binding.column_map.choices] == [False, True, False, False]
    assert (binding.missing, binding.new) == (("序号",), ("新",))
    assert binding.column_map.date_orders == {"onset_date": Order.DAY_FIRST}


def test_choosing_a_field_takes_it_from_the_column_that_had_it():
    chosen = proposal("case_id,uuid\nA1,B1\n").column_map.choose(index=1, field="case_id")
    assert [choice.field for choice in chosen.choices] == [None, "case_id"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"version": 99}, "another version"),
        ({"columns": [{"header": "a", "index": 0, "field": "nothing"}]}, "There is no field “nothing”"),
        (
            {"columns": [{"header": h, "index": 0, "field": "name"} for h in "ab"]},
            "Two columns are mapped to “name”",
        ),
    ],
)
def test_a_saved_map_that_cannot_be_used_is_refused(change, sentence):
    kept = proposal("case_id\nA1\n").column_map.as_json() | change
    with pytest.raises(Refused, match=sentence):
        ColumnMap.from_json(kept)


def test_fields_have_names_and_explanations_in_both_languages():
    for field in LINE_LIST.fields:
        assert field.zh and field.en
        assert (field.about_zh and field.about_en) or field.auxiliary
