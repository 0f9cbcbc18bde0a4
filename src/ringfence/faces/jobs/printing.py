"""How commands speak: sentences for a person, or one JSON document for a program."""

import json
import sys
from collections.abc import Iterable
from typing import Any


class CannotRun(RuntimeError):
    """The command cannot do its work here; the sentence says what to do."""


class Printer:
    """Progress goes to the screen; with `--json` it goes to the error stream and only the result is printed."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def line(self, text: str = "") -> None:
        """A sentence about what is going on."""
        print(text, file=sys.stderr if self.as_json else sys.stdout, flush=True)

    def result(self, values: dict[str, Any] | list[Any], *, sentences: Iterable[str] = ()) -> None:
        """The answer: as JSON if that was asked for, else as sentences (progress was printed as lines)."""
        if self.as_json:
            print(json.dumps(values, ensure_ascii=False, default=str, indent=2), flush=True)
        else:
            for sentence in sentences:
                print(sentence, flush=True)

    def refusal(self, text: str) -> None:
        """Why nothing was done."""
        print(text, file=sys.stderr, flush=True)
        self.result({"refused": text})
