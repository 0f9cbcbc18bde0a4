"""A standalone Spark master with two workers of one core and one gigabyte each, on 127.0.0.1 alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ringfence.cores.distributed import java_home

WITHIN = 180.0  # seconds for a master or a worker to stand, on a machine that does much else
HERE = "127.0.0.1"
SMALL = "spark.driver.memory 512m\nspark.executor.memory 512m\nspark.executor.cores 1\n"


@contextmanager
def cluster(folder: Path, *, workers: int = 2) -> Iterator[str]:
    """The address of its master, while it stands."""
    started: list[subprocess.Popen[bytes]] = []
    (folder / "spark-defaults.conf").write_text(SMALL, encoding="utf-8")
    os.environ["SPARK_CONF_DIR"] = str(folder)  # read when the first session of this program is opened
    try:
        log = _start(
            started,
            folder,
            "master",
            "org.apache.spark.deploy.master.Master",
            "--port",
            "0",
            "--webui-port",
            "0",
        )
        master = _told(log, r"Starting Spark master at (spark://\S+)", started)
        for n in range(workers):
            _start(started, folder, f"worker{n}", "org.apache.spark.deploy.worker.Worker", "--webui-port", "0",
                   "--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"work{n}"), master)  # fmt: skip
        for n in range(workers):
            _told(folder / f"worker{n}.log", r"(Successfully registered with master)", started)
        yield master
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(timeout=30)


def _start(
    started: list[subprocess.Popen[bytes]], folder: Path, name: str, main: str, *arguments: str
) -> Path:
    """One Java program of Spark with what it says in a file; straight from the jars, so that it can be ended by its id."""
    import pyspark

    home = Path(pyspark.__file__).parent
    log = folder / f"{name}.log"
    environment = os.environ | {
        "SPARK_HOME": str(home), "SPARK_SCALA_VERSION": "2.13", "SPARK_LOCAL_IP": HERE, "JAVA_HOME": str(java_home()),
        "PYSPARK_PYTHON": sys.executable,
    }  # fmt: skip
    command = [
        str(Path(str(java_home())) / "bin" / "java"),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-cp",
        f"{home / 'jars'}/*",
        *OPENED,
        main,
        "--host",
        HERE,
        *arguments,
    ]
    with log.open("wb") as out:
        started.append(
            subprocess.Popen(command, env=environment, cwd=folder, stdout=out, stderr=subprocess.STDOUT)
        )
    return log


# what Spark's own starter opens of Java for itself
OPENED = [
    "-XX:+IgnoreUnrecognizedVMOptions",
    *(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in (
        "java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util",
        "java.util.concurrent", "java.util.concurrent.atomic", "sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar",
    )),
]  # fmt: skip


def _told(log: Path, pattern: str, started: list[subprocess.Popen[bytes]]) -> str:
    """What the log says, as soon as it says it."""
    until = time.monotonic() + WITHIN
    while time.monotonic() < until:
        found = re.search(pattern, log.read_text(errors="replace"))
        if found:
            return found[1]
        if any(process.poll() is not None for process in started):
            break
        time.sleep(0.1)
    raise RuntimeError(f"Spark did not start:\n{log.read_text(errors='replace')[-3000:]}")
