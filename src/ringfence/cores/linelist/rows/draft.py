"""A row while it is read: values so far, remarks, faults."""

from __future__ import annotations

from typing import Any

from ringfence.cores.linelist.values.read import Read
from ringfence.kernel import Reason

from .model import CellNote
from .plan import AS_GIVEN, ReadingPlan


class Draft:
    """Collects what the cells of one line say. Thrown away when the row is built."""

    __slots__ = ("cells", "extra", "faults", "plan", "remarks", "values")

    def __init__(self, plan: ReadingPlan, cells: tuple[str, ...]) -> None:
        self.plan = plan
        self.cells = cells
        self.values: dict[str, Any] = {}
        self.extra: dict[str, str] = {}
        self.faults: list[CellNote] = []
        self.remarks: list[CellNote] = []

    def take(self, field: str, found: Read) -> None:
        """What was read from the cell of a field."""
        if found.fault is not None:
            self.fault(field, found.fault)
            return
        if found.value is not None:
            self.values[field] = found.value
        if found.remark is not None:
            self.remark(field, found.remark)
        if found.keep:
            self.keep(field)

    def fault(self, field: str, why: Reason) -> None:
        self.faults.append(self._note(field, why))

    def remark(self, field: str, why: Reason) -> None:
        self.remarks.append(self._note(field, why))

    def keep(self, field: str) -> None:
        """Keep the words of a cell beside the value that they were read as."""
        column = self.plan.by_field.get(field)
        if column is not None:
            self.extra[f"{column.label}{AS_GIVEN}"] = self.cells[column.index]

    def _note(self, field: str, why: Reason) -> CellNote:
        column = self.plan.by_field.get(field)
        if column is None:
            return CellNote(field, "", "", why)
        return CellNote(field, column.letter, self.cells[column.index], why)
