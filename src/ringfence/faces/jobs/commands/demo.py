"""Play a whole outbreak, unattended, through the public API of an instance of its own; nothing stays behind."""

import argparse
import signal
import sys
from types import FrameType

from ..demo import Deviation, Instance, Telling, tell
from ..printing import CannotRun, Printer

NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing but --json."""


def run(options: argparse.Namespace) -> int:
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _leave)  # so that the instance is stopped on any way out
    telling = Telling(Printer(as_json=options.json))
    fault = ""
    try:
        _play(telling)
    except CannotRun as deviation:
        fault = str(deviation)
        telling.say.line(f"\nThe demo stopped: {fault}")
    told = {"passed": not fault, "fault": fault, "seconds": telling.seconds, "steps": telling.steps}
    ending_sentence = f"\nThe demo passed: {len(telling.steps)} steps in {telling.seconds:.0f} s."
    telling.say.result(told, sentences=[] if fault else [ending_sentence])
    return 1 if fault else 0


def _play(telling: Telling) -> None:

    with Instance() as instance:
        telling.chapter("An instance of its own")
        instance.start()
        telling.step(f"Ringfence runs on port {instance.port}, with its own database in a temporary folder")
        api = instance.caller()
        telling.step(f"{len(api.keys)} people of the demo staff have a key")
        tell(api=api, telling=telling)
        telling.chapter("The end")
        if not instance.stop():
            raise Deviation("The demo's instance did not stop when it was asked to; it was killed.")
        telling.step("Everything is stopped, the temporary folder is gone")


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
