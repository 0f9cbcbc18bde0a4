"""A value as somebody types it into a page, read as the kind of value that its parameter holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import is_dataclass
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

from .build import without_none
from .parameters import RuleSet
from .paths import steps

NONE = ("none", "-", "—", "无", "不设")
EMPTY = ("(empty)", "[]", "空")
YES, NO = ("yes", "true", "是"), ("no", "false", "否")
BETWEEN = re.compile(r"[,，、;；\s]+")


def kind_of(parameter: str) -> Any:
    """The kind of value at this path, such as `int` or `tuple[int, ...]`; None where there is nothing."""
    hint: Any = RuleSet
    try:
        for step in steps(parameter):
            hint = _inside(hint, step)
    except (KeyError, IndexError, ValueError):
        return None
    return without_none(hint)[0]


def read(parameter: str, text: str) -> Any:
    """What the text means for this parameter. What does not fit stays a text, and is refused with a sentence later."""
    told, kind = text.strip(), kind_of(parameter)
    if get_origin(kind) is tuple:
        parts = [] if told.lower() in (*NONE, *EMPTY) else [one for one in BETWEEN.split(told) if one]
        return tuple(_single(get_args(kind)[0], one) for one in parts)
    return None if told.lower() in NONE else _single(kind, told)


def _single(kind: Any, text: str) -> Any:
    if kind is bool and text.lower() in (*YES, *NO):
        return text.lower() in YES
    if kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            return text
    return text.upper() if isinstance(kind, type) and issubclass(kind, StrEnum) else text


def _inside(hint: Any, step: str | int) -> Any:
    plain = without_none(hint)[0]
    if isinstance(plain, type) and is_dataclass(plain):
        return get_type_hints(plain)[step]  # type: ignore[index]
    origin = get_origin(plain)
    if origin is not None and issubclass(origin, Mapping):
        return get_args(plain)[1]
    return get_args(plain)[0]
