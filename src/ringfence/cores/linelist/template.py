"""An empty workbook to fill in: frozen heading, drop-downs, an example that is never imported, an explanation."""

from __future__ import annotations

from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from .fields import LINE_LIST, Field, Kind, Schema
from .template_words import EXPLANATIONS, LISTS, SHEETS

PREPARED_ROWS = 2_000  # rows with drop-downs and formats; more may be added by copying
_HEAD, _REQUIRED, _EXAMPLE = (
    PatternFill("solid", fgColor=colour) for colour in ("DCE6F1", "F8D7C4", "EEEEEE")
)


def write_template(*, target: BinaryIO, schema: Schema = LINE_LIST, language: str = "en") -> None:
    """Write an XLSX template in Chinese ("zh...") or English. Identity columns are text, so Excel keeps all digits."""
    zh = language.lower().startswith("zh")
    book = Workbook()
    sheet = book.active
    sheet.title = SHEETS[zh][schema.key]
    lists = book.create_sheet(SHEETS[zh]["lists"])
    for at, field in enumerate(schema.exported, start=1):
        _heading(sheet, at, field, zh)
        _example(sheet, at, field, zh, first=at == 1)
        _formats(sheet, at, field)
        _drop_down(sheet, lists, at, field, zh)
    sheet.freeze_panes = "B2"
    sheet.row_dimensions[1].height = 34
    _explain(book.create_sheet(SHEETS[zh]["explanation"]), schema, zh)
    lists.sheet_state = "hidden"
    book.save(target)


def _heading(sheet: Any, at: int, field: Field, zh: bool) -> None:
    """Both names in one cell, so that people read one and the import the other."""
    cell = sheet.cell(1, at, f"{field.zh if zh else field.en}\n{field.key}")
    cell.font = Font(bold=True)
    cell.fill = _REQUIRED if field.required else _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.comment = Comment(field.about_zh if zh else field.about_en, "Ringfence")
    sheet.column_dimensions[get_column_letter(at)].width = (
        22 if field.kind in {Kind.LONG_TEXT, Kind.SOURCE_TEXT, Kind.ID_NUMBER} else 15
    )


def _example(sheet: Any, at: int, field: Field, zh: bool, *, first: bool) -> None:
    text = field.example
    if field.vocabulary or field.kind is Kind.SEX:
        text = (
            dict(LISTS[field.vocabulary or "sex"]).get(field.example, field.example) if zh else field.example
        )
    if first:
        text = "示例（不会导入）" if zh else "EXAMPLE (not imported)"
    cell = sheet.cell(2, at, text or None)
    if text:
        cell.data_type = "s"
    cell.fill = _EXAMPLE
    cell.font = Font(italic=True, color="666666")


def _formats(sheet: Any, at: int, field: Field) -> None:
    """Text for numbers that must keep every digit, a plain date format for dates; for new rows too."""
    number_format = "@" if field.as_text_in_sheets else "yyyy-mm-dd" if field.is_date else None
    if number_format is None:
        return
    sheet.column_dimensions[get_column_letter(at)].number_format = number_format
    for row in range(2, PREPARED_ROWS + 1):
        sheet.cell(row, at).number_format = number_format


def _drop_down(sheet: Any, lists: Any, at: int, field: Field, zh: bool) -> None:
    name = "sex" if field.kind is Kind.SEX else field.vocabulary
    if not name:
        return
    column = lists.max_column + (1 if lists.cell(1, 1).value else 0)
    words = [chinese if zh else value for value, chinese in LISTS[name]]
    for row, word in enumerate(words, start=1):
        lists.cell(row, column, word)
    letter = get_column_letter(column)
    choice = DataValidation(
        type="list",
        formula1=f"'{lists.title}'!${letter}$1:${letter}${len(words)}",
        allow_blank=True,
        showErrorMessage=True,
    )
    choice.errorTitle, choice.error = (
        ("请从列表中选择", "请从下拉列表中选择一项。")
        if zh
        else ("Choose from the list", "Choose one of the words in the list.")
    )
    sheet.add_data_validation(choice)
    here = get_column_letter(at)
    choice.add(f"{here}2:{here}{PREPARED_ROWS}")


def _explain(sheet: Any, schema: Schema, zh: bool) -> None:
    """One line a field, then the rules for dates and identity numbers."""
    sheet.append(list(EXPLANATIONS[zh]["heading"]))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = _HEAD
    for field in schema.exported:
        name = "sex" if field.kind is Kind.SEX else field.vocabulary
        words = (
            ", ".join(f"{chinese} ({value})" if zh else value for value, chinese in LISTS[name])
            if name
            else ""
        )
        sheet.append(
            [
                field.key,
                field.zh if zh else field.en,
                field.about_zh if zh else field.about_en,
                words or field.example,
            ]
        )
    sheet.append([])
    for line in EXPLANATIONS[zh]["rules"]:
        sheet.append([line])
    for letter, width in (("A", 22), ("B", 20), ("C", 60), ("D", 60)):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
