"""What a deed changed, as a reader reads it: names of fields, words for codes, days in their form, names for ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Protocol
from uuid import UUID

from django.apps import apps
from django.db.models import Field
from django.utils.translation import gettext

from ringfence.care.quarantine import queries as quarantine
from ringfence.faces import wording
from ringfence.field.testing import queries as testing
from ringfence.ground.access import queries as access
from ringfence.measures.orders import queries as orders
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.registry.places import queries as places
from ringfence.tracing.cases import queries as cases

from .change_words import FIELDS, VALUES

_DAY = re.compile(r"^\d{4}-\d\d-\d\d$")
_INSTANT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d")
_ID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
_FINGERPRINT = re.compile(r"^[0-9a-f]{40,}$")
_AREAS = frozenset({"area", "area_code"})


class Deed(Protocol):
    """One entry of the record."""

    subject_type: str
    subject_id: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One field: its raw key, its name, and both values in words ("" where there is none)."""

    key: str
    label: str
    before: str
    after: str


@dataclass(slots=True)
class Reading:
    """The names that a page of deeds needs, looked up together."""

    names: dict[str, str] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, deeds: Sequence[Deed]) -> Reading:
        values = {str(one) for deed in deeds for one in _values(deed)}
        ids = [UUID(one) for one in values if _ID.match(one)]
        areas = {
            str(told[key])
            for deed in deeds
            for told in (deed.before, deed.after)
            for key in _AREAS & told.keys()
        }
        return cls(_names(ids), {code: _name(place) for code, place in places.names(codes=areas).items()})

    def changes(self, deed: Deed) -> list[Change]:
        """Field by field, in the order in which they were recorded."""
        return [
            Change(key, label_of(key), self._said(deed, key, deed.before), self._said(deed, key, deed.after))
            for key in dict.fromkeys((*deed.before, *deed.after))
        ]

    def subject(self, deed: Deed) -> str:
        """The number or name of what the deed was about; the end of its id where it has none that may be shown."""
        return self.names.get(deed.subject_id) or _short(deed.subject_id)

    def _said(self, deed: Deed, key: str, told: Mapping[str, Any]) -> str:
        return self._value(deed.subject_type, key, told[key]) if key in told else ""

    def _value(self, subject: str, key: str, value: Any) -> str:
        if value in (None, "", [], {}):
            return "–"
        if isinstance(value, bool):
            return gettext("Yes") if value else gettext("No")
        if isinstance(value, Mapping):
            return (
                wording.say(dict(value))
                if value.keys() == {"text", "values"}
                else self._pairs(subject, key, value)
            )
        if isinstance(value, list | tuple):
            return ("、" if wording.is_chinese() else ", ").join(
                self._value(subject, key, one) for one in value
            )
        return self._text(subject, key, str(value))

    def _pairs(self, subject: str, key: str, value: Mapping[str, Any]) -> str:
        parts = [f"{wording.word(name)}: {self._value(subject, key, one)}" for name, one in value.items()]
        return "; ".join(parts)

    def _text(self, subject: str, key: str, text: str) -> str:
        if _ID.match(text):
            return self.names.get(text) or _short(text)
        if _DAY.match(text):
            return wording.day(date.fromisoformat(text), with_year=True)
        if _INSTANT.match(text):
            return wording.instant(datetime.fromisoformat(text), with_year=True)
        if key in _AREAS:
            return self.areas.get(text, text)
        if key in ("fields", "field"):
            return label_of(text.lower()) if text.lower() in FIELDS else wording.word(text)
        if _FINGERPRINT.match(text):
            return f"{text[:12]}…"
        return str(_choice(subject, key, text) or VALUES.get(text) or wording.word(text))


def label_of(key: str) -> str:
    """The name of a recorded field in the reader's language."""
    return str(FIELDS.get(key, key))


def _values(deed: Deed) -> Iterator[Any]:
    yield deed.subject_id
    for told in (deed.before, deed.after):
        for value in told.values():
            yield from value if isinstance(value, list | tuple) else (value,)


def _short(text: str) -> str:
    return f"…{text[-6:]}" if _ID.match(text) else text


def _name(thing: Any) -> str:
    english = "" if wording.is_chinese() else getattr(thing, "name_en", "")
    return str(english or thing.name)


def _names(ids: Sequence[UUID]) -> dict[str, str]:
    """Numbers of cases, orders and samples, names of staff, sites and outbreaks. Nobody else has a name here."""
    if not ids:
        return {}
    found = cases.numbers_by_id(case_ids=ids) | orders.numbers_by_id(order_ids=ids)
    found |= testing.codes_by_id(sample_ids=ids) | quarantine.names_by_id(ids=ids)
    found |= {key: str(one) for key, one in access.users_by_id(ids=ids).items()}
    found |= {key: _name(one) for key, one in outbreaks.with_ids(ids=ids).items()}
    return {str(key): name for key, name in found.items()}


@lru_cache(maxsize=2000)
def _choice(subject: str, key: str, text: str) -> Any:
    """The word of a field with choices: of the subject's own table, else of any table whose field knows the text."""
    tables = sorted(apps.get_models(), key=lambda one: one._meta.model_name != subject)
    for table in tables:
        for one in _fields(table._meta.get_fields()):
            if one.name == key and (word := dict(one.flatchoices or ()).get(text)):
                return word
    return None


def _fields(found: Iterable[Any]) -> Iterator[Field[Any, Any]]:
    return (one for one in found if isinstance(one, Field))
