"""A session with a Spark master: found Java, checked address, the programs of the workers. docs/how-to/spark.md.

Nothing here is imported from pyspark before a master is given: it is an optional package, and needs Java 17 or 21.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ringfence.kernel import Refused, reason

MASTER = re.compile(r"local(\[[\d*]+\])?|spark://[^/:]+:\d+(,[^/:]+:\d+)*|yarn|k8s://.+")
ANSWERS_WITHIN = 5.0  # seconds for a master to take a connection; Spark itself would try for a minute
OURS = {  # whatever spark-defaults.conf says; everything else in it holds
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.maxResultSize": "0",
    "spark.log.level": "WARN",  # a cluster without a free core says so
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # an overflow is an error, never a wrong number
}
PARTITIONS = "spark.sql.shuffle.partitions"
TASKS_A_CORE = 2


def java_home() -> Path | None:
    """Where a Java stands: JAVA_HOME, or the `java` of the path."""
    if os.environ.get("JAVA_HOME"):
        return Path(os.environ["JAVA_HOME"])
    found = shutil.which("java")
    return Path(found).resolve().parent.parent if found else None


def missing() -> str:
    """What Spark would need here and does not find, in words; empty when it can start."""
    if find_spec("pyspark") is None:
        return "pyspark"
    return "" if java_home() else "Java"


@contextmanager
def connected(*, master: str) -> Iterator[Any]:
    """The Spark session of this program with this master. Whoever opened it closes it; inside another, it is that one.

    Raises `Refused`: pyspark or Java is missing, this is no address of a master, nobody answers there.
    """
    _refuse_missing()
    _refuse_unreachable(master)
    from pyspark.sql import SparkSession

    standing = SparkSession.getActiveSession()
    if standing is not None:
        if standing.sparkContext.master != master:
            raise Refused(reason("This program works with the Spark master {other} already.", other=standing.sparkContext.master), fields={"spark": []})  # fmt: skip
        yield standing
        return
    opened = _open(master)
    try:
        yield opened
    finally:
        opened.stop()


def _open(master: str) -> Any:
    from py4j.protocol import Py4JError
    from pyspark import SparkConf
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    os.environ.setdefault("JAVA_HOME", str(java_home()))
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    conf = SparkConf().setMaster(master).setAppName("ringfence").setAll(list(OURS.items()))
    if master.startswith(("local", "spark://127.", "spark://localhost")):  # nothing of it leaves this machine
        conf.setIfMissing("spark.driver.host", "127.0.0.1").setIfMissing(
            "spark.driver.bindAddress", "127.0.0.1"
        )
    try:
        opened = SparkSession.builder.config(conf=conf).getOrCreate()
    except (PySparkException, Py4JError) as fault:
        raise Refused(reason("Spark gave up: {why}", why=str(fault).splitlines()[0])) from fault
    if not opened.sparkContext.getConf().contains(PARTITIONS):  # Spark's own 200 are many for two workers
        opened.conf.set(PARTITIONS, str(TASKS_A_CORE * opened.sparkContext.defaultParallelism))
    return opened


def _refuse_missing() -> None:
    lacking = missing()
    if lacking == "pyspark":
        raise Refused(reason("pyspark is not installed; see docs/how-to/spark.md."), fields={"spark": []})
    if lacking:
        raise Refused(reason("Spark needs Java 17 or 21, and there is none here."), fields={"spark": []})


def _refuse_unreachable(master: str) -> None:
    """One sentence at once, where Spark would try for a minute and answer with a page."""
    if not MASTER.fullmatch(master):
        raise Refused(reason("{master} is no Spark master; write spark://host:7077, or local[2] for this machine.", master=master), fields={"spark": []})  # fmt: skip
    if not master.startswith("spark://"):
        return
    for address in master.removeprefix("spark://").split(","):
        host, port = address.rsplit(":", 1)
        try:
            socket.create_connection((host, int(port)), timeout=ANSWERS_WITHIN).close()
            return
        except OSError:
            continue
    raise Refused(reason("No Spark master answers at {master}.", master=master), fields={"spark": []})
