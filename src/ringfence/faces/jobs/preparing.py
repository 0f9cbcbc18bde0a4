"""What was last prepared: tables and starting data are laid only when the program or its database changed."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ringfence.settings.rooms import PACKAGE

LEFT_OUT = ("__pycache__", "built", "templates", "static")


@dataclass(frozen=True)
class SignIn:
    """One person that a newcomer can sign in as."""

    role: str
    username: str
    password: str


@dataclass(frozen=True)
class Prepared:
    """The state that the last preparation left."""

    fingerprint: str
    sign_ins: tuple[SignIn, ...] = field(default=())
    own_page_code: str = ""  # opens the page of the demo citizen, once

    def write(self, home: Path) -> None:
        """Remember it for the next start."""
        _note(home).touch(mode=0o600)
        _note(home).write_text(json.dumps(asdict(self), ensure_ascii=False))


def read_prepared(home: Path) -> Prepared | None:
    """What the last preparation left, or None."""
    try:
        found = json.loads(_note(home).read_text())
        return Prepared(
            found["fingerprint"], tuple(SignIn(**one) for one in found["sign_ins"]), found["own_page_code"]
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def forget_prepared(home: Path) -> None:
    """The database was replaced: the next start prepares again."""
    _note(home).unlink(missing_ok=True)


def fingerprint(*, demo: bool) -> str:
    """Changes when any file of the program that could lay tables or data has changed."""
    digest = hashlib.sha256(b"demo" if demo else b"bare")
    for file in sorted(PACKAGE.rglob("*")):
        if file.is_file() and not any(part in LEFT_OUT for part in file.parts):
            facts = file.stat()
            digest.update(f"{file.relative_to(PACKAGE)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _note(home: Path) -> Path:
    return home / "prepared.json"
