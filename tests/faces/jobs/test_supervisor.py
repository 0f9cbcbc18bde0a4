"""The supervisor: what ends is started again, what is told to stop stops, what is left alone ends with it."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from ringfence.faces.jobs.embedded_postgres import PostgresDidNotStart
from ringfence.faces.jobs.supervisor import (
    AlreadyRunning,
    Child,
    Running,
    Supervisor,
    hold_lock,
    read_running,
    watch,
)
from ringfence.faces.jobs.supervisor import children as supervised

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def child():
    child = Child("The sleeper", SLEEPER)
    yield child
    child.wait_or_kill(seconds=0)


def wait_for(what, *, seconds=10.0):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = what()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")


def lives(pid):
    try:
        return open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def test_a_child_that_is_killed_is_started_again_and_that_is_said(child):
    child.keep_alive()
    first = child.pid
    os.kill(first, signal.SIGKILL)
    said = wait_for(child.keep_alive)
    assert said == "The sleeper ended (signal SIGKILL); starting it again in 0.5 s."
    second = wait_for(lambda: child.keep_alive() or child.pid)
    assert second != first


def test_a_child_that_keeps_ending_waits_longer_each_time():
    child = Child("The broken one", [sys.executable, "-c", "raise SystemExit(3)"])
    child._wait_seconds = 0.01
    said = []
    while len(said) < 3:
        said += [words for words in [child.keep_alive()] if words]
        time.sleep(0.01)
    assert [words.split(" in ")[1] for words in said] == ["0.01 s.", "0.02 s.", "0.04 s."]
    assert "code 3" in said[0]


def test_the_wait_has_an_end():
    child = Child("The broken one", [sys.executable, "-c", "raise SystemExit(3)"])
    child._wait_seconds = supervised.LONGEST_WAIT_SECONDS
    wait_for(child.keep_alive)
    assert child._wait_seconds == supervised.LONGEST_WAIT_SECONDS


def test_what_a_child_started_does_not_outlive_it():
    starts_another = (
        f"import subprocess,time; print(subprocess.Popen({SLEEPER!r}).pid, flush=True); time.sleep(600)"
    )
    child = Child(
        "The parent",
        [sys.executable, "-c", f"import sys; sys.stdout = open('/dev/null', 'w'); {starts_another}"],
    )
    child.keep_alive()
    grandchild = wait_for(lambda: children_of(child.pid))[0]
    child.wait_or_kill(seconds=0)
    wait_for(lambda: not lives(grandchild))


def test_children_end_when_the_supervisor_is_killed(tmp_path):
    program = textwrap.dedent(f"""
        import time
        from ringfence.faces.jobs.supervisor import Child
        child = Child("The sleeper", {SLEEPER!r})
        child.keep_alive()
        open({str(tmp_path / "pid")!r}, "w").write(str(child.pid))
        time.sleep(600)
    """)
    supervisor = subprocess.Popen([sys.executable, "-c", program])
    pid = int(wait_for(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text()))
    supervisor.kill()
    supervisor.wait()
    wait_for(lambda: not lives(pid))


def test_told_to_stop_it_stops_everything(child):
    supervisor = Supervisor(children=[child], database=None, say=lambda _: None)
    watched = []

    def stop_soon():
        watched.append(child.pid)
        supervisor._told_to_stop(signal.SIGTERM, None)
        return True

    supervisor.watch(on_ready=stop_soon)
    supervisor.stop()
    assert not lives(watched[0])


class StoppedDatabase:
    """A database that does not start at the first attempt."""

    is_running = False

    def __init__(self):
        self.attempts = 0

    def start(self):
        self.attempts += 1
        if self.attempts == 1:
            raise PostgresDidNotStart("The disk is full.")
        self.is_running = True


def test_a_database_that_ended_is_started_again_without_hurry(monkeypatch):
    monkeypatch.setattr(watch, "DATABASE_WAIT_SECONDS", 0.2)
    database, said = StoppedDatabase(), []
    supervisor = Supervisor(children=[], database=database, say=said.append)
    for _ in range(5):
        supervisor._look_after_database()
    assert said == ["PostgreSQL ended; starting it again.", "The disk is full."]
    wait_for(lambda: supervisor._look_after_database() or database.is_running)
    assert database.attempts == 2


def test_a_program_that_runs_once_hands_back_how_it_ended():
    supervisor = Supervisor(children=[], database=None, say=lambda _: None)
    assert supervisor.run_through(Child("The step", [sys.executable, "-c", "raise SystemExit(7)"])) == 7


def test_two_supervisors_cannot_share_a_state_folder(tmp_path):
    with hold_lock(tmp_path):
        Running(pid=1, address="http://localhost:8000/").write(tmp_path)
        assert read_running(tmp_path) == Running(pid=1, address="http://localhost:8000/")
        with pytest.raises(AlreadyRunning), hold_lock(tmp_path):
            pass
    assert read_running(tmp_path) is None


def test_the_note_of_a_killed_supervisor_is_not_believed(tmp_path):
    with hold_lock(tmp_path):
        pass
    Running(pid=1, address="http://localhost:8000/").write(tmp_path)
    assert read_running(tmp_path) is None


def children_of(pid):
    said = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in said.stdout.split()]
