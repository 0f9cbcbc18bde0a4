"""Play a whole outbreak, unattended, through the public API of an instance of its own; nothing stays behind.

With --keep it works in the usual state folder and leaves its outbreaks there to be looked at.
"""

import argparse
import signal
import sys
import time
from types import FrameType

from ..demo import Deviation, Instance, Telling, tell
from ..printing import CannotRun, Printer

NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--keep", action="store_true", help="work in the usual state folder and leave everything there"
    )


def run(options: argparse.Namespace) -> int:
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _leave)  # so that the instance is stopped on any way out
    telling = Telling(Printer(as_json=options.json))
    fault = ""
    try:
        _play(telling, keep=options.keep)
    except CannotRun as deviation:
        fault = str(deviation)
        telling.say.line(f"\nThe demo stopped: {fault}")
    told = {"passed": not fault, "fault": fault, "seconds": telling.seconds, "steps": telling.steps}
    ending_sentence = f"\nThe demo passed: {len(telling.steps)} steps in {telling.seconds:.0f} s."
    telling.say.result(told, sentences=[] if fault else [ending_sentence])
    return 1 if fault else 0


def _play(telling: Telling, *, keep: bool) -> None:
    with Instance(keep=keep) as instance:
        telling.chapter("An instance of its own")
        instance.start()
        where = f"in {instance.home}" if keep else "with its own database in a temporary folder"
        telling.step(f"Ringfence runs on port {instance.port}, {where}")
        api = instance.caller()
        telling.step(f"{len(api.keys)} people of the demo staff have a key")
        tell(api=api, telling=telling, mark=f"-{int(time.time()):x}" if keep else "")
        telling.chapter("The end")
        if not instance.stop():
            raise Deviation("The demo's instance did not stop when it was asked to; it was killed.")
        telling.step(
            "What was done stays to be looked at: ringfence up"
            if keep
            else "Everything is stopped, the temporary folder is gone"
        )


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
