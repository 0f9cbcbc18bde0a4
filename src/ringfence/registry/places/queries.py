"""Finding places."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ringfence.kernel import NotFound, reason

from .models import Place


def place(*, code: str) -> Place:
    try:
        return Place.objects.select_related("parent").get(code=code)
    except Place.DoesNotExist:
        raise NotFound(reason("There is no place with the code {code}.", code=code)) from None


def exists(*, code: str) -> bool:
    return Place.objects.filter(code=code).exists()


def within(*, code: str, kind: str | None = None) -> QuerySet[Place]:
    """The place and everything below it."""
    found = Place.objects.filter(code__startswith=code)
    return found.filter(kind=kind) if kind else found


def counties(*, city_code: str) -> QuerySet[Place]:
    """The units of county level: legal counties and management areas."""
    return within(code=city_code).filter(kind__in=[Place.Kind.COUNTY, Place.Kind.MANAGEMENT_AREA])


def children(*, code: str) -> QuerySet[Place]:
    return Place.objects.filter(parent_id=code)


def search(*, text: str, within_code: str = "", limit: int = 20) -> list[Place]:
    """Places whose name, pinyin, initials or code begin with the text; larger units first."""
    wanted = text.strip().lower()
    if not wanted:
        return []
    matching = (
        Q(name__startswith=wanted) | Q(pinyin__startswith=wanted.replace(" ", ""))
        | Q(initials__startswith=wanted) | Q(code__startswith=wanted) | Q(name_en__istartswith=wanted)
    )  # fmt: skip
    found = Place.objects.filter(matching, code__startswith=within_code).select_related("parent")
    return sorted(found[: limit * 3], key=lambda one: (len(one.code), one.code))[:limit]


def by_name(*, name: str, within_code: str) -> Place | None:
    """The one place with this name below `within_code`; None when there is none or more than one."""
    found = list(
        Place.objects.filter(Q(name=name) | Q(name_en__iexact=name), code__startswith=within_code)[:2]
    )
    return found[0] if len(found) == 1 else None


def names_within(*, code: str) -> list[str]:
    """The names of the place and of everything below it, as a text may mention them."""
    return list(Place.objects.filter(code__startswith=code).values_list("name", flat=True))


def path(*, code: str) -> list[Place]:
    """The place with everything above it, from the city down."""
    ancestors = [code[:size] for size in (2, 4, 6, 9, 12) if size <= len(code)]
    return list(Place.objects.filter(code__in=ancestors).order_by("code"))


def names(*, codes: set[str]) -> dict[str, Place]:
    """Many places at once, by code."""
    return Place.objects.in_bulk(list(codes))
