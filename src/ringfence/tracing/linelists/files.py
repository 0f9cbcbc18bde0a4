"""From a stored run to the engine: its table, its map, its survey, its verdicts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from hashlib import sha256

from ringfence.cores.linelist.columns import Proposal, propose
from ringfence.cores.linelist.fields import LINE_LIST
from ringfence.cores.linelist.fields.illness import ILLNESS
from ringfence.cores.linelist.mapping import ColumnMap
from ringfence.cores.linelist.reading import Table, open_table
from ringfence.cores.linelist.rows import LineListRow, ReadingPlan, read_rows
from ringfence.cores.linelist.survey import Survey, survey
from ringfence.cores.linelist.verdicts import Judged, judge
from ringfence.tracing.cases import queries as cases

from . import clashes
from .known import DatabaseCases
from .models import ImportRun

OF_AN_INFECTION = frozenset(one.key for one in ILLNESS)  # onset, sample, report, classification, outcome ...


def table_of(run: ImportRun) -> Table:
    """The run's file as a table."""
    return open_table(content=io.BytesIO(bytes(run.content)), file_name=run.file_name)


def tells_of_infection(run: ImportRun) -> bool:
    """Does a column say what makes somebody a case? Name, number and address alone do not."""
    return not ColumnMap.from_json(run.column_map).fields.isdisjoint(OF_AN_INFECTION)


def proposal_of(table: Table) -> Proposal:
    return propose(table=table, schema=LINE_LIST)


def survey_of(run: ImportRun, *, today: date) -> Survey:
    """One pass over the file with the chosen map."""
    return survey(table=table_of(run), column_map=ColumnMap.from_json(run.column_map), today=today)


def judged_rows(run: ImportRun, *, plan: ReadingPlan) -> Iterator[Judged]:
    """A verdict for each row, against the outbreak as it is now."""
    return clashes.checked(judge(rows=read_rows(plan=plan), known=DatabaseCases(outbreak_id=run.outbreak_id)))


def header_key(table: Table) -> str:
    """The same for files with the same heading."""
    return sha256("\x1f".join(table.header).encode()).hexdigest()


def plan_of(run: ImportRun, *, today: date) -> ReadingPlan:
    """How the run's rows are read. Refused: dates that can be read in two ways."""
    return survey_of(run, today=today).plan(known_ids=cases.numbers_of(outbreak_id=run.outbreak_id))


def good_rows(plan: ReadingPlan) -> Iterator[LineListRow]:
    """The rows that could be read."""
    return (row for row in read_rows(plan=plan) if isinstance(row, LineListRow))
