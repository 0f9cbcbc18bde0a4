"""Every test has an address of its own: workers are handed addresses, and of two tests at one only one would run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest


def insist_on_one_each(addresses: Iterable[str]) -> None:
    """Raises a usage error that names the addresses at which several tests stand."""
    shared = [f"{address} ({number})" for address, number in Counter(addresses).items() if number > 1]
    if shared:
        raise pytest.UsageError(
            f"Several tests share an address, and workers would run one of them: {', '.join(shared)}"
        )
