"""No column with words about people is forgotten to be forgotten: each is told in a room's `personal.py`, or named here."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from django.apps import apps
from django.db import models

from ringfence.ground.retention.holdings import Emptied, Rows, Sealed, Sentences, Words
from ringfence.response import forgetting

SHORT = 40  # letters: a code or a number, no sentence
STAFF = ("by_name", "driver_name")  # who did it; staff, not the person
KEPT = {
    "testing.Sample.reagent": "the product, not the person",
    "contacts.Contact.proposed_reasons": "the rule that spoke",
    "orders.Stage.tests": "days of tests",
    "movement.Search.days_without": "days",
    "movement.Search.digest": "a hash",
    "movement.Lead.sources": "kinds of records",
    "movement.Lead.place_code": "a place's number",
    "movement.Lead.token": "a keyed hash; it leads nowhere once the number's own row is gone",
    "movement.VisitedPlace.place_code": "a place's number",
    "movement.Search.harm": "numbers of people",
    "citizens.Visit.token_hash": "goes with its code",
}


@cache
def leads_to_a_person(model: type[models.Model]) -> bool:
    """By a foreign key, or by the foreign key of a row that it belongs to."""
    ways = [
        field.related_model for field in model._meta.concrete_fields if field.is_relation and not field.null
    ]
    return any(
        way._meta.label == "people.Person" or (way is not model and leads_to_a_person(way)) for way in ways
    )


def columns() -> Iterator[str]:
    for model in apps.get_models():
        if model.__module__.startswith("ringfence.") and leads_to_a_person(model):
            for field in model._meta.concrete_fields:
                if _holds_words(field):
                    yield f"{model._meta.label}.{field.name}"


def _holds_words(field: models.Field) -> bool:  # type: ignore[type-arg]
    if field.choices or field.name.endswith(STAFF):
        return False
    if isinstance(field, models.CharField):
        return (field.max_length or 0) > SHORT
    return isinstance(field, models.TextField | models.JSONField | models.BinaryField)


def told() -> set[str]:
    found = set()
    for one in forgetting.holdings():
        names = one.columns if isinstance(one, Words | Sealed | Emptied | Sentences) else ()
        names += one.apart if isinstance(one, Words) else ()
        found |= {f"{one.model._meta.label}.{name}" for name in names}
        if isinstance(one, Rows):
            found |= {f"{one.model._meta.label}.{field.name}" for field in one.model._meta.concrete_fields}
    return found


def test_there_is_something_to_look_at() -> None:
    assert len(list(columns())) > 30


@pytest.mark.parametrize("column", sorted(columns()))
def test_a_column_with_words_is_told_or_named(column: str) -> None:
    assert column in told() or column in KEPT, (
        f"{column}: tell it in the room's personal.py, or say here why it stays"
    )


def test_nothing_is_named_twice_or_for_nothing() -> None:
    assert not set(KEPT) & told()
    assert set(KEPT) <= set(columns())
