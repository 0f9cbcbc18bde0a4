"""The product as real processes on a PostgreSQL of its own, so that either can be killed in the middle of its work."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from ringfence.faces.jobs.embedded_postgres import Server, open_server
from ringfence.faces.jobs.embedded_postgres.processes import postmaster_pid

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120  # a busy machine starts processes slowly


@dataclass
class Plant:
    """One installation: its folder and its server (durable, as in the product)."""

    home: Path
    server: Server

    @classmethod
    def build(cls, home: Path) -> Plant:
        home.chmod(0o755)
        plant = cls(home, open_server(home, settings={"timezone": "UTC"}))
        plant.server.start()
        plant.do("prepare")
        return plant

    def command(self, *words: str) -> subprocess.Popen[str]:
        """Start a process; its output can be read line by line. The product's own sign in as it does, deeds as the owner."""
        module = "ringfence.settings.base" if words[:2] == ("-m", "ringfence") else "ringfence.settings.owner"
        settings = {"RINGFENCE_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": module,
                    "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PYTHONUNBUFFERED": "1"}  # fmt: skip
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | settings
        return subprocess.Popen([sys.executable, *words], env=environment, cwd=ROOT, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)  # fmt: skip

    def start(self, deed: str, *words: str) -> subprocess.Popen[str]:
        return self.command("-m", "tests.faults.deeds", deed, *words)

    def do(self, deed: str, *words: str) -> Any:
        """Do a deed to its end; what it said, as JSON."""
        said, faults = (process := self.start(deed, *words)).communicate(timeout=PATIENCE_SECONDS * 2)
        assert process.returncode == 0, faults[-2000:]
        return json.loads(said.splitlines()[-1])

    def worker(self) -> subprocess.Popen[str]:
        """The product's own worker, until no job waits."""
        return self.command("-m", "ringfence", "worker", "--once", "--parallel", "1")

    def ask(self, text: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the database, past the product."""
        at = self.server.connection
        with psycopg.connect(
            host=at.host, port=at.port, user=at.user, password=at.password, dbname=at.name
        ) as asked:
            cursor = asked.execute(text, values)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def kill_postgres(self) -> None:
        """`kill -9` of the first process of PostgreSQL; the others notice and leave."""
        pid = postmaster_pid(self.server.places.data)
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not self.server.is_running)

    def heartbeats_are_old(self) -> None:
        """A minute passes for the killed worker: its job may be given to another."""
        self.ask("update procrastinate_workers set last_heartbeat = now() - interval '5 minutes'")

    def remove(self) -> None:
        self.server.stop(mode="immediate")
        if self.server.places.root != self.home / "postgres":
            shutil.rmtree(self.server.places.root, ignore_errors=True)


def wait_until(true: Callable[[], bool], *, every: float = 0.02) -> None:
    """Wait for something that must come true."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(every)


def kill(process: subprocess.Popen[str]) -> None:
    """`kill -9`, and wait until it is gone."""
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
