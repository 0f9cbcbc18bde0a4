"""What the files of a store tell without loading the engine."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

FIRST_DAY = date(1970, 1, 1)  # days of the store are counted from here


def has_days_before(*, slug: str, day: date) -> bool:
    """Whether the store of an outbreak holds a day that is earlier. No store, no days."""
    return any(int(one) < (day - FIRST_DAY).days for one in _manifest(slug).get("days", ()))


def destroyed(*, slug: str) -> list[dict[str, str]]:
    """Every day that the store of an outbreak destroyed: `day`, `key` (its fingerprint), `clear` where it was not sealed."""
    return [
        {"day": (FIRST_DAY + timedelta(days=one["day"])).isoformat(), "key": one["key"]}
        | ({"clear": "yes"} if one["clear"] else {})
        for one in _manifest(slug).get("gone", ())
    ]


def is_sealed(*, slug: str) -> bool:
    """Whether every archive of the store of an outbreak is sealed. No store: nothing is in the clear."""
    return all(one.get("key") for segments in _manifest(slug).get("days", {}).values() for one in segments)


def batches(*, slug: str) -> list[str]:
    """The names of the batches that the store of an outbreak holds, in the order in which they came."""
    return list(_manifest(slug).get("batches", ()))


def _manifest(slug: str) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(
            (Path(settings.MOVEMENT_HOME) / slug / "manifest.json").read_text(encoding="utf-8")
        )
    except FileNotFoundError:
        return {}
    return told
