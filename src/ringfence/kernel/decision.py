"""What a rule answers: yes or no, always with reasons a citizen can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .reasons import Reason


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer of a rule. `reasons` is never empty."""

    allowed: bool
    reasons: tuple[Reason, ...]

    def or_refuse(self) -> Decision:
        """Return itself when allowed; raise `Refused` with the reasons when not."""
        if not self.allowed:
            raise Refused(*self.reasons)
        return self


def allow(*reasons: Reason) -> Decision:
    return Decision(True, reasons)


def refuse(*reasons: Reason) -> Decision:
    return Decision(False, reasons)


class Expected(Exception):  # noqa: N818 - an expected answer, not a defect
    """An anticipated answer to the user; anything else that is raised is a defect."""

    def __init__(self, *reasons: Reason, fields: dict[str, Sequence[Reason]] | None = None) -> None:
        self.reasons = reasons
        self.fields = fields or {}
        super().__init__(" ".join(str(reason) for reason in reasons))


class Refused(Expected):
    """A rule said no. `fields` names the inputs that the sentences are about."""


class NotPermitted(Expected):
    """This person may not do or see this."""


class NotFound(Expected):
    """There is no such thing, or this person may not know that there is."""
