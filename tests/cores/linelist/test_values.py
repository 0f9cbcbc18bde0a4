"""Sexes, ages, phones, identity numbers and the words of the vocabularies."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.cores.linelist.blanks import is_blank, is_nothing
from ringfence.cores.linelist.values.identity_number import check_letter, citizen, read_id_number
from ringfence.cores.linelist.values.person import read_age, read_phone, read_sex
from ringfence.cores.linelist.values.word import read_word
from ringfence.cores.linelist.values.words import BOOKS

from .lists import faults, only, remarks


@pytest.mark.parametrize(
    ("cell", "sex"),
    [("F", "F"), ("女", "F"), ("female", "F"), ("FEMENINO", "F"), ("2", "F"), ("m", "M"), ("男性", "M"), ("MASCULINO", "M"), ("1", "M"),
     ("LNG_REFERENCE_DATA_CATEGORY_GENDER_MALE", "M"), ("U", "U"), ("不详", "U"), ("9", "U"), ("other", "U"), ("", None), ("NA", None)],
)  # fmt: skip
def test_sexes(cell, sex):
    assert read_sex(cell).value == sex


@pytest.mark.parametrize("cell", ["0", "7", "doctor"])
def test_what_is_no_sex_is_refused(cell):
    assert read_sex(cell).fault is not None


@pytest.mark.parametrize(
    ("cell", "unit", "text"),
    [("59", "", "59"), ("59岁", "", "59"), ("59.0", "", "59"), ("1,5", "", "1.5"), ("8月", "", "8 months"), ("8个月", "", "8 months"), ("12天", "", "12 days"),
     ("3 weeks", "", "21 days"), ("6 mo", "", "6 months"), ("45 years", "", "45"), ("1岁6个月", "", "18 months"), ("5", "months", "5 months"),
     ("5", "月", "5 months"), ("７", "", "7"), ("80+", "", "80"), ("0.3333333", "", "0.33")],
)  # fmt: skip
def test_ages_with_their_units(cell, unit, text):
    assert str(read_age(cell, unit).value) == text


@pytest.mark.parametrize("cell", ["40-49", "<1", "≥65", "60岁以上", "20 - 29 años"])
def test_an_age_group_gives_no_age_and_is_kept(cell):
    found = read_age(cell)
    assert (found.value, found.fault, found.keep) == (None, None, True)


@pytest.mark.parametrize("cell", ["590", "old", "-5", "2022-01-06"])
def test_what_is_no_age_is_refused(cell):
    assert read_age(cell).fault is not None


@settings(deadline=None)
@given(st.integers(0, 120))
def test_an_age_survives_its_own_text(years):
    assert str(read_age(str(read_age(str(years)).value)).value) == str(years)


@pytest.mark.parametrize(
    ("cell", "number"),
    [("13900000001", "13900000001"), ("+86 139 0000 0001", "13900000001"), ("0086-13900000001", "13900000001"), ("139-0000-0001", "13900000001"), ("+86-139-0000-0001", "13900000001"), ("86-0373-3012345", "0373-3012345"),
     ("１３９００００００１１", "13900000011"), ("13900000001.0", "13900000001"), ("0373-3012345", "0373-3012345"), ("+44 20 7946 0018", "+442079460018"),
     ("13900000001、13900000002", "13900000001"), ("无", None), ("NO CONTACTABLE", None)],
)  # fmt: skip
def test_phones(cell, number):
    assert read_phone(cell).value == number


def test_a_phone_that_is_none_or_several_is_kept_as_given():
    assert only("case_id,phone\nA1,on request\n").extra == {"phone (as given)": "on request"}
    assert only("case_id,phone\nA1,13900000001;13900000002\n").extra == {
        "phone (as given)": "13900000001;13900000002"
    }
    assert "check it" in remarks(only("case_id,phone\nA1,1390000\n"))["phone"]


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",
        "440524188001010014",
        "410702199001010015",
        "11010519491231002x",
        "４１０７０２１９９００１０１００１５",
        "410702 19900101 0015",
    ],
)
def test_right_citizen_numbers(number):
    assert citizen(read_id_number(number).value) is not None


def test_an_unknown_region_code_is_no_reason_to_refuse():
    number = "99999919900101001"
    assert read_id_number(number + check_letter(number)).fault is None


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("410702199001010016", "The check digit of the identity number is wrong"),
        ("410702199002310015", "does not exist"),
        ("41070219900101001", "has 17 digits; a citizen number has 18"),
        ("4.10702199001010E+17", "Excel has damaged the identity number"),
        ("410702199001010000", "Excel has damaged the identity number"),
    ],
)
def test_wrong_citizen_numbers_are_refused_with_what_is_wrong(number, sentence):
    assert sentence in str(read_id_number(number).fault)


@pytest.mark.parametrize("number", ["E12345678", "H1234567890", "8300001234567890-X", "C1234567(8)"])
def test_other_documents_are_taken_as_they_stand(number):
    assert read_id_number(number).value == number.upper()


def test_an_old_number_of_fifteen_digits_is_taken_with_a_remark():
    assert "old identity number" in str(read_id_number("410702900101001").remark)


@settings(deadline=None)
@given(st.integers(100000, 999999), st.dates(), st.integers(0, 999))
def test_one_mistyped_digit_is_always_noticed(region, born, serial):
    first = f"{region}{born:%Y%m%d}".rjust(14, "1") + f"{serial:03d}"
    number = first + check_letter(first)
    at = serial % 17
    mistyped = number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
    assert read_id_number(mistyped).fault is not None


def test_sex_and_birth_date_are_compared_with_the_identity_number():
    row = only("case_id,sex,birth_date,id_number\nA1,F,1990-01-20,410702199001010015\n")
    assert "The sex F is not the one in the identity number (M)." in remarks(row)["sex"]
    assert "1990-01-20" in remarks(row)["birth_date"]
    wrong = only("case_id,sex,birth_date,id_number\nA1,M,1970-01-01,410702199001010015\n")
    assert "is not the one in the identity number (1990-01-01)" in faults(wrong)["birth_date"]


def test_sex_and_birth_date_are_taken_from_the_identity_number_when_empty():
    row = only("case_id,id_number\nA1,410702199001010015\n")
    assert (row.sex, row.birth_date.isoformat()) == ("M", "1990-01-01")


@pytest.mark.parametrize(
    ("vocabulary", "cell", "value"),
    [
        ("severity", "normal", "MODERATE"), ("severity", "普通型", "MODERATE"), ("severity", "危重型", "CRITICAL"), ("severity", "unclassifdied", "UNKNOWN"),
        ("severity", "sever", "SEVERE"), ("severity", "on a ventilator", "UNKNOWN"), ("classification", "确诊病例", "CONFIRMED"),
        ("classification", "CONFIRMED_NO_SYMPTOMS", "ASYMPTOMATIC"), ("classification", "无症状感染者", "ASYMPTOMATIC"), ("classification", "Probable", "SUSPECTED"),
        ("classification", "NO ES UN CASO (DESCARTADO)", "RULED_OUT"), ("classification", "LNG_REFERENCE_DATA_CATEGORY_CASE_CLASSIFICATION_CONFIRMED", "CONFIRMED"),
        ("classification", "SOSPECHOSO", "SUSPECTED"), ("origin", "境外输入", "IMPORTED"), ("origin", "IN_COUNTRY", "LOCAL"), ("found_by", "隔离管控", "QUARANTINE"),
        ("outcome", "Recover", "RECOVERED"), ("outcome", "治愈出院", "RECOVERED"), ("outcome", "DECEASED", "DIED"), ("outcome", "NO_OUTCOME", "ONGOING"),
        ("outcome", "Alive", "ONGOING"), ("relation", "家属", "FAMILY"), ("setting", "同餐", "MEAL_ENTERTAINMENT"), ("contact_kind", "次密接", "SECONDARY"),
        ("measure", "集中", "FACILITY_QUARANTINE"), ("classification", "NA", None), ("severity", "-", None),
    ],
)  # fmt: skip
def test_words_of_the_vocabularies(vocabulary, cell, value):
    assert read_word(cell, vocabulary).value == value


@pytest.mark.parametrize("vocabulary", BOOKS)
def test_every_value_is_read_as_itself(vocabulary):
    for value in set(BOOKS[vocabulary].values()):
        if not is_nothing(value.value):
            assert read_word(value.value, vocabulary).value == value


def test_a_typo_becomes_unknown_with_a_remark_and_is_kept():
    row = only("case_id,severity\nA1,unclassifdied\n")
    assert row.severity == "UNKNOWN"
    assert remarks(row)["severity"] == "“unclassifdied” is read as UNKNOWN."
    assert row.extra == {"severity (as given)": "unclassifdied"}


def test_a_classification_that_is_not_known_is_refused_with_the_words_to_use():
    assert (
        "Use one of: ASYMPTOMATIC, CONFIRMED"
        in faults(only("case_id,classification\nA1,perhaps\n"))["classification"]
    )


@pytest.mark.parametrize(
    ("cell", "nothing", "blank"),
    [("", True, True), ("NA", True, True), ("n/a", True, True), ("——", True, True), ("/", True, True), ("无", False, True), ("不详", False, True), ("Nan Li", False, False)],
)  # fmt: skip
def test_words_for_nothing(cell, nothing, blank):
    assert (is_nothing(cell), is_blank(cell)) == (nothing, blank)


@pytest.mark.parametrize(
    ("cell", "symptoms"),
    [
        ("none", "none"),
        ("nono", "none"),
        ("无", "none"),
        ("无症状", "none"),
        ("NA", None),
        ("", None),
        ("不详", None),
        ("fever; 无汗", "fever; 无汗"),
    ],
)
def test_no_symptoms_is_not_the_same_as_nothing_known(cell, symptoms):
    assert only(f"case_id,symptoms\nA1,{cell}\n").symptoms == symptoms
