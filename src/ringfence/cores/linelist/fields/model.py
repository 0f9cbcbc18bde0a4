"""What a field of a list is: its key, its names in two languages, its kind and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """How the cell of a field is read."""

    TEXT = "TEXT"
    LONG_TEXT = "LONG_TEXT"
    CASE_ID = "CASE_ID"
    NAME = "NAME"
    SEX = "SEX"
    AGE = "AGE"
    NUMBER = "NUMBER"
    DATE = "DATE"
    BIRTH_DATE = "BIRTH_DATE"
    ID_NUMBER = "ID_NUMBER"
    PHONE = "PHONE"
    AREA = "AREA"
    SYMPTOMS = "SYMPTOMS"
    WORD = "WORD"  # one of a fixed vocabulary
    YES_NO = "YES_NO"
    SOURCE_TEXT = "SOURCE_TEXT"
    CASE_IDS = "CASE_IDS"
    CORRECTION = "CORRECTION"  # our own column of sentences in a file to correct; read over


@dataclass(frozen=True)
class Field:
    """One column that is known. `auxiliary` fields feed another field and are never exported."""

    key: str
    kind: Kind
    zh: str
    en: str
    about_zh: str
    about_en: str
    example: str = ""
    synonyms: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()  # names that may mean this field; a person should look
    vocabulary: str = ""  # of a WORD field: the name of its vocabulary
    required: bool = False
    auxiliary: bool = False
    longest: int = 10_000  # characters that are kept; a spreadsheet cell holds 32,767

    @property
    def as_text_in_sheets(self) -> bool:
        """Columns that a spreadsheet must keep as text, or it damages long numbers and leading zeros."""
        return self.kind in {Kind.CASE_ID, Kind.ID_NUMBER, Kind.PHONE, Kind.AREA, Kind.CASE_IDS}

    @property
    def is_date(self) -> bool:
        return self.kind in {Kind.DATE, Kind.BIRTH_DATE}


@dataclass(frozen=True)
class Schema:
    """A kind of list: its fields in the order of its exports."""

    key: str
    fields: tuple[Field, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Field]:
        return {one.key: one for one in self.fields}

    @cached_property
    def exported(self) -> tuple[Field, ...]:
        return tuple(one for one in self.fields if not one.auxiliary)


def words(text: str) -> tuple[str, ...]:
    """Names written with a bar between them."""
    return tuple(word.strip() for word in text.split("|") if word.strip())
