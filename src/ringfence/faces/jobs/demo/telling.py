"""How the demo tells: one sentence a step, with the time it took; the first deviation ends it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from ..printing import CannotRun, Printer


class Deviation(CannotRun):
    """Something went otherwise than the story says; the sentence tells what."""


@dataclass
class Telling:
    """What was told so far."""

    say: Printer
    steps: list[dict[str, Any]] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)
    _chapter: str = field(default="", init=False)
    _last: float = field(default_factory=time.monotonic, init=False)

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return round(time.monotonic() - self.began, 2)

    def chapter(self, title: str) -> None:
        """A new part of the story begins."""
        self._chapter = title
        self.say.line(f"\n{title}")

    def step(self, sentence: str) -> None:
        """This was done and came out as it should."""
        now = time.monotonic()
        took, self._last = round(now - self._last, 2), now
        self.steps.append(
            {"chapter": self._chapter, "step": sentence, "at_seconds": self.seconds, "seconds": took}
        )
        self.say.line(f"  {self.seconds:6.1f} s  {sentence}")


def expect(*, that: bool, otherwise: str) -> None:
    """The story goes on only if this holds."""
    if not that:
        raise Deviation(otherwise)


def expect_same(*, what: str, found: Any, wanted: Any) -> None:
    """The story goes on only if this is what was wanted."""
    expect(that=found == wanted, otherwise=f"{what}: wanted {wanted}, found {found}.")
