"""Line lists in the shapes of other systems (names of columns and words as they use them, people invented)."""

from datetime import date

from ringfence.cores.linelist import rows

from .lists import faults, read, surveyed

MERS = (
    '"","id","age","age_class","sex","place_infect","reporting_ctry","loc_hosp","dt_onset","dt_report","week_report","dt_start_exp","dt_end_exp","dt_diag","outcome","dt_death"\n'
    '"1","SK_1",68,"60-69","M","Middle East","South Korea","A Hospital, B",2015-05-11,2015-05-19,"2015_21",2015-04-18,2015-05-04,2015-05-20,"Alive",NA\n'
    '"2","SK_2",63,"60-69","F","Outside Middle East","South Korea","A Hospital, B",2015-05-18,2015-05-20,"2015_21",2015-05-15,2015-05-20,2015-05-20,"Alive",NA\n'
    '"3","SK_3",71,"70-79","M","Outside Middle East","South Korea","C Hospital",2015-05-20,2015-05-20,"2015_21",NA,NA,2015-05-21,"Dead",2015-06-04\n'
)
EBOLA = (
    "case_id,generation,date_of_infection,date_of_onset,date_of_hospitalisation,date_of_outcome,outcome,gender,hospital,lon,lat\n"
    "d1fafd,0,NA,2014-04-07,2014-04-17,2014-04-19,NA,f,Military Hospital,-13.21799,8.473514\n"
    "53371b,1,2014-04-09,2014-04-15,2014-04-20,NA,NA,m,Connaught Hospital,-13.21491,8.464927\n"
    "f5c3d8,1,2014-04-18,2014-04-21,2014-04-25,2014-04-30,Recover,f,other,-13.22804,8.483356\n"
    "6c286a,2,NA,2014-04-27,2014-04-27,2014-05-07,Death,f,NA,-13.23112,8.464776\n"
)
HANDBOOK = (
    "case_id,generation,infection date,date onset,hosp date,date_of_outcome,outcome,gender,hospital,infector,source,age,age_unit,row_num,fever,merged_header,\n"
    "5fe599,4,2014-05-08,13/05/2014,15/05/2014,NA,NA,m,Other,f547d6,other,2,years,1,no,a,b\n"
    "8689b7,4,NA,2014-05-13,2014-05-14,2014-05-18,Recover,f,NA,NA,NA,3,months,2,no,a,b\n"
    "11f8ea,2,NA,2014-05-16,2014-05-18,2014-05-30,Recover,m,Other,8689b7,funeral,56,years,3,no,a,b\n"
)
SORMAS = (
    "caze.disease;caze.epidNumber;person.firstName;person.lastName;person.sex;person.birthdateDD;person.birthdateMM;person.birthdateYYYY;person.approximateAge;person.approximateAgeType;caze.reportDate;caze.responsibleDistrict;caze.caseClassification;symptoms.onsetDate;caze.outcome;person.phone\n"
    "Disease;EPID number;First name;Last name;Sex;Birth day;Birth month;Birth year;Age;Unit;Date of report;Responsible district;Case classification;Date of symptom onset;Outcome of case;Telephone number\n"
    "CORONAVIRUS;DE-20-001;Anna;Meier;FEMALE;3;5;1980;40;YEARS;15.05.2020;LK Test;CONFIRMED;10.05.2020;NO_OUTCOME;0531 123456\n"
    "CORONAVIRUS;DE-20-002;Bernd;Schulz;MALE;;;;8;MONTHS;16.05.2020;LK Test;NOT_CLASSIFIED;13.05.2020;DECEASED;\n"
)
GODATA = (
    '"uuid","case_id","firstName","lastName","gender","age","age_class","occupation","classification","telephone","outcome_id","date_of_reporting","date_of_infection","date_of_onset","date_of_outcome","date_of_last_contact","date_of_onset_approximate","hospitalization_startdate","admin_2_name","source_visualid"\n'
    '"e2d8","CASE-2020-0029","Abdoulaye",,"MALE",46,"40-49","FARMER","CONFIRMED",,,2020-08-09,,2020-08-01,,2020-07-28,,2020-08-05,"Venu",\n'
    '"24e0","CASE-2020-0026","Adama",,"FEMALE",61,"60-64","FARMER","PROBABLE",,"ALIVE",2020-08-01,,2020-07-30,2020-08-04,2020-07-14,,2020-07-31,"Cornet","CASE-2020-0029"\n'
    '"7420","CASE-2020-0017","Adama",,"MALE",8,"5-9","CHILD","NOT_A_CASE_DISCARDED",,"RECOVERED",2020-07-14,,2020-07-10,2020-07-26,2020-07-01,TRUE,2020-07-12,"Duduk",\n'
)
GUATEMALA = (
    "Fecha de notificación,Sexo,Edad,Clasificación,Ocupación,Condicion,Fecha de condición,Teléfono,Carné De Identidad,grupo_etario\n"
    "2020-08-12,FEMENINO,47,SOSPECHOSO,NA,Vivo,2020-08-12,NO CONTACTABLE,6de11b3e-c1a2,40-49 años\n"
    "2020-08-12,MASCULINO,30,CONFIRMADO,Otro,Fallecido,2020-08-12,CONTACTABLE,313f54ed-c9f7,30-39 años\n"
)
COUNTY = (
    "附件2,,,,,,,,,,,,\n新乡市某县新冠肺炎病例及无症状感染者一览表,,,,,,,,,,,,\n"
    "序号,病例编号,姓名,性别,年龄,身份证号码,联系电话,现住址,发病时间,诊断时间,病例类型,发现方式,流行病学史\n"
    "1,XX-01,陈某某,男,３４岁,410702199001010015,13900000001,某县某镇某村,2022年1月6日,1月8日,确诊病例（普通型）,主动筛查,与XX-02同餐\n"
    "2,XX-02,李某某,女,8月,,139-0000-0002,同上,1.7,2022/1/9,无症状感染者,密接,XX-01的家属；武汉返回\n"
    "合计,2例,,,,,,,,,,,\n,,,,,,,,,,填表人：王某,,审核人：赵某\n"
)


