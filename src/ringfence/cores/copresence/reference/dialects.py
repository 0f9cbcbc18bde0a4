"""What Spark says differently. The definition is written once, in DuckDB's words (`steps.py`); nothing else is translated.

Both run the same steps and must answer with the same bytes (tests/cores/distributed); a difference that is missing here
is an error of Spark's, not another answer.
"""

from __future__ import annotations

import re
from typing import Final

SPARK: Final = (
    (re.compile(r"::hugeint"), "::decimal(38, 0)"),
    (re.compile(r" // "), " div "),
    (re.compile(r"\barg_max\((\w+), \(([^()]*(?:\([^()]*\)[^()]*)*)\)\)"), r"max_by(\1, struct(\2))"),
    (re.compile(r"\$(\w+)"), r":\1"),
)


def in_spark(sql: str) -> str:
    """A step of the definition in Spark's words."""
    for pattern, said in SPARK:
        sql = pattern.sub(said, sql)
    return sql
