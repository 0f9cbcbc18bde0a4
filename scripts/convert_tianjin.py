"""Write the Tianjin outbreak of 2020 in the product's own import format (run once, result committed).

    python -m scripts.convert_tianjin tianjin-2020.csv src/ringfence/faces/jobs/data/outbreaks/tianjin-2020.csv

Reads the published file with the line-list engine itself; see PROVENANCE.md beside the result for what was
taken over as it stands and what was added.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from ringfence.cores.linelist import columns, reading, rows, writing
from ringfence.cores.linelist.survey import survey
from ringfence.cores.linelist.vocabulary import Classification, MentionKind, Origin

AREA = "120000"  # Tianjin (GB/T 2260)
PUBLISHED_UNTIL = date(2020, 3, 1)  # the last case was reported on 22 February
ELSEWHERE = re.compile(
    r"\b(wuhan|hubei)\b", re.IGNORECASE
)  # what the published texts call infected elsewhere
EXTRAS = ("recorrection for start and end source", "severity (as given)")


def converted(content: bytes) -> bytes:
    """The published file as an import file: every row, or a ValueError."""
    table = reading.open_table(content=content, file_name="tianjin-2020.csv")
    column_map = columns.propose(table=table).column_map
    plan = survey(table=table, column_map=column_map, today=PUBLISHED_UNTIL).plan()
    cases = [completed(row) for row in good_rows(plan)]
    return b"".join(writing.write_csv(rows=cases, extras=EXTRAS))


def good_rows(plan: rows.ReadingPlan) -> Iterator[rows.LineListRow]:
    """Every row of the file; nothing may be lost on the way."""
    for row in rows.read_rows(plan=plan):
        if not isinstance(row, rows.LineListRow):
            raise ValueError(f"row {row.number} was not read: {row}")
        if set(row.extra) - set(EXTRAS):
            raise ValueError(
                f"row {row.number} has columns that would be lost: {set(row.extra) - set(EXTRAS)}"
            )
        yield row


def completed(row: rows.LineListRow) -> rows.LineListRow:
    """Classification and area, which hold for the whole file; origin and place only where the text names one."""
    place = place_elsewhere(row)
    return replace(
        row,
        area=AREA,
        classification=Classification.CONFIRMED,
        origin=Origin.IMPORTED if place else None,
        exposure_place=place,
    )


def place_elsewhere(row: rows.LineListRow) -> str | None:
    """Wuhan or Hubei, where the case itself was there; "a person from Wuhan" was somebody else."""
    if any(one.kind is MentionKind.UNKNOWN_CASE and one.case_id is None for one in row.sources):
        return None
    named = [
        ELSEWHERE.search(one.text)
        for one in row.sources
        if one.kind in (MentionKind.PLACE, MentionKind.TRAVEL)
    ]
    return next((match.group().capitalize() for match in named if match), None)


if __name__ == "__main__":
    published, target = (Path(argument) for argument in sys.argv[1:3])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(converted(published.read_bytes()))