def good(content, today):
    found = read(content, today=today)
    for row in found:
        assert isinstance(row, rows.LineListRow), faults(row)
    return found


def test_the_korean_list_of_the_r_package():
    first, _, third = good(MERS, date(2015, 7, 1))
    assert (first.case_id, first.age.whole_years, first.outcome, first.exposure_place) == (
        "SK_1",
        68,
        "ONGOING",
        "Middle East",
    )
    assert (first.exposure_start, first.exposure_end, first.report_date) == (
        date(2015, 4, 18),
        date(2015, 5, 4),
        date(2015, 5, 19),
    )
    assert (third.outcome, third.death_date) == ("DIED", date(2015, 6, 4))
    assert first.extra == {
        "[A]": "1",
        "age_class": "60-69",
        "reporting_ctry": "South Korea",
        "loc_hosp": "A Hospital, B",
        "week_report": "2015_21",
        "dt_diag": "2015-05-20",
    }


def test_the_ebola_list_of_the_r_package():
    found = good(EBOLA, date(2014, 12, 31))
    assert [(row.case_id, row.sex, row.outcome) for row in found] == [
        ("d1fafd", "F", None),
        ("53371b", "M", None),
        ("f5c3d8", "F", "RECOVERED"),
        ("6c286a", "F", "DIED"),
    ]
    assert found[1].isolation_date == date(2014, 4, 20)
    assert found[1].extra["date_of_infection"] == "2014-04-09"


def test_the_raw_list_of_the_handbook_with_mixed_dates_and_infectors():
    found = good(HANDBOOK, date(2014, 12, 31))
    assert [row.onset_date for row in found] == [date(2014, 5, 13), date(2014, 5, 13), date(2014, 5, 16)]
    assert [str(row.age) for row in found] == ["2", "3 months", "56"]
    assert [[(one.kind.value, one.case_id) for one in row.sources] for row in found] == [
        [("UNKNOWN_CASE", "f547d6")],
        [],
        [("CASE", "8689b7")],
    ]


def test_a_sormas_file_with_two_heading_rows():
    anna, child = good(SORMAS, date(2020, 6, 1))
    assert (anna.name, anna.sex, anna.birth_date, anna.area) == (
        "Anna Meier",
        "F",
        date(1980, 5, 3),
        "LK Test",
    )
    assert (anna.onset_date, anna.report_date, anna.classification) == (
        date(2020, 5, 10),
        date(2020, 5, 15),
        "CONFIRMED",
    )
    assert (str(child.age), child.classification, child.outcome) == ("8 months", "SUSPECTED", "DIED")
    assert child.extra["caze.caseClassification (as given)"] == "NOT_CLASSIFIED"


def test_a_go_data_export():
    found = good(GODATA, date(2020, 9, 1))
    assert [(row.case_id, row.name, row.classification) for row in found] == [
        ("CASE-2020-0029", "Abdoulaye", "CONFIRMED"), ("CASE-2020-0026", "Adama", "SUSPECTED"), ("CASE-2020-0017", "Adama", "RULED_OUT"),
    ]  # fmt: skip
    assert found[1].sources[0].case_id == "CASE-2020-0029"
    assert (found[1].outcome, found[1].area) == ("ONGOING", "Cornet")
    assert found[0].extra["uuid"] == "e2d8"


def test_a_spanish_export_without_case_ids():
    survey = surveyed(GUATEMALA, today=date(2020, 9, 1))
    assert {choice.field for choice in survey.column_map.choices} >= {
        "report_date",
        "sex",
        "age",
        "classification",
        "outcome",
        "outcome_date",
    }
    woman, man = read(GUATEMALA, today=date(2020, 9, 1))
    assert (woman.sex, woman.classification, man.outcome) == ("F", "SUSPECTED", "DIED")


def test_a_county_sheet_in_gb18030():
    chen, li, total, signed = read(COUNTY.encode("gb18030"), today=date(2022, 1, 20))
    assert (chen.case_id, chen.age.whole_years, chen.onset_date, chen.report_date) == (
        "XX-01",
        34,
        date(2022, 1, 6),
        date(2022, 1, 8),
    )
    assert (chen.classification, chen.found_by) == ("CONFIRMED", "ACTIVE_SCREENING")
    assert (str(li.age), li.onset_date, li.phone, li.classification) == (
        "8 months",
        date(2022, 1, 7),
        "13900000002",
        "ASYMPTOMATIC",
    )
    assert [(one.kind.value, one.case_id, one.relation.value) for one in chen.sources] == [
        ("CASE", "XX-02", "MEAL")
    ]
    assert [(one.kind.value, one.case_id or one.text, one.relation.value) for one in li.sources] == [
        ("CASE", "XX-01", "FAMILY"),
        ("TRAVEL", "武汉返回", "UNKNOWN"),
    ]
    assert isinstance(total, rows.SkippedLine)
    assert isinstance(signed, rows.SkippedLine)
