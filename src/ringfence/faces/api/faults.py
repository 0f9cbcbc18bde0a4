"""What is wrong with single inputs, in the caller's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ringfence.faces import wording
from ringfence.kernel import Reason, reason

REQUIRED = reason("This is required.")
NO_TEXT = reason("Write a text here.")
NO_NUMBER = reason("Write a number here.")
NO_INSTANT = reason("Write an instant with its offset from UTC, such as 2022-01-09T12:00:00+08:00.")
NO_DAY = reason("Write a day as 2022-01-09.")
NO_ID = reason("This is no identifier; copy it from an answer of this interface.")
NO_LIST = reason("Send a list here.")
NO_OBJECT = reason("Send an object with named values here.")
WRONG_FORM = reason("This does not have the form that is asked for here.")

BY_TYPE: dict[str, Reason] = {
    "missing": REQUIRED, "string_type": NO_TEXT, "string_unicode": NO_TEXT, "int_type": NO_NUMBER,
    "int_parsing": NO_NUMBER, "int_from_float": NO_NUMBER, "float_type": NO_NUMBER, "float_parsing": NO_NUMBER,
    "decimal_type": NO_NUMBER, "decimal_parsing": NO_NUMBER, "finite_number": NO_NUMBER,
    "bool_type": reason("Write true or false here."), "bool_parsing": reason("Write true or false here."),
    "datetime_type": NO_INSTANT, "datetime_parsing": NO_INSTANT, "datetime_from_date_parsing": NO_INSTANT,
    "datetime_object_invalid": NO_INSTANT, "timezone_aware": NO_INSTANT, "date_type": NO_DAY, "date_parsing": NO_DAY,
    "date_from_datetime_parsing": NO_DAY, "date_from_datetime_inexact": NO_DAY, "uuid_type": NO_ID,
    "uuid_parsing": NO_ID, "list_type": NO_LIST, "dict_type": NO_OBJECT, "model_type": NO_OBJECT,
    "model_attributes_type": NO_OBJECT, "string_pattern_mismatch": WRONG_FORM,
    "extra_forbidden": reason("There is no such input here."),
}  # fmt: skip


def by_field(errors: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Input -> what is wrong with it, from the checker's list."""
    found: dict[str, list[str]] = {}
    for fault in errors:
        place = [
            str(part)
            for part in fault.get("loc", ())
            if part not in ("body", "query", "path", "form", "file")
        ]
        name = ".".join(place[1:] if place[:1] in (["told"], ["wanted"], ["at"]) else place)
        found.setdefault(name or "body", []).append(wording.say(_sentence(fault)))
    return found


def _sentence(fault: Mapping[str, Any]) -> Reason:
    limits = fault.get("ctx") or {}
    match fault.get("type"):
        case "literal_error" | "enum":
            return reason(
                "Choose one of: {choices}.", choices=str(limits.get("expected", "")).replace(" or ", ", ")
            )
        case "string_too_long":
            return reason("At most {most} characters fit here.", most=limits["max_length"])
        case "string_too_short":
            return reason("At least {least} characters are needed here.", least=limits["min_length"])
        case "too_long":
            return reason("At most {most} may be sent at once.", most=limits["max_length"])
        case "too_short":
            return reason("At least {least} are needed.", least=limits["min_length"])
        case "greater_than_equal":
            return reason("This must be at least {least}.", least=str(limits["ge"]))
        case "less_than_equal":
            return reason("This must be at most {most}.", most=str(limits["le"]))
        case kind:
            return BY_TYPE.get(str(kind), reason("This value cannot be used here."))
