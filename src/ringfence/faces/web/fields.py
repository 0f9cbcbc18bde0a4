"""Inputs that several desks ask with."""

from __future__ import annotations

from typing import Any

from django import forms

from ringfence.kernel import CITY_ZONE


class CityDateTime(forms.DateTimeField):
    """A time typed in the city's time; the value is an instant."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **options)

    def to_python(self, value: Any) -> Any:
        instant = super().to_python(value)
        return instant.replace(tzinfo=CITY_ZONE) if instant is not None else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Seconds are not asked for, so they do not count as changed."""
        try:
            told = self.to_python(data)
        except forms.ValidationError:
            return True
        return bool(told != (initial.replace(second=0, microsecond=0) if initial else None))

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(CITY_ZONE).replace(tzinfo=None) if hasattr(value, "astimezone") else value


class Day(forms.DateField):
    """A day, typed or picked."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
