"""What a separating test is, in words, and weights in percent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ringfence.faces import wording

MOST_TRIALS, MOST_CANDIDATES, MOST_CASES = 4, 5, 50


def trials(told: Mapping[str, Any], names: Mapping[str, tuple[str, str]]) -> list[dict[str, Any]]:
    """The tests between the two likeliest places."""
    return [
        one | {"words": words(one, at=names.get(one["at"], (one["at"], ""))[0]), "percent": 100 * one["bits"]}
        for one in told["separating_tests"][:MOST_TRIALS]
    ]


def infectors(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each case with its candidates; "unknown" is always shown."""
    return [
        {"case_number": row["case_number"], "candidates": _shown(row["candidates"]),
         "words": words(row["separating_test"], at=row["separating_test"]["at"]) if row["separating_test"] else ""}
        for row in told["infectors"][:MOST_CASES]
    ]  # fmt: skip


def _shown(candidates: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = candidates[:MOST_CANDIDATES]
    kept += [one for one in candidates[MOST_CANDIDATES:] if one["case_number"] is None]
    return [one | {"percent": 100 * one["weight"]} for one in kept]


def words(trial: Mapping[str, Any], *, at: str) -> str:
    """What to do."""
    told = {"at": at, "people": trial["people"], "day": wording.day(trial["day"]) if trial["day"] else ""}
    sentences = {
        "ASK_MEMBERS": _("Ask the {people} cases without a record there whether they were at {at} on {day}"),
        "TEST_VISITORS": _("Offer a test to the {people} others who were at {at} on {day}"),
        "SEQUENCE": _("Compare the genomes of this case and of {at} (and of the other candidate)"),
        "ASK_CASE": _("Ask the case again whether it met {at}"),
    }
    return sentences[trial["kind"]].format(**told)
