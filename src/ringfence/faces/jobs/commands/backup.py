"""Write the whole database into one file, while Ringfence runs or while it stands."""

import argparse
import subprocess
from datetime import datetime
from pathlib import Path

from ringfence.kernel import CITY_ZONE
from ringfence.settings.home import state_home

from ..database import open_database, started, tools_for
from ..printing import CannotRun, Printer

NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", help="where to (default: backups/ in the state folder)")


def run(options: argparse.Namespace) -> None:
    say = Printer(as_json=options.json)
    file: Path = options.file or state_home() / "backups" / f"{datetime.now(CITY_ZONE):%Y-%m-%d-%H%M%S}.dump"
    if file.exists():
        raise CannotRun(f"{file} exists. Nothing was written over.")
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.part")
    draft.touch(mode=0o600)  # it holds everybody's data
    with started(open_database()) as database:
        command: list[str | Path] = [tools_for(database) / "pg_dump", "--format=custom", f"--file={draft}"]
        done = subprocess.run(
            command, env=database.environment(), capture_output=True, text=True, check=False
        )
    if done.returncode:
        draft.unlink()
        raise CannotRun(f"The backup failed. {done.stderr.strip()}")
    draft.rename(file)
    say.line(f"Written: {file} ({file.stat().st_size:,} bytes)")
    say.result({"file": str(file), "bytes": file.stat().st_size})
