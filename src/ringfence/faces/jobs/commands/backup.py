"""Write the database into one file and people's data keys into another, while Ringfence runs or while it stands."""

import argparse
import subprocess
from datetime import datetime
from pathlib import Path

from ringfence.kernel import CITY_ZONE
from ringfence.settings.home import state_home

from ..database import Database, open_database, started, tools_for
from ..printing import CannotRun, Printer

NEEDS_DJANGO = False
KEY_TABLES = (
    "identities_datakey",
    "identities_travellerkey",
    "identities_recordkey",
)  # people, travellers, words of the record
KEYS = "identity-keys.dump"  # beside the backups, one for all of them: the newest


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", help="where to (default: backups/ in the state folder)")


def run(options: argparse.Namespace) -> None:
    say = Printer(as_json=options.json)
    file: Path = options.file or state_home() / "backups" / f"{datetime.now(CITY_ZONE):%Y-%m-%d-%H%M%S}.dump"
    if file.exists():
        raise CannotRun(f"{file} exists. Nothing was written over.")
    file.parent.mkdir(parents=True, exist_ok=True)
    keys = file.parent / KEYS
    with started(open_database()) as database:
        _dump(database, file, *(f"--exclude-table-data={one}" for one in KEY_TABLES))
        # the keys afterwards: whoever was forgotten meanwhile is in no file of keys any more
        _dump(database, keys, "--data-only", *(f"--table={one}" for one in KEY_TABLES))
    say.line(f"Written: {file} ({file.stat().st_size:,} bytes), without data keys: alone it opens no name")
    say.line(
        f"Written over: {keys} ({keys.stat().st_size:,} bytes), the data keys of today; keep no older one"
    )
    say.line("Records of movement are in neither: ringfence movement --outbreak NAME backup FILE")
    say.line("The key file is in neither. Keep a copy of it apart: ringfence vault status says where it is.")
    say.result({"file": str(file), "bytes": file.stat().st_size, "keys": str(keys)})


def _dump(database: Database, file: Path, *which: str) -> None:
    """Whole or not at all, for its owner only."""
    draft = file.with_name(f"{file.name}.part")
    draft.touch(mode=0o600)
    command: list[str | Path] = [
        tools_for(database) / "pg_dump", "--format=custom", f"--file={draft}", *which,
    ]  # fmt: skip
    done = subprocess.run(command, env=database.environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        draft.unlink()
        raise CannotRun(f"The backup failed. {done.stderr.strip()}")
    draft.replace(file)
