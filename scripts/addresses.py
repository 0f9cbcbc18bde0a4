"""Every address of the product and what it asks of its caller, read from Django's address table."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

LIBRARIES = ("allauth.", "django.views.i18n", "django.views.static")  # their views guard themselves


@dataclass(frozen=True)
class Address:
    """One address. `needed` is None when nothing says who may call it."""

    pattern: str
    view: Any
    needed: str | None


def addresses() -> list[Address]:
    """All addresses, as the product serves them."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, before: str) -> Iterator[Address]:
    for one in resolver.url_patterns:
        pattern = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one, pattern)
        else:
            yield from _described(one, pattern)


def _described(one: URLPattern, pattern: str) -> Iterator[Address]:
    view = one.callback
    needed = getattr(view, "needs", None)
    operations = getattr(view, "operations", None)
    if operations is not None:  # an address of the API: one operation for each method
        for operation in operations:
            asked = getattr(operation.view_func, "needs", None)
            yield Address(
                f"{'/'.join(sorted(operation.methods))} {pattern}", operation.view_func, _text(asked)
            )
        return
    if needed is None and view.__module__.startswith(LIBRARIES):
        needed = "library"
    yield Address(pattern, view, _text(needed))


def _text(needed: object) -> str | None:
    return None if needed is None else str(getattr(needed, "value", needed))
