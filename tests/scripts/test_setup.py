"""The set-up: a step is done once for the same inputs, and says what is missing."""

import pytest

from scripts import setup


@pytest.fixture
def stamps(monkeypatch, tmp_path):
    monkeypatch.setattr(setup, "STAMPS", tmp_path / "stamps.json")


def test_a_step_is_done_again_only_when_its_inputs_changed(stamps):
    done = []
    for inputs in ("a", "a", "b", "b", "a"):
        setup.step("The step", made_from=inputs, do=lambda: done.append(1))
    assert len(done) == 3


def test_a_step_whose_outcome_is_gone_is_done_again(stamps):
    done = []
    for made in (False, True, False):
        setup.step("The step", made_from="a", do=lambda: done.append(1), made=made)
    assert len(done) == 2


def test_a_step_that_failed_is_tried_again(stamps):
    def fail():
        raise setup.CannotSetUp("no network")

    with pytest.raises(setup.CannotSetUp):
        setup.step("The step", made_from="a", do=fail)
    assert setup.read_stamps() == {}


def test_a_missing_venv_is_explained_to_who_is_not_root(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(setup.CannotSetUp, match="sudo apt-get install python3"):
        setup.add_venv_package()


def test_an_old_python_is_refused(monkeypatch):
    monkeypatch.setattr(setup, "OLDEST_PYTHON", (99, 0))
    with pytest.raises(setup.CannotSetUp, match="needs Python"):
        setup.set_up(dev=False)


def test_a_program_that_fails_is_quoted(monkeypatch):
    with pytest.raises(setup.CannotSetUp, match=r"It failed.\nbecause"):
        setup.run(["/bin/sh", "-c", "echo because; exit 1"], "It failed.")
