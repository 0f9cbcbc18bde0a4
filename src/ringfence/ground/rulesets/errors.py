"""What is said about a rule-set file that cannot be read."""

from __future__ import annotations

from typing import Any

from ringfence.kernel import Reason, Refused, reason


class RulesetError(Refused):
    """A rule-set file is wrong; the sentence names the file, the path inside it and what to do."""


def wanted(hint: Any, value: str) -> Reason:
    """Which kind of value belongs here."""
    return {
        int: reason("{value} does not fit here. Write a whole number.", value=value),
        float: reason("{value} does not fit here. Write a number.", value=value),
        bool: reason("{value} does not fit here. Write true or false.", value=value),
        str: reason("{value} does not fit here. Write a text in quotation marks.", value=value),
    }[hint]
