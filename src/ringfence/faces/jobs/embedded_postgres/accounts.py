"""Under which account the server runs: PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Account:
    """An account of the system. `is_own` when it is the one we already run as."""

    name: str
    uid: int
    gid: int
    is_own: bool

    def run(self, command: Sequence[str | Path], **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a program as this account and hand back what it printed."""
        if not self.is_own:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        options.setdefault("capture_output", True)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        return subprocess.run(
            [str(part) for part in command],
            text=True,
            check=False,
            cwd="/",
            env=environment | {"LC_ALL": "C.UTF-8"},
            **options,
        )

    def can_run(self, program: Path) -> bool:
        """Whether the account may enter the folders down to `program` and run it."""
        try:
            return self.run([program, "--version"]).returncode == 0
        except PermissionError:
            return False

    def can_enter(self, folder: Path) -> bool:
        """Whether the account may enter `folder`."""
        return self.run(["/bin/sh", "-c", 'cd "$1"', "sh", folder]).returncode == 0

    def owns(self, path: Path) -> None:
        """Hand one file or folder over to the account."""
        if not self.is_own:
            os.chown(path, self.uid, self.gid)


def account_for(data: Path) -> Account:
    """The owner of an existing data folder; for a new one ourselves, or as root an unprivileged account.

    Raises PermissionError with a sentence when the data folder belongs to somebody else.
    """
    own_uid = os.geteuid()
    owner_uid = _owner(data)
    if own_uid != 0:
        if owner_uid not in (None, own_uid):
            raise PermissionError(
                f"The database in {data} belongs to the account {_name(owner_uid)}. Start Ringfence as root "
                "or as that account, or set RINGFENCE_HOME to a folder of your own."
            )
        return Account(name=_name(own_uid), uid=own_uid, gid=os.getegid(), is_own=True)
    if owner_uid:
        return _account(pwd.getpwuid(owner_uid))
    return _account(_unprivileged())


def _owner(data: Path) -> int | None:
    try:
        return (data / "PG_VERSION").stat().st_uid
    except FileNotFoundError:
        return None
    except PermissionError:
        return data.stat().st_uid


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PermissionError(
        "PostgreSQL may not run as root, and there is neither an account `postgres` nor `nobody`."
    )


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid, is_own=False)


def _name(uid: int | None) -> str:
    try:
        return pwd.getpwuid(uid or 0).pw_name
    except KeyError:
        return str(uid)
