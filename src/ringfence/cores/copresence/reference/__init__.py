"""The same search told again: as SQL, which is its definition (on DuckDB, and on Spark), and as nested loops for tiny worlds."""

from .loops import leads_by_loops
from .spark_engine import SparkDatabase, leads_by_spark
from .sql_engine import Database, leads_by_sql
from .steps import Step, steps

__all__ = ["Database", "SparkDatabase", "Step", "leads_by_loops", "leads_by_spark", "leads_by_sql", "steps"]
