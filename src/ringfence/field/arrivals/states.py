"""The life of an arrival and of an offer. None of these states restricts anybody."""

from __future__ import annotations

ARRIVAL_TRANSITIONS: dict[str, frozenset[str]] = {
    "EXPECTED": frozenset({"ARRIVED", "NOT_COME"}),
    "ARRIVED": frozenset({"NOT_COME"}),
    "NOT_COME": frozenset({"ARRIVED"}),
}
ARRIVAL_OWNERS: dict[str, str] = {"EXPECTED": "GRID_WORKER", "ARRIVED": "NOBODY", "NOT_COME": "NOBODY"}

OFFER_TRANSITIONS: dict[str, frozenset[str]] = {
    "OPEN": frozenset({"ACCEPTED", "DECLINED", "NOT_REACHED"}),
    "NOT_REACHED": frozenset({"ACCEPTED", "DECLINED", "NOT_REACHED"}),
    "ACCEPTED": frozenset(),
    "DECLINED": frozenset(),
}
OFFER_OWNERS: dict[str, str] = {
    "OPEN": "GRID_WORKER", "NOT_REACHED": "GRID_WORKER", "ACCEPTED": "NOBODY", "DECLINED": "NOBODY",
}  # fmt: skip
