"""What became of a cell: its value, and a remark or a fault in a sentence."""

from __future__ import annotations

from typing import NamedTuple

from ringfence.kernel import Reason


class Read(NamedTuple):
    """`value` is None when the cell says nothing. `keep` asks to keep the words as given beside the value."""

    value: object = None
    remark: Reason | None = None
    fault: Reason | None = None
    keep: bool = False


NOTHING = Read()


def refused(why: Reason) -> Read:
    return Read(fault=why)
