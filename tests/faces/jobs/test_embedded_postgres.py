"""The launcher of the embedded server: it starts, survives a kill, keeps its password, and refuses foreigners."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from ringfence.faces.jobs.embedded_postgres import (
    PostgresMissing,
    Server,
    find_binaries,
    open_server,
    places,
    processes,
)


@pytest.fixture(scope="module")
def open_folder():
    """A folder that every account may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="ringfence-launcher-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def server(open_folder):
    server = open_server(open_folder)
    server.start()
    yield server
    server.stop(mode="immediate")


@pytest.fixture
def shared_state(open_folder, monkeypatch):
    monkeypatch.setattr(places, "SHARED_STATE", open_folder / "clusters")
    return open_folder / "clusters"


def connect(server: Server, **changed):
    at = server.connection
    given = {"host": at.host, "port": at.port, "user": at.user, "password": at.password, "dbname": at.name}
    return psycopg.connect(**(given | changed), autocommit=True)


def test_committed_rows_survive_a_kill_of_the_server(server):
    with connect(server) as database:
        database.execute("create table kept as select generate_series(1, 1000) as number")
    os.kill(processes.postmaster_pid(server.places.data), signal.SIGKILL)
    server.start()
    with connect(server) as database:
        assert database.execute("select count(*) from kept").fetchone() == (1000,)


def test_starting_a_running_server_changes_nothing(server):
    before = processes.postmaster_pid(server.places.data)
    open_server(server.places.home).start()
    assert processes.postmaster_pid(server.places.data) == before


def test_a_wrong_password_is_refused(server):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(server, password="guessed")


def test_the_password_is_readable_for_its_owner_only(server):
    assert server.places.password.stat().st_mode & 0o077 == 0


def test_nobody_can_reach_it_over_the_network(server):
    with connect(server) as database:
        assert database.execute("show listen_addresses").fetchone() == ("",)


def test_pages_are_checked_and_text_is_utf_8(server):
    with connect(server) as database:
        assert database.execute("show data_checksums").fetchone() == ("on",)
        assert database.execute("show server_encoding").fetchone() == ("UTF8",)


def test_a_lock_file_that_names_another_program_is_removed(tmp_path):
    lock = tmp_path / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{tmp_path}\n")
    processes.remove_stale_locks(tmp_path, sockets=tmp_path)
    assert not lock.exists()


def test_a_lock_file_that_names_a_zombie_is_removed(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)  # ended, and nobody has collected it yet
    lock = tmp_path / "postmaster.pid"
    lock.write_text(f"{ended.pid}\n{tmp_path}\n")
    processes.remove_stale_locks(tmp_path, sockets=tmp_path)
    ended.wait()
    assert not lock.exists()


def test_the_lock_file_of_a_running_server_stays(server):
    processes.remove_stale_locks(server.places.data, sockets=server.places.sockets)
    assert server.is_running


def test_a_long_project_path_gets_a_short_socket_folder(open_folder):
    deep = open_folder / ("a-very-long-folder-name-" * 5)
    deep.mkdir()
    sockets = open_server(deep).places.sockets
    sockets.rmdir()
    assert len(str(sockets)) < 90


def test_a_setting_that_names_no_programs_is_an_error_and_not_a_hint(monkeypatch, tmp_path):
    monkeypatch.setenv("RINGFENCE_PG_BIN", str(tmp_path))
    with pytest.raises(PostgresMissing, match="RINGFENCE_PG_BIN"):
        find_binaries()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders that the server's account may not enter")
def test_under_a_private_folder_the_data_lies_elsewhere(tmp_path, shared_state):
    tmp_path.chmod(0o700)
    server = open_server(tmp_path)
    assert server.account.can_enter(server.places.root)
    assert server.places.root.parent == shared_state
    assert (tmp_path / "postgres" / "elsewhere").read_text().strip() == str(server.places.root)
