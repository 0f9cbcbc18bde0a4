"""One throw-away PostgreSQL for a whole test run, started when the first test asks for the database."""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from ringfence.faces.jobs.embedded_postgres import open_server

HOME = Path(os.environ["RINGFENCE_TEST_HOME"])  # set by ringfence.settings.test; one for all workers of a run
HURRIED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start the server before Django creates its test database (one of its own for each worker)."""
    if not os.environ.get("DATABASE_URL"):
        _start_server()


def _start_server() -> None:
    from django.db import connections

    HOME.mkdir(mode=0o755, exist_ok=True)
    with (HOME / "starting").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        server = open_server(HOME, settings=HURRIED)
        server.start()
    at = server.connection
    connections["default"].settings_dict.update(HOST=at.host, PASSWORD=at.password)


def pytest_configure(config: pytest.Config) -> None:
    """Clear away what an earlier, killed run left behind."""
    if not hasattr(config, "workerinput"):
        for leftover in Path(tempfile.gettempdir()).glob("ringfence-test-*"):
            if not Path(f"/proc/{leftover.name.split('-')[2]}").exists():
                _remove(leftover)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server when the last worker is done."""
    if not hasattr(config, "workerinput"):
        _remove(HOME)


def _remove(home: Path) -> None:
    if (home / "postgres" / "data").exists():
        open_server(home).stop(mode="immediate")
    shutil.rmtree(home, ignore_errors=True)
