"""The process that keeps the key of the movement numbers: serve (run it), status (what it was asked for)."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from ringfence.settings.home import state_home

from ..printing import CannotRun, Printer

NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=("serve", "status"),
        help="serve: listen until told to stop (whoever needs a number starts one by itself, unless RINGFENCE_PSEUDONYMS "
             "names the socket of one that runs under another user); status: which key, and how much was asked for",
    )  # fmt: skip
    parser.add_argument(
        "--group", help="serve: this group may ask as well, where web and worker run under another user"
    )
    parser.add_argument(
        "--moving", action="store_true",
        help="serve: take over numbers that an earlier release kept in clear, also when the key is older than a day",
    )  # fmt: skip
    parser.add_argument("--idle", type=float, help="serve: end after so many seconds without a call")


def run(options: argparse.Namespace) -> int:
    return _status(options) if options.what == "status" else _serve(options)


def _serve(options: argparse.Namespace) -> int:
    from ringfence.cores.pseudonyms import KeyFault

    from ..pseudonyms import server

    home = state_home()
    key = Path(os.environ.get("RINGFENCE_PSEUDONYM_KEY") or home / "pseudonym_key")
    try:
        files = server.Files(socket=socket_file(), key=key, log=key.with_name("pseudonyms.log"))
        server.serve(files, idle=options.idle, group=options.group, moving=options.moving)
    except server.Busy:
        raise CannotRun(f"Another process keeps the key already and listens at {socket_file()}.") from None
    except LookupError:
        raise CannotRun(f"This machine has no group {options.group}.") from None
    except KeyFault as fault:
        raise CannotRun(str(fault)) from None
    except KeyboardInterrupt:
        return 0
    return 0


def _status(options: argparse.Namespace) -> int:
    from ringfence.cores.pseudonyms import Address, running

    told = running(Address(socket_file()))
    found = {"running": told is not None, "socket": str(socket_file()), **(told or {})}
    lines = [
        f"Nobody listens at {socket_file()}. It is started when a number is needed, or by: ringfence pseudonyms serve"
    ]
    if told is not None:
        lines = [f"It listens at {socket_file()} since {told['begun']}, with key {told['key']}."]
        lines += [f"  {what}: {count:,}" for what, count in sorted(told["counted"].items())]
    Printer(as_json=options.json).result(found, sentences=lines)
    return 0 if told is not None else 1


def socket_file() -> Path:
    """RINGFENCE_PSEUDONYMS; else in the state folder."""
    return Path(os.environ.get("RINGFENCE_PSEUDONYMS") or state_home() / "pseudonyms.sock")
