"""Results as tables: named columns of equal length, written as CSV or JSON, handed to pandas or polars as they are.

Neither library is needed: `pandas.DataFrame(table.columns)` and `polars.DataFrame(table.columns)` take a table as it stands, and
`to_df()` does the first where pandas is installed.
"""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ringfence.kernel import Refused, reason

SHOWN_ROWS = 20  # in a notebook


@dataclass(frozen=True)
class Table:
    """Columns by name, each a list of plain values (`None` where something did not happen)."""

    columns: dict[str, list[Any]]

    def __post_init__(self) -> None:
        if len({len(values) for values in self.columns.values()}) > 1:
            raise ValueError("the columns of a table are of one length")

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), []))

    def __getitem__(self, name: str) -> list[Any]:
        return self.columns[name]

    def rows(self) -> Iterator[dict[str, Any]]:
        """One row after the other, by the names of the columns."""
        for values in zip(*self.columns.values(), strict=True):
            yield dict(zip(self.columns, values, strict=True))

    def where(self, **wanted: Any) -> Table:
        """The rows in which these columns have these values."""
        kept = [row for row in self.rows() if all(row[name] == value for name, value in wanted.items())]
        return table_of(kept, names=list(self.columns))

    def to_dict(self) -> dict[str, list[Any]]:
        """The columns, as every table library takes them."""
        return dict(self.columns)

    def to_csv(self, file: Path | str | None = None) -> str:
        """CSV with one line of names; what did not happen is empty. Written to `file` if one is given."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(zip(*self.columns.values(), strict=True))
        return _kept(text.getvalue(), file)

    def to_json(self, file: Path | str | None = None) -> str:
        """A JSON list of rows. Written to `file` if one is given."""
        return _kept(json.dumps(list(self.rows()), ensure_ascii=False), file)

    def to_df(self) -> Any:
        """A pandas data frame. Refused where pandas is not installed; nothing else of the simulator needs it."""
        try:
            import pandas
        except ImportError:
            raise Refused(
                reason("pandas is not installed; use to_csv, to_json or to_dict, or install pandas.")
            ) from None
        return pandas.DataFrame(self.columns)

    def _repr_html_(self) -> str:
        """How a notebook shows it."""
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        shown = [row for _, row in zip(range(SHOWN_ROWS), self.rows(), strict=False)]
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(_told(v))}</td>" for v in row.values()) + "</tr>"
            for row in shown
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{len(self)} rows</p>"


def table_of(rows: Sequence[dict[str, Any]], *, names: Sequence[str] = ()) -> Table:
    """A table of rows that have the same names; `names` says the columns of an empty one."""
    named = list(names) or list(rows[0] if rows else [])
    return Table({name: [row[name] for row in rows] for name in named})


def _told(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:,.4g}" if isinstance(value, float) else str(value)


def _kept(text: str, file: Path | str | None) -> str:
    if file is not None:
        Path(file).write_text(text, encoding="utf-8", newline="")
    return text
