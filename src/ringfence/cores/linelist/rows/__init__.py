"""From the lines of a table to typed rows, one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ringfence.cores.linelist.reading import Line
from ringfence.cores.linelist.reading.workbook import is_excel_error
from ringfence.cores.linelist.texts import fold
from ringfence.cores.linelist.values.person import read_age
from ringfence.cores.linelist.values.read import Read
from ringfence.kernel import Reason, reason

from .assemble import assemble
from .checks import check
from .draft import Draft
from .model import ROW_TYPES, CellNote, ContactRow, GoodRow, LineListRow, LinkRow, SkippedLine, WrongRow
from .plan import ReadingPlan

__all__ = [
    "CellNote",
    "ContactRow",
    "GoodRow",
    "LineListRow",
    "LinkRow",
    "ReadingPlan",
    "SkippedLine",
    "WrongRow",
    "read_line",
    "read_rows",
]

_EXAMPLE = ("example", "示例", "样例", "例：", "例如")
_CLOSING = re.compile(
    r"合\s*计|总\s*计|小\s*计|制表|填表|填报|审核|报告单位|^\s*注\s*[:：]|^\s*说明\s*[:：]|^\s*备注\s*[:：]|^total|^sum|^source:|^note:",
    re.IGNORECASE,
)


def read_rows(*, plan: ReadingPlan) -> Iterator[GoodRow | WrongRow | SkippedLine]:
    """Every line of the plan's table, in its order: a typed row, a wrong row with its faults, or a line that is no case."""
    for line in plan.table.lines():
        yield read_line(plan=plan, line=line)


def read_line(*, plan: ReadingPlan, line: Line) -> GoodRow | WrongRow | SkippedLine:
    """What one line says."""
    skipped = _skipped(plan, line)
    if skipped is not None:
        return skipped
    if line.fault is not None:
        return WrongRow(line.number, line.cells, (CellNote("", "", "", line.fault),))
    draft = Draft(plan, line.cells)
    _read_cells(draft, line)
    assemble(draft, plan.today)
    _check(draft)
    if draft.faults:
        return WrongRow(
            line.number,
            line.cells,
            tuple(draft.faults),
            tuple(draft.remarks),
            draft.values.get(_id_field(plan)),
        )
    return _row(draft, line.number)


def _skipped(plan: ReadingPlan, line: Line) -> SkippedLine | None:
    if line.no_case is not None:
        return SkippedLine(line.number, line.cells, line.no_case)
    id_column = plan.by_field.get(_id_field(plan))
    if id_column is not None and fold(line.cells[id_column.index]).startswith(_EXAMPLE):
        return SkippedLine(line.number, line.cells, reason("This is the example row of the template."))
    filled = [cell for cell in line.cells if cell]
    if len(filled) > 3 or line.fault is not None:
        return None
    if len(filled) == 1 and all(not line.cells[column.index] for column in plan.bound):
        return SkippedLine(
            line.number, line.cells, reason("The row holds nothing but “{words}”.", words=filled[0][:80])
        )
    if any(_CLOSING.search(cell) for cell in filled):
        return SkippedLine(
            line.number, line.cells, reason("This line is no case: “{words}”.", words=" ".join(filled)[:80])
        )
    return None


def _read_cells(draft: Draft, line: Line) -> None:
    for column in draft.plan.bound:
        cell = line.cells[column.index]
        if not cell:
            continue
        damage = _damage(cell, rounded=column.index in line.damaged)
        if damage is None:
            draft.take(
                column.field.key, _age(draft, cell) if column.field.key == "age" else column.read(cell)
            )
        else:
            draft.fault(column.field.key, damage)
    for index, name in draft.plan.extras:
        if line.cells[index]:
            draft.extra[name] = line.cells[index]


def _damage(cell: str, *, rounded: bool) -> Reason | None:
    """What a spreadsheet has done to a cell so that it cannot be believed."""
    if rounded:
        return reason(
            "Excel has rounded the number in this cell: it keeps only 15 digits. Format the column as text and type the number again."
        )
    if cell[0] == "#" and is_excel_error(cell):
        return reason(
            "The cell holds the Excel error {error}. Correct the formula or type the value.", error=cell
        )
    return None


def _age(draft: Draft, cell: str) -> Read:
    unit = draft.plan.by_field.get("age_unit")
    return read_age(cell, draft.cells[unit.index] if unit else "")


def _check(draft: Draft) -> None:
    if not draft.faults and not any(draft.values.get(key) for key in _IDENTIFYING[draft.plan.schema.key]):
        draft.fault(
            "", reason("The row says nobody: it has neither an ID nor a name nor an identity number.")
        )
    check(draft, draft.plan.today)


_IDENTIFYING = {
    "LINE_LIST": ("case_id", "name", "id_number"),
    "CONTACTS": ("contact_id", "name", "id_number", "phone"),
    "LINKS": ("case_id",),
}


def _id_field(plan: ReadingPlan) -> str:
    return "contact_id" if plan.schema.key == "CONTACTS" else "case_id"


def _row(draft: Draft, number: int) -> GoodRow:
    values = {key: value for key, value in draft.values.items() if value is not None}
    if draft.plan.schema.key == "LINE_LIST":
        values["sources"] = _sources(draft)
    return ROW_TYPES[draft.plan.schema.key](
        number=number, extra=draft.extra, remarks=tuple(draft.remarks), **values
    )


def _sources(draft: Draft) -> tuple[Any, ...]:
    """Mentions of the free text, then those of the ID column that the text has not named."""
    reader, own = draft.plan.sources, draft.values.get("case_id")
    text, ids = draft.values.get("infection_source"), draft.values.get("source_case_ids")
    found = reader.read(text=text, own_id=own) if text else None
    listed = reader.read_ids(text=ids, own_id=own) if ids else None
    for field, one in (("infection_source", found), ("source_case_ids", listed)):
        for remark in one.remarks if one else ():
            draft.remark(field, remark)
    mentions = found.mentions if found else ()
    named = {one.case_id for one in mentions if one.case_id}
    return (*mentions, *(one for one in (listed.mentions if listed else ()) if one.case_id not in named))
