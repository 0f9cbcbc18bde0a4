"""The command line: commands are found by themselves, refusals are sentences, `--json` prints one document."""

import json
import socket

import pytest

from ringfence.faces.jobs import addresses
from ringfence.faces.jobs.command_line import command_files, run_command
from ringfence.faces.jobs.preparing import Prepared, SignIn, fingerprint, forget_prepared, read_prepared
from ringfence.faces.jobs.printing import CannotRun

COMMANDS = {file.name: file for file in command_files()}


@pytest.mark.parametrize("name", ["up", "stop", "status", "backup", "restore", "psql", "prepare", "worker"])
def test_a_command_is_found_with_its_help(name):
    assert COMMANDS[name].help.endswith(".")


@pytest.mark.parametrize("file", [pytest.param(file, id=name) for name, file in COMMANDS.items()])
def test_every_command_has_the_two_functions(file):
    command = file.load()
    assert callable(command.add_arguments)
    assert callable(command.run)


def test_without_a_command_it_shows_all_of_them(capsys):
    with pytest.raises(SystemExit):
        run_command([])
    shown = capsys.readouterr().out
    assert all(name in shown for name in COMMANDS)


def test_an_unknown_command_is_refused(capsys):
    with pytest.raises(SystemExit) as ended:
        run_command(["dance"])
    assert ended.value.code == 2
    assert "dance" in capsys.readouterr().err


def test_a_refusal_is_a_sentence_and_a_document(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("RINGFENCE_HOME", str(tmp_path))
    assert run_command(["restore", str(tmp_path / "nothing.dump"), "--json"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out) == {"refused": f"There is no file {tmp_path / 'nothing.dump'}."}
    assert "There is no file" in said.err


def test_a_folder_of_somebody_else_is_explained(monkeypatch, tmp_path, capsys):
    def refuse(*_arguments):
        raise PermissionError(13, "Permission denied", str(tmp_path / "up.lock"))

    monkeypatch.setattr("ringfence.faces.jobs.commands.status.read_running", refuse)
    assert run_command(["status"]) == 1
    assert "Use the account that started Ringfence first" in capsys.readouterr().err


def test_a_port_that_is_taken_is_passed_over_or_refused():
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        with pytest.raises(CannotRun, match="is taken"):
            addresses.free_port("127.0.0.1", wanted=taken)
        assert addresses.free_port("127.0.0.1", wanted=None) != taken


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(CannotRun, match="not possible to listen on"):
        addresses.free_port("192.0.2.1", wanted=None)


@pytest.mark.parametrize(("host", "said"), [
    ("127.0.0.1", "http://localhost:8000/"),
    ("0.0.0.0", "http://localhost:8000/"),
    ("ringfence.example", "http://ringfence.example:8000/"),
])  # fmt: skip
def test_the_address_is_one_that_can_be_opened(host, said):
    assert addresses.spoken(host, 8000) == said


def test_what_was_prepared_is_remembered_until_it_is_forgotten(tmp_path):
    done = Prepared("abc", (SignIn("City command", "liwei", "secret"),))
    done.write(tmp_path)
    assert read_prepared(tmp_path) == done
    forget_prepared(tmp_path)
    assert read_prepared(tmp_path) is None


def test_with_and_without_demo_data_are_two_preparations():
    assert fingerprint(demo=True) != fingerprint(demo=False)
    assert fingerprint(demo=True) == fingerprint(demo=True)
