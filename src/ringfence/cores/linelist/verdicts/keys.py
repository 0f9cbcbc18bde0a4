"""Keys under which the same person is found again: equal keys, suspected same person."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from pypinyin import lazy_pinyin

from ringfence.cores.linelist.texts import fold, has_chinese
from ringfence.cores.linelist.values.person import Age


class KeyKind(NamedTuple):
    """A kind of key and how much it alone says (1: the same person; 0: nothing)."""

    name: str
    score: float


CASE = KeyKind("case", 1.0)
IDENTITY = KeyKind("id", 1.0)
PHONE_NAME = KeyKind("phone-name", 0.9)
NAME_BIRTH = KeyKind("name-birth", 0.8)
NAME_AGE_AREA = KeyKind("name-age-area", 0.6)
ROW = KeyKind("row", 1.0)  # a row by which nobody can be found (only a name, for example): by what it says
KINDS = {kind.name: kind for kind in (CASE, IDENTITY, PHONE_NAME, NAME_BIRTH, NAME_AGE_AREA, ROW)}


def case_key(case_id: str) -> str:
    """The key of a case ID: TJ14, tj 14 and ＴＪ１４ are one."""
    return CASE.name + ":" + re.sub(r"\s+", "", fold(case_id))


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """A name by its sound: 陈某, Chen Mou and chén mǒu are one. Latin names keep their order of words."""
    spoken = "".join(lazy_pinyin(name)) if has_chinese(name) else name
    return re.sub(r"[^a-z0-9]+", "", fold(spoken))


def area_key(area: str) -> str:
    """A code by its county (six digits), a name without spaces."""
    bare = re.sub(r"\s+", "", fold(area))
    return bare[:6] if bare.isdecimal() else bare


def person_keys(
    *,
    name: str | None = None,
    id_number: str | None = None,
    phone: str | None = None,
    birth_date: date | None = None,
    age: Age | None = None,
    area: str | None = None,
) -> tuple[str, ...]:
    """The keys of a person, the strongest first; to be stored with known persons and looked up for new rows."""
    keys = []
    sound = name_key(name) if name else ""
    if id_number:
        keys.append(f"{IDENTITY.name}:{id_number.upper()}")
    if phone and sound:
        digits = re.sub(r"\D", "", phone)
        keys.append(f"{PHONE_NAME.name}:{digits}|{sound}")
    if sound and birth_date:
        keys.append(f"{NAME_BIRTH.name}:{sound}|{birth_date.isoformat()}")
    if sound and age is not None and area:
        keys.append(f"{NAME_AGE_AREA.name}:{sound}|{age.whole_years}|{area_key(area)}")
    return tuple(keys)


def row_key(*, given: Mapping[str, Any], extra: Mapping[str, str], nth: int) -> str:
    """The key of what a row says; `nth` (from 1) tells rows of one file that say the same apart."""
    told = [sorted((name, str(value)) for name, value in part.items()) for part in (given, extra)]
    digest = sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
    return f"{ROW.name}:{digest[:40]}#{nth}"


def kind_of(key: str) -> KeyKind:
    return KINDS[key.split(":", 1)[0]]
