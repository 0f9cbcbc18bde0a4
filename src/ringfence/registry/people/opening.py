"""Whoever opens `person.identity` is on record: the relation itself notes it, so that no page can forget to."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.fields.related_descriptors import ReverseOneToOneDescriptor

from ringfence.ground.audit import looks


class _Opened(ReverseOneToOneDescriptor):  # type: ignore[type-arg]
    """`person.identity`, with a note of whose it is."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is not None:
            looks.note(instance.pk)
        return super().__get__(instance, cls)


class OneToOneOpened(models.OneToOneField):  # type: ignore[type-arg]
    """A one-to-one relation whose other side notes every opening. To the database it is the usual one."""

    related_accessor_class = _Opened

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.OneToOneField", args, kwargs
