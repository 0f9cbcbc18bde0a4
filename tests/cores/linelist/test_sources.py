"""Free-text sources of infection: who, where, and nothing that the text does not say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.cores.linelist.sources import SourceReader

from .lists import only, read, remarks

READER = SourceReader.of(f"TJ{number}" for number in range(1, 136))


def said(text, reader=READER, own_id="TJ1"):
    return [
        (one.kind.value, one.case_id or one.text, one.relation.value)
        for one in reader.read(text=text, own_id=own_id).mentions
    ]


def family(*ids):
    return [("CASE", one, "FAMILY") for one in ids]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("family of TJ14  TJ25", family("TJ14", "TJ25")),
        ("TJ50's family", family("TJ50")),
        ("case TJ6 (family)", family("TJ6")),
        ("wife of case 110", family("TJ110")),
        ("son of cases  TJ119 TJ121", family("TJ119", "TJ121")),
        ("duaghtor of TJ100， whife of TJ103", family("TJ100", "TJ103")),
        ("TJ14、TJ25的家属", family("TJ14", "TJ25")),
        ("病例110的妻子", family("TJ110")),
        ("系TJ5妻子、TJ6同事", [("CASE", "TJ5", "FAMILY"), ("CASE", "TJ6", "COLLEAGUE")]),
        ("coworkers of cases TJ2 TJ6", [("CASE", "TJ2", "COLLEAGUE"), ("CASE", "TJ6", "COLLEAGUE")]),
        ("Colleage of TJ82 in a high schook", [("CASE", "TJ82", "COLLEAGUE"), ("PLACE", "high schook", "UNKNOWN")]),
        ("close contacts of cases TJ64 / TJ99", [("CASE", "TJ64", "OTHER"), ("CASE", "TJ99", "OTHER")]),
        ("TJ14密接", [("CASE", "TJ14", "OTHER")]),
        ("与3号病例同餐", [("CASE", "TJ3", "MEAL")]),
        ("TJ9; TJ21", [("CASE", "TJ9", "UNKNOWN"), ("CASE", "TJ21", "UNKNOWN")]),
        ("TJ93，TJ107", [("CASE", "TJ93", "UNKNOWN"), ("CASE", "TJ107", "UNKNOWN")]),
        ("ＴＪ９３、tj-107", [("CASE", "TJ93", "UNKNOWN"), ("CASE", "TJ107", "UNKNOWN")]),
        ("TJ93/97", [("CASE", "TJ93", "UNKNOWN"), ("CASE", "TJ97", "UNKNOWN")]),
        ("TJ14TJ25", [("CASE", "TJ14", "UNKNOWN"), ("CASE", "TJ25", "UNKNOWN")]),
        ("14; 25", [("CASE", "TJ14", "UNKNOWN"), ("CASE", "TJ25", "UNKNOWN")]),
        ("Wuhan; TJ2", [("PLACE", "Wuhan", "UNKNOWN"), ("CASE", "TJ2", "UNKNOWN")]),
        ("Wuhan, TJ14 and JN25", [("PLACE", "Wuhan", "UNKNOWN"), ("CASE", "TJ14", "UNKNOWN"), ("UNKNOWN_CASE", "JN25", "UNKNOWN")]),
        ("case 999", [("UNKNOWN_CASE", "TJ999", "UNKNOWN")]),
        ("confirmed patient and family of case TJ39", [("UNKNOWN_CASE", "confirmed patient", "UNKNOWN"), ("CASE", "TJ39", "FAMILY")]),
        ("与确诊病例（TJ3）同车", [("CASE", "TJ3", "TRAVEL")]),
        ("business partner", [("UNKNOWN_CASE", "business partner", "COLLEAGUE")]),
        ("train import", [("TRAVEL", "train import", "UNKNOWN")]),
        ("武汉返回", [("TRAVEL", "武汉返回", "UNKNOWN")]),
        ("乘坐TJ123次列车", [("TRAVEL", "乘坐TJ123次列车", "UNKNOWN")]),
        ("红旗区和平路商场", [("PLACE", "红旗区和平路商场", "UNKNOWN")]),
        ("unknown", [("UNKNOWN", "unknown", "UNKNOWN")]),
        ("不详", [("UNKNOWN", "不详", "UNKNOWN")]),
        ("NA", []),
    ],
)  # fmt: skip
def test_a_text_names_what_it_names(text, mentions):
    assert said(text) == mentions


def test_a_mention_says_where_it_stands_and_no_direction():
    (one,) = READER.read(text="wife of case 110", own_id="TJ122").mentions
    assert (one.start, one.end, one.text, one.direction) == (13, 16, "110", "UNKNOWN")


def test_the_case_itself_is_passed_over_with_a_remark():
    row = read("case_id,infection_source\nTJ1,family of TJ1 and TJ2\nTJ2,\n")[0]
    assert [one.case_id for one in row.sources] == ["TJ2"]
    assert (
        remarks(row)["infection_source"]
        == "The case names itself as its source; that mention is passed over."
    )


def test_ids_of_other_shapes():
    reader = SourceReader.of(["CASE-2020-0029", "CASE-2020-0030", "CASE-2020-0031"])
    assert said("contact of CASE-2020-0029, CASE-2020-0099", reader) == [
        ("CASE", "CASE-2020-0029", "OTHER"),
        ("UNKNOWN_CASE", "CASE-2020-0099", "OTHER"),
    ]
    assert said("case 30", reader) == [("CASE", "CASE-2020-0030", "UNKNOWN")]
    numbers = SourceReader.of(["1", "2", "3"])
    assert said("wife of case 3", numbers) == family("3")
    assert said("3", numbers) == [("CASE", "3", "UNKNOWN")]


def test_a_column_of_ids_adds_what_the_text_does_not_name():
    row = read("case_id,infection_source,infector\nd1fafd,,\n53371b,family of d1fafd,d1fafd;zzz999\n")[1]
    assert [(one.kind.value, one.case_id, one.relation.value) for one in row.sources] == [
        ("CASE", "d1fafd", "FAMILY"),
        ("UNKNOWN_CASE", "zzz999", "UNKNOWN"),
    ]
    assert row.source_case_ids == "d1fafd; zzz999"


def test_ids_of_the_outbreak_are_known_too():
    text = "case_id,infection_source\nTJ2,TJ1\n"
    assert only(text).sources[0].kind == "UNKNOWN_CASE"
    assert only(text, known_ids=["TJ1"]).sources[0].kind == "CASE"


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_at_all_is_read_and_every_span_lies_in_it(text):
    for one in READER.read(text=text, own_id="TJ1").mentions:
        assert text[one.start : one.end] == one.text
        assert one.direction == "UNKNOWN"


@settings(deadline=None)
@given(
    st.lists(st.integers(1, 135), min_size=1, max_size=4, unique=True),
    st.sampled_from([", ", "; ", " ", "，", "、", " and ", "/", " & "]),
)
def test_every_id_of_a_list_is_found_whatever_stands_between(numbers, between):
    text = "family of " + between.join(f"TJ{number}" for number in numbers)
    assert said(text, own_id=None) == family(*(f"TJ{number}" for number in numbers))
