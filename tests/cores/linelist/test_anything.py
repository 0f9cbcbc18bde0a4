"""Whatever comes in, every line comes out as a row, a wrong row or a skipped line; or the file is refused with a sentence."""

import json
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ringfence.cores.linelist import columns, rows
from ringfence.cores.linelist.fields import LINE_LIST, SCHEMAS
from ringfence.cores.linelist.survey import survey
from ringfence.cores.linelist.verdicts import InMemory, judge
from ringfence.kernel import Refused

from .lists import TODAY, table_of, workbook

HEADINGS = st.sampled_from([field.key for field in LINE_LIST.fields] + ["序号", "x", "", "日期", "发病时间"])
CELLS = st.text(max_size=20) | st.sampled_from(
    [
        "=1",
        '"',
        'a"b',
        "31/12/2021",
        "1/2/20",
        "44567",
        "4.1E+17",
        "1岁6个月",
        "²",
        "①",
        "٣",
        "1٣/01/2020",
        "family of TJ1, TJ2",
        "case 5",
        "#REF!",
        "合计",
        "9" * 400,
    ]
)
TABLES = st.tuples(
    st.lists(HEADINGS, min_size=1, max_size=6),
    st.lists(st.lists(CELLS, max_size=7), max_size=6),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
)


def gone_through(content, schema=LINE_LIST):
    """Everything an import does, short of the database."""
    try:
        table = table_of(content, schema=schema)
    except Refused as refusal:
        assert str(refusal)
        return
    proposal = columns.propose(table=table, schema=schema)
    found = survey(table=table, column_map=proposal.column_map, today=TODAY)
    read = list(rows.read_rows(plan=found.plan(even_if_ambiguous=True)))
    assert len(read) == found.rows
    json.dumps([table.detected.as_json(), proposal.as_json(), found.as_json(), proposal.column_map.as_json()])
    for row in read:
        for note in (*getattr(row, "faults", ()), *getattr(row, "remarks", ())):
            assert str(note.reason)
    if schema is LINE_LIST:
        assert len(list(judge(rows=read, known=InMemory()))) == len(read)


@settings(max_examples=150, deadline=None)
@given(
    table=TABLES,
    schema=st.sampled_from(list(SCHEMAS.values())),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
)
def test_any_table(table, schema, encoding):
    headings, lines, mark, ending = table
    text = ending.join(mark.join(cells) for cells in (headings, *lines))
    gone_through(text.encode(encoding, "ignore"), schema)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
@example(b"PK\x03\x04" + b"\xff" * 60)
@example(b"PK\x05\x06" + b"\x00" * 18)
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf")
def test_any_bytes(content):
    gone_through(content)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 255)), min_size=1, max_size=8))
def test_any_broken_workbook(changes):
    content = bytearray(workbook([["case_id", "onset_date"], ["A1", "2022-01-06"]]))
    for at, byte in changes:
        content[at % len(content)] = byte
    gone_through(bytes(content))


@pytest.mark.parametrize(
    "cell",
    [
        "family of TJ1 " * 700,
        "case" + " " * 9_000 + "x",
        "(" * 9_000,
        "9" * 9_000,
        "1, " * 3_000,
        "病例" * 4_000,
        "2022-01-06" + " " * 9_000,
    ],
)
def test_no_cell_takes_long(cell):
    began = time.process_time()
    for field in LINE_LIST.fields:
        gone_through(f'case_id,{field.key}\nTJ1,"{cell}"\n'.encode())
    assert time.process_time() - began < 60  # a runaway pattern takes minutes
