"""The same search told twice more: as SQL, which is its definition, and as nested loops for tiny worlds."""

from .loops import leads_by_loops
from .sql_engine import Database, leads_by_sql
from .steps import Step, steps

__all__ = ["Database", "Step", "leads_by_loops", "leads_by_sql", "steps"]
