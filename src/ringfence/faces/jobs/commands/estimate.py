"""Estimate how fast it spreads: reproduction number, offspring, delays; from a file or from an outbreak."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from ..inside import add_outbreak, enter, readable
from ..printing import CannotRun, Printer

LAST_WINDOWS = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, nargs="?", help="CSV with case_id, onset_date, report_date, isolation_date, imported, team, source_id"
    )  # fmt: skip
    add_outbreak(parser, required=False)
    parser.add_argument("--as-of", type=date.fromisoformat, help="last day that counts, as 2020-02-22")
    parser.add_argument("--window", type=int, default=7, help="days of a window (file only)")


def run(options: argparse.Namespace) -> None:
    if (options.file is None) == (options.outbreak is None):
        raise CannotRun("Name either a file or --outbreak.")
    found = _of_file(options) if options.file else _of_outbreak(options)
    told = found.as_json()
    windows = [one for one in told["reproduction"] if one.get("mean") is not None]
    sentences = [f"{told['cases']} cases, {told['imported']} imported."]
    sentences += [_sentence(one) for one in windows[-LAST_WINDOWS:]]
    if not windows:
        sentences.append("The reproduction number is not estimable on any day of this list.")
    offspring = told["offspring"]
    sentences.append(f"Offspring: mean {_shown(offspring.get('mean'))}, k {_shown(offspring.get('k'))}.")
    Printer(as_json=options.json).result(told, sentences=sentences)


def _of_file(options: argparse.Namespace) -> Any:
    from ringfence.cores import estimation

    try:
        text = readable(options.file).read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        raise CannotRun(f"{options.file} is not in UTF-8. Save it as CSV UTF-8.") from fault
    return estimation.estimate(
        rows=estimation.read_line_list(text=text), serial_interval=estimation.ORIGINAL_STRAIN,
        window_days=options.window, as_of=options.as_of,
    )  # fmt: skip


def _of_outbreak(options: argparse.Namespace) -> Any:
    from ringfence.command.spread import queries as spread
    from ringfence.kernel import city_date

    with enter(options) as here:
        return spread.estimate(
            by=here.by, outbreak_id=here.outbreak.id, as_of=options.as_of or city_date(here.now)
        )


def _sentence(window: dict[str, Any]) -> str:
    band = f"{_shown(window['lower'])} to {_shown(window['upper'])}"
    return f"  {window['first_date']} to {window['last_date']}: R {_shown(window['mean'])} ({band})"


def _shown(value: Any) -> str:
    return f"{value:.2f}" if isinstance(value, int | float) else "not estimable"
