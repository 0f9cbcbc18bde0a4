"""The authorisation of a search as a file: one JSON object a case, written by whoever keeps the approvals."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ringfence.kernel import CITY_ZONE, Refused, reason

from .authorisation import AuthorisedCase, Purpose

TEXTS = ("case_id", "approval", "requested_by", "approved_by")
INSTANTS = ("from_at", "to_at", "expires_at")


def read_authorisation(file: Path) -> list[AuthorisedCase]:
    """The cases of the file. Raises `Refused` with the first fault; whether they may be searched is decided later."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Refused(reason("{file} is no authorisation: it must be JSON with the case, its window, purpose and approval.", file=file.name)) from None  # fmt: skip
    cases = told if isinstance(told, list) else [told]
    return [_case(one, file.name) for one in cases]


def _case(told: Any, file: str) -> AuthorisedCase:
    if not isinstance(told, Mapping):
        raise Refused(reason("{file} is no authorisation: it must be JSON with the case, its window, purpose and approval.", file=file))  # fmt: skip
    missing = [name for name in (*TEXTS, *INSTANTS, "person", "purpose") if told.get(name) in (None, "")]
    if missing:
        raise Refused(
            reason("The authorisation lacks {names}. Nothing was searched.", names=", ".join(missing))
        )
    if isinstance(told["person"], bool) or not isinstance(told["person"], int):
        raise Refused(reason("The authorisation names one person by a number of the registry; a list of people cannot be searched."))  # fmt: skip
    if told["purpose"] not in set(Purpose):
        raise Refused(
            reason("Records may be searched for these purposes: {purposes}.", purposes=", ".join(Purpose))
        )
    try:
        instants = {name: _instant(str(told[name])) for name in INSTANTS}
        onset = date.fromisoformat(told["onset_date"]) if told.get("onset_date") else None
    except (ValueError, TypeError):
        raise Refused(reason("The times of an authorisation are written as 2022-01-09 08:30, the onset as 2022-01-09.")) from None  # fmt: skip
    given: dict[str, Any] = {name: str(told[name]) for name in TEXTS} | instants
    return AuthorisedCase(person=told["person"], purpose=Purpose(told["purpose"]), onset_date=onset, **given)


def _instant(word: str) -> datetime:
    found = datetime.fromisoformat(word)
    return found if found.tzinfo else found.replace(tzinfo=CITY_ZONE)
