"""Where this installation keeps its state, and the secret that belongs to it."""

import os
import secrets
from pathlib import Path

from .rooms import PACKAGE


def state_home() -> Path:
    """RINGFENCE_HOME; else `.ringfence` beside the sources; else the user's own data folder."""
    chosen = os.environ.get("RINGFENCE_HOME")
    if chosen:
        return Path(chosen).absolute()
    project = PACKAGE.parent.parent
    if (project / "pyproject.toml").is_file():
        return project / ".ringfence"
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "ringfence"


def secret_key(home: Path) -> str:
    """RINGFENCE_SECRET_KEY, else a key that is made once and kept readable for its owner only."""
    given = os.environ.get("RINGFENCE_SECRET_KEY")
    if given:
        return given
    file = home / "secret_key"
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        draft = home / f"secret_key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        _keep_first(draft, file)
    return file.read_text().strip()


def _keep_first(draft: Path, file: Path) -> None:
    """Two processes may start at once: the first key stays."""
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
