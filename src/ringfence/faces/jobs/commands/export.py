"""Write the line list, the contacts, the candidate links or the resolved tree of an outbreak into a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..inside import add_outbreak, enter, writable
from ..printing import Printer

WHAT = ("line-list", "contacts", "links", "tree")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_outbreak(parser)
    parser.add_argument("--what", choices=WHAT, default="line-list", help="which list")
    parser.add_argument("--format", choices=("csv", "xlsx", "json"), default="csv", help="of the file")
    parser.add_argument("--language", choices=("en", "zh-hans"), default="en", help="of the headings")
    parser.add_argument("--out", type=Path, required=True, help="where to; - is the screen")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")


def run(options: argparse.Namespace) -> None:
    from ringfence.faces import exporting

    say = Printer(as_json=options.json)
    to_screen = str(options.out) == "-"
    file = options.out if to_screen else writable(options.out, over=options.force)
    with enter(options) as here:
        found = exporting.export(
            what=options.what, kind=options.format, outbreak=here.outbreak, by=here.by, now=here.now,
            language=options.language,
        )  # fmt: skip
        if to_screen:
            for piece in found.pieces:
                sys.stdout.buffer.write(piece)
            return
        with file.open("wb") as target:
            count = sum(target.write(piece) for piece in found.pieces)
    say.result({"file": str(file), "bytes": count}, sentences=[f"Written: {file} ({count:,} bytes)"])
