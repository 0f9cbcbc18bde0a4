"""Passwords that anybody of the city would try first: its names, the product's, the outbreak's, with a year behind them.

OWASP ASVS 5.0, 6.1.2 and 6.2.11: a list of words of the context, refused in passwords.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ringfence.ground.access import queries as access
from ringfence.registry.outbreaks import queries as outbreaks
from ringfence.registry.people.names import pinyin_key
from ringfence.registry.places import queries as places

OWN_LETTERS = 6  # house decision: so many must be left when known words and digits are taken away
SHORTEST_WORD = 3
TRADE = ("ringfence", "outbreak", "epidemic", "health", "covid", "cdc", "hospital", "password", "yiqing", "fangkong", "jikong",
         "jiankang", "xinguan", "geli", "weijian", "yiyuan", "mima", "疫情", "防控", "疾控", "健康", "新冠", "隔离", "卫健", "医院",
         "密码")  # fmt: skip


class TheCitysOwnWords:
    """Refuses a password of which little is left without the words of the city and of this work."""

    def validate(self, password: str, user: Any = None) -> None:
        left = _close(password)
        for word in sorted({*_known(), *TRADE}, key=len, reverse=True):
            left = left.replace(word, "")
        if sum(not one.isdigit() for one in left) < OWN_LETTERS:
            raise ValidationError(self.get_help_text(), code="password_of_the_city")

    def get_help_text(self) -> str:
        return _(
            "A password made of the city's names, of the outbreak or of this work is tried first. Add words that nobody expects here."
        )


def _known() -> Iterator[str]:
    units = (*places.within(code="", kind="CITY"), *places.counties(city_code=""))
    named: Any
    for named in (*units, *outbreaks.every_outbreak(), *access.organisations(area_code="")):
        for name in (named.name, getattr(named, "name_en", ""), getattr(named, "slug", "")):
            yield from (one for one in _ways(name) if len(one) >= (SHORTEST_WORD if one.isascii() else 2))


def _ways(name: str) -> Iterator[str]:
    """As it is written and as it is typed, with and without the word for what it is (市, 县, 区)."""
    for one in (name, name[:-1]) if not name.isascii() else (name,):
        yield _close(one)
        yield pinyin_key(one)


def _close(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())
