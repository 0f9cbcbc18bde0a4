"""Countdowns and relative times: the table that the browser's copy is held to as well."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from ringfence.faces.web import durations

NOW = datetime(2022, 1, 20, 1, 41, tzinfo=UTC)
TABLE: dict[str, list[dict[str, Any]]] = json.loads(
    Path(__file__).with_name("durations.json").read_text("utf-8")
)


@pytest.mark.parametrize("row", TABLE["countdown"])
def test_a_countdown_turns_yellow_and_orange_and_then_counts_the_overtime(row: dict[str, Any]) -> None:
    due_at = NOW + timedelta(seconds=row["seconds"])
    started_at = due_at - timedelta(seconds=row["whole"]) if row["whole"] else None
    with translation.override("en"):
        left = durations.countdown(due_at=due_at, started_at=started_at, now=NOW)
    assert (left.text, left.tone, left.is_over) == (row["text"], row["tone"], row["over"])


@pytest.mark.parametrize("row", TABLE["ago"])
def test_how_long_ago(row: dict[str, Any]) -> None:
    with translation.override("en"):
        assert durations.ago(then=NOW - timedelta(seconds=row["seconds"]), now=NOW) == row["text"]
