"""What a room keeps of a person, and how it forgets it. Each room tells its own in `personal.py`.

Words are masked, so that what was counted stays countable and a reader sees that something was there; files and
lists are emptied; what only leads to a person is removed; a village becomes its township.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat, Left, Length, Right

from ringfence.ground import many_rows
from ringfence.ground.audit.words import GONE, masked

MASK = GONE
EMPTIED = ("code", "id_number")  # numbers: no mask in their place
TOWNSHIP_DIGITS = 9  # GB/T 2260 and GB/T 10114: province 2, city 4, county 6, township 9, village 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Columns with words about people: `person` is the way from the row to the person, such as `contact__person`."""

    model: type[models.Model]
    person: str
    columns: tuple[str, ...]
    apart: tuple[str, ...] = ()  # masked, but each by another mask, where no two rows may say the same

    def forget(self, person_ids: Collection[UUID]) -> int:
        """Returns how many rows lost words."""
        rows = self._still(person_ids)
        own = {name: _own_mask(name) for name in self.apart}
        return rows.update(**{name: _nothing(self.model, name) for name in self.columns}, **own)

    def left(self, person_ids: Collection[UUID]) -> int:
        """How many rows still say something."""
        return self._still(person_ids).count()

    def _still(self, person_ids: Collection[UUID]) -> QuerySet[Any]:
        says = Q(pk__in=[])
        for name in self.columns:
            says |= ~Q(**{f"{name}__in": _silent(self.model, name)})
        for name in self.apart:
            says |= ~Q(**{name: ""}) & ~Q(**{f"{name}__startswith": MASK})
        return self.model._default_manager.filter(says, **{f"{self.person}__in": person_ids})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows that are nothing but a way to a person."""

    model: type[models.Model]
    person: str

    def forget(self, person_ids: Collection[UUID]) -> int:
        return self._found(person_ids).delete()[1].get(self.model._meta.label, 0)

    def left(self, person_ids: Collection[UUID]) -> int:
        return self._found(person_ids).count()

    def _found(self, person_ids: Collection[UUID]) -> QuerySet[Any]:
        return self.model._default_manager.filter(**{f"{self.person}__in": person_ids})


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Where somebody lives, kept to the township."""

    model: type[models.Model]
    person: str

    def forget(self, person_ids: Collection[UUID]) -> int:
        return self._found(person_ids).update(area=Left("area_id", TOWNSHIP_DIGITS))

    def left(self, person_ids: Collection[UUID]) -> int:
        return self._found(person_ids).count()

    def _found(self, person_ids: Collection[UUID]) -> QuerySet[Any]:
        found = self.model._default_manager.filter(**{f"{self.person}__in": person_ids})
        longer: QuerySet[Any] = found.annotate(digits=Length("area_id")).filter(digits__gt=TOWNSHIP_DIGITS)
        return longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Emptied:
    """Columns that say nothing in words but lead to a person: each becomes what it is when nothing was told."""

    model: type[models.Model]
    person: str
    columns: tuple[str, ...]

    def forget(self, person_ids: Collection[UUID]) -> int:
        return self._still(person_ids).update(**{name: self._empty(name) for name in self.columns})

    def left(self, person_ids: Collection[UUID]) -> int:
        return self._still(person_ids).count()

    def _empty(self, name: str) -> Any:
        field: Any = self.model._meta.get_field(name)
        return field.get_default()

    def _still(self, person_ids: Collection[UUID]) -> QuerySet[Any]:
        says = Q(pk__in=[])
        for name in self.columns:
            empty = self._empty(name)
            says |= Q(**{f"{name}__isnull": False}) if empty is None else ~Q(**{name: empty})
        return self.model._default_manager.filter(says, **{f"{self.person}__in": person_ids})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """Columns with sealed words: the mask in their place, or nothing where a number stood (`emptied`)."""

    model: type[models.Model]
    person: str
    columns: tuple[str, ...]
    emptied: tuple[str, ...] = ()

    def forget(self, person_ids: Collection[UUID]) -> int:
        return self._still(person_ids).update(**{name: self._nothing(name) for name in self.columns})

    def left(self, person_ids: Collection[UUID]) -> int:
        return self._still(person_ids).count()

    def _nothing(self, name: str) -> Any:
        if name in self.emptied:
            return b""
        return Case(
            When(Q(**{name: b""}), then=Value(b"")),
            default=Value(MASK.encode()),
            output_field=models.BinaryField(),
        )

    def _still(self, person_ids: Collection[UUID]) -> QuerySet[Any]:
        says = Q(pk__in=[])
        for name in self.columns:
            says |= ~Q(**{f"{name}__in": [b""] if name in self.emptied else [b"", MASK.encode()]})
        return self.model._default_manager.filter(says, **{f"{self.person}__in": person_ids})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """Columns with a rule's sentences (`Reason.as_json`): what somebody typed into one becomes the mask, the rest stays to be counted."""

    model: type[models.Model]
    person: str
    columns: tuple[str, ...]

    def forget(self, person_ids: Collection[UUID]) -> int:
        rows = self._still(person_ids)
        for row in rows:
            for name in self.columns:
                setattr(row, name, masked(getattr(row, name)))
        return many_rows.update(rows=rows, fields=self.columns)

    def left(self, person_ids: Collection[UUID]) -> int:
        return len(self._still(person_ids))

    def _still(self, person_ids: Collection[UUID]) -> list[Any]:
        found = self.model._default_manager.filter(**{f"{self.person}__in": person_ids})
        return [
            row for row in found if any(masked(told := getattr(row, name)) != told for name in self.columns)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfTheResponse:
    """Columns in which staff wrote about nobody in particular: they go when the response has been over for long. `only` leaves out
    rows about a person, which go with that person."""

    model: type[models.Model]
    columns: tuple[str, ...]
    only: Q = Q()

    def forget(self, outbreak_id: UUID) -> int:
        """Returns how many rows lost words."""
        return self._still(outbreak_id).update(**{name: _nothing(self.model, name) for name in self.columns})

    def left(self, outbreak_id: UUID) -> int:
        """How many rows still say something."""
        return self._still(outbreak_id).count()

    def _still(self, outbreak_id: UUID) -> QuerySet[Any]:
        says = Q(pk__in=[])
        for name in self.columns:
            says |= ~Q(**{f"{name}__in": _silent(self.model, name)})
        return self.model._default_manager.filter(says, self.only, outbreak_id=outbreak_id)


Holding = Words | Rows | Area | Emptied | Sealed | Sentences


def _nothing(model: type[models.Model], name: str) -> Any:
    field = model._meta.get_field(name)
    if isinstance(field, models.JSONField | models.BinaryField):
        return field.get_default() if isinstance(field, models.JSONField) else b""
    if name in EMPTIED:
        return Value("")
    return Case(When(Q(**{name: ""}), then=Value("")), default=Value(MASK), output_field=models.TextField())


def _own_mask(name: str) -> Case:
    own = Concat(Value(f"{MASK} "), Right(Cast("id", models.TextField()), 6))
    return Case(When(Q(**{name: ""}), then=Value("")), default=own, output_field=models.TextField())


def _silent(model: type[models.Model], name: str) -> list[Any]:
    field = model._meta.get_field(name)
    if isinstance(field, models.JSONField):
        return [field.get_default()]
    return [b""] if isinstance(field, models.BinaryField) else ["", MASK]
