"""Write an empty workbook to fill in: drop-downs, examples, identity columns as text."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..inside import writable
from ..printing import Printer

NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "out", type=Path, nargs="?", default=Path("line-list.xlsx"), help="where to (line-list.xlsx)"
    )
    parser.add_argument(
        "--what", choices=("line-list", "contacts", "links"), default="line-list", help="which list"
    )
    parser.add_argument("--language", choices=("en", "zh-hans"), default="zh-hans", help="of the headings")


def run(options: argparse.Namespace) -> None:
    from ringfence.cores.linelist.fields import SCHEMAS
    from ringfence.cores.linelist.template import write_template

    file = writable(options.out)
    schema = SCHEMAS[options.what.upper().replace("-", "_")]
    with file.open("wb") as target:
        write_template(target=target, schema=schema, language=options.language)
    fields = [one.key for one in schema.exported]
    Printer(as_json=options.json).result(
        {"file": str(file), "fields": fields}, sentences=[f"Written: {file}"]
    )
