"""Names of people as this reader may see them: in full where they may read persons, else the first letter."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from ringfence.ground.access import Actor, Permission, visible_areas
from ringfence.registry.people.rules import masked_name


class Names:
    """One a request; asks once in which areas the reader may read persons."""

    def __init__(self, by: Actor) -> None:
        self._by = by

    @cached_property
    def _areas(self) -> tuple[str, ...]:
        return tuple(visible_areas(self._by, Permission.PERSON_READ))

    @cached_property
    def _areas_of_contacts(self) -> tuple[str, ...]:
        return tuple(visible_areas(self._by, Permission.CONTACT_WRITE))

    def may_read(self, person: Any, *, of_case: Any = None) -> bool:
        """May this reader know who the person is? Who names the contacts of a case knows them, wherever they live."""
        if self._areas_of_contacts and of_case and of_case.area_id.startswith(self._areas_of_contacts):
            return True
        return bool(self._areas) and person.area_id.startswith(self._areas)

    def of(self, person: Any, *, of_case: Any = None) -> str:
        """The name of a person whose identity was loaded with them; `of_case`: a case that they are a contact of."""
        name = str(person.identity.name)
        return name if self.may_read(person, of_case=of_case) else masked_name(name)


def names_of(request: Any) -> Names:
    """The names of this request's reader."""
    if not hasattr(request, "person_names"):
        request.person_names = Names(request.user)
    return request.person_names  # type: ignore[no-any-return]
