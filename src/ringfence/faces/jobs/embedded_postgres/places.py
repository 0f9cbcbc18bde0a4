"""Where the embedded server keeps its data, its socket and its password.

`<home>/postgres/` holds everything, except where the server's account may not enter it (a project under
a private /root): then `<home>/postgres/elsewhere` names the folder that holds the data instead.
"""

import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from .accounts import Account

DATABASE_NAME = "ringfence"
DATABASE_USER = "ringfence"  # owns the tables
APPLICATION_USER = (
    "ringfence_app"  # what pages, worker and commands sign in as: owns nothing, bypasses nothing
)
PORT = 5432  # only part of the socket's file name
LONGEST_SOCKET_FOLDER = 107 - len(f"/.s.PGSQL.{PORT}.lock")  # sun_path holds 108 bytes with its end mark
SHARED_STATE = Path("/var/lib/ringfence/clusters")


@dataclass(frozen=True)
class Connection:
    """What a client needs. The host is the folder of the socket."""

    host: str
    port: int
    user: str
    password: str
    name: str


@dataclass(frozen=True)
class Places:
    """The folders and files of one server."""

    home: Path
    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def log(self) -> Path:
        return self.root / "server.log"

    @property
    def password(self) -> Path:
        return self.home / "postgres" / "password"

    @property
    def application_password(self) -> Path:
        return self.home / "postgres" / "application_password"

    @property
    def sockets(self) -> Path:
        """Beside the data; under /tmp when that path is longer than a socket's name may be."""
        beside = self.root / "run"
        if len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER:
            return beside
        return Path("/tmp") / f"ringfence-{sha256(os.fsencode(self.root)).hexdigest()[:16]}"


def places_in(home: Path) -> Places:
    """The places as they stand; creates nothing."""
    home = home.absolute()
    pointer = home / "postgres" / "elsewhere"
    root = Path(pointer.read_text().strip()) if pointer.is_file() else home / "postgres"
    return Places(home=home, root=root)


def connection_of(home: Path) -> Connection:
    """How the owner reaches the server of `home`; the password is empty until the server was created."""
    places = places_in(home)
    return _connection(places, DATABASE_USER, places.password)


def application_of(home: Path) -> Connection:
    """The same for the application itself, under a name of its own."""
    places = places_in(home)
    return _connection(places, APPLICATION_USER, places.application_password)


def _connection(places: Places, user: str, kept: Path) -> Connection:
    password = kept.read_text().strip() if kept.is_file() else ""
    return Connection(host=str(places.sockets), port=PORT, user=user, password=password, name=DATABASE_NAME)


def prepare(home: Path, *, account: Account) -> Places:
    """Make the folders that `account` needs, outside `home` if it may not enter there."""
    places = places_in(home)
    places.password.parent.mkdir(parents=True, exist_ok=True)
    places.root.mkdir(parents=True, exist_ok=True)
    if not places.data.exists() and not account.can_enter(places.root):
        places = _elsewhere(places)
    _own_folder(places.sockets, account)
    if not places.log.exists():
        places.log.touch(mode=0o640)
    account.owns(places.log)
    return places


def _elsewhere(places: Places) -> Places:
    root = SHARED_STATE / secrets.token_hex(8)
    root.mkdir(parents=True, mode=0o755)
    (places.home / "postgres" / "elsewhere").write_text(f"{root}\n")
    return Places(home=places.home, root=root)


def _own_folder(folder: Path, account: Account) -> None:
    """A private folder of the account. One that was laid there by somebody else is refused."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in (account.uid, os.geteuid()):
        raise PermissionError(f"{folder} belongs to somebody else; remove it and start again.")
    folder.chmod(0o700)
    account.owns(folder)
