"""Entries as the ledger writes them. A column that is added later needs a new format, else old leaves no longer fit."""

from __future__ import annotations

import json
from typing import Any

from ringfence.cores.ledger.hashing import FORMAT, WITH_WORDS, canonical

_INSTANT = "to_char({} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
_ENTRY = {
    "id": "e.id", "kind": "e.kind", "at": _INSTANT.format("e.at"), "recorded_at": _INSTANT.format("e.recorded_at"),
    "by_id": "e.by_id::text", "by_name": "e.by_name", "organisation_id": "e.organisation_id::text",
    "action": "e.action", "subject_type": "e.subject_type", "subject_id": "e.subject_id",
    "outbreak_id": "e.outbreak_id::text", "persons": "e.persons::text[]", "fields": "e.fields::text[]",
    "purpose": "e.purpose", "page": "e.page", "via": "e.via", "address": "e.address",
}  # fmt: skip
_WORDS = ("reasons", "before", "after")
COLUMNS = ", ".join([*_ENTRY.values(), "e.words", "jsonb_build_array(e.reasons, e.before, e.after)::text"])
_NO_WORDS = "[[], {}, {}]"


def content(values: tuple[Any, ...]) -> bytes:
    """The canonical bytes of an entry that was read with `COLUMNS`."""
    told = dict(zip(_ENTRY, values, strict=False))
    commitment, words = values[-2:]
    reasons, before, after = ([], {}, {}) if words == _NO_WORDS else json.loads(words)
    format_: dict[str, Any] = {"v": WITH_WORDS, "words": commitment} if commitment else {"v": FORMAT}
    return canonical(told | format_ | {"reasons": reasons, "before": before, "after": after})
