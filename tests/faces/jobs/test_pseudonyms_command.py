"""The process with the key, as it runs: started by whoever needs a number, killed and there again, absent with a sentence."""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from ringfence.cores import pseudonyms
from ringfence.cores.pseudonyms import Absent, Address
from ringfence.faces.jobs.command_line import run_command
from ringfence.faces.jobs.starting import let_the_key_go
from ringfence.kernel import Refused
from ringfence.tracing.movement import keeping

HERE, WANG = str(uuid4()), str(uuid4())


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A process of this test's own, in a folder whose name is too long for a socket."""
    home = tmp_path / ("deep" * 30)
    monkeypatch.setenv("RINGFENCE_HOME", str(home))
    yield Address(
        home / "pseudonyms.sock", (sys.executable, "-m", "ringfence", "pseudonyms", "serve", "--idle", "60")
    )
    (home / "pseudonyms.sock").unlink(missing_ok=True)  # it ends, as nobody can ask it any more


def give(address: Address, *people: str) -> Any:
    asked = {"kind": "give", "purpose": "RECORDS", "outbreak": HERE, "items": list(people)}
    return pseudonyms.ask(address, asked)["answer"]


def number(address: Address, sealed: str) -> Any:
    asked = {"kind": "numbers", "purpose": "SEARCH", "outbreak": HERE, "items": [[WANG, sealed]]}
    return pseudonyms.ask(address, asked)["answer"]


def process_of(address: Address) -> int:
    """Whoever holds the lock of the socket."""
    inode = str(address.file.with_name("pseudonyms.sock.lock").stat().st_ino)
    locks = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
    return next(int(one[4]) for one in locks if one[5].endswith(f":{inode}"))


def test_it_starts_when_it_is_needed_and_again_when_it_was_killed(address: Address) -> None:
    with ThreadPoolExecutor(4) as pool:  # four need it at once: one starts
        given = list(pool.map(lambda _: give(address, WANG), range(4)))
    ((sealed, _token),) = given[0]
    before, first = number(address, sealed), process_of(address)
    assert first != os.getpid()
    os.kill(first, signal.SIGKILL)
    assert number(address, sealed) == before and process_of(address) != first
    told = pseudonyms.running(address)
    assert told is not None and told["counted"] == {"numbers SEARCH": 1}


def test_it_ends_with_ringfence_and_is_there_again_when_somebody_asks(address: Address) -> None:
    ((sealed, _token),) = give(address, WANG)
    before, first = number(address, sealed), process_of(address)
    let_the_key_go(address.file.parent)
    assert number(address, sealed) == before and process_of(address) != first


def test_only_the_owner_may_ask_and_the_log_names_nobody(address: Address) -> None:
    ((sealed, token),) = give(address, WANG)
    files = {one.name: one.stat().st_mode & 0o777 for one in address.file.parent.iterdir()}
    assert files["pseudonyms.sock"] == files["pseudonym_key"] == files["pseudonyms.log"] == 0o600
    log = (address.file.parent / "pseudonyms.log").read_text()
    assert '"count": 1' in log and f"process {os.getpid()} of user {os.getuid()}" in log
    assert not [one for one in (WANG, sealed, token) if one in log]


def test_the_command_says_whether_it_runs(address: Address, capsys: Any) -> None:
    assert run_command(["pseudonyms", "status"]) == 1
    assert "ringfence pseudonyms serve" in capsys.readouterr().out
    give(address, WANG)
    assert run_command(["pseudonyms", "status"]) == 0
    assert "give RECORDS: 1" in capsys.readouterr().out
    assert run_command(["pseudonyms", "serve"]) == 1  # there is one already
    assert "already" in capsys.readouterr().err


def test_a_key_that_others_may_read_is_refused(address: Address, capsys: Any) -> None:
    address.file.parent.mkdir(parents=True)
    key = address.file.parent / "pseudonym_key"
    key.write_text("00" * 32)
    key.chmod(0o644)
    assert run_command(["pseudonyms", "serve"]) == 1
    assert "chmod 600" in capsys.readouterr().err


def test_where_somebody_else_starts_it_its_absence_is_a_sentence(settings: Any, tmp_path: Path) -> None:
    settings.PSEUDONYMS, settings.PSEUDONYMS_START = tmp_path / "nobody.sock", ()
    with pytest.raises(Absent):
        pseudonyms.ask(Address(tmp_path / "nobody.sock"), {"kind": "status"})
    with pytest.raises(Refused, match="ringfence pseudonyms serve"):
        keeping.give(outbreak_id=uuid4(), person_ids=[uuid4()], proof=None)


def test_the_tests_themselves_have_no_key_in_memory() -> None:
    keeping.give(outbreak_id=uuid4(), person_ids=[uuid4()], proof=None)
    told = pseudonyms.running(Address(Path(settings.PSEUDONYMS)))
    assert told is not None and process_of(Address(Path(settings.PSEUDONYMS))) != os.getpid()
