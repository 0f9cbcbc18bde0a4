"""The state folder and the secret key that is made once."""

from ringfence.settings.home import secret_key, state_home
from ringfence.settings.rooms import rooms


def test_the_state_folder_is_chosen_by_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("RINGFENCE_HOME", str(tmp_path))
    assert state_home() == tmp_path


def test_from_the_sources_the_state_lies_beside_them(monkeypatch):
    monkeypatch.delenv("RINGFENCE_HOME")
    assert state_home().name == ".ringfence"
    assert (state_home().parent / "pyproject.toml").is_file()


def test_the_key_is_made_once_and_is_private(monkeypatch, tmp_path):
    monkeypatch.delenv("RINGFENCE_SECRET_KEY")
    first = secret_key(tmp_path)
    assert secret_key(tmp_path) == first
    assert len(first) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_rooms_are_found_lowest_floor_first():
    found = rooms()
    assert found.index("ringfence.ground.access") < found.index("ringfence.registry.people")
    assert found.index("ringfence.registry.people") < found.index("ringfence.tracing.cases")
