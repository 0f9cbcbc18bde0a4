"""Looking through what the vault keeps of travellers: does everything open?"""

from __future__ import annotations

from uuid import UUID

from ringfence.registry.identities import queries as identities
from ringfence.registry.identities.queries import NotGenuine, OpenKey, Owner
from ringfence.registry.people.checking import NO_KEY, NO_PERSON, NOT_GENUINE, WRONG_KEY, Checked

from .models import Traveller
from .sealing import FIELDS

AT_ONCE = 500


def check(*, found: Checked) -> None:
    """Open every traveller's words once and note beside the people what was found. Refused: no key file, or not the right one."""
    last = UUID(int=0)
    while part := list(Traveller.objects.filter(arrival_id__gt=last).order_by("arrival_id")[:AT_ONCE]):
        _check_some(part, found)
        last = part[-1].arrival_id
    known = Traveller.objects.values("arrival_id")
    for arrival_id in identities.keys_of_nobody(known=known, of=Owner.TRAVELLER):
        found.fault(NO_PERSON, arrival_id)


def _check_some(part: list[Traveller], found: Checked) -> None:
    keys, wrong = identities.openable(person_ids=[one.arrival_id for one in part], of=Owner.TRAVELLER)
    for one in part:
        found.travellers += 1
        if one.arrival_id in wrong:
            found.fault(WRONG_KEY, one.arrival_id)
        else:
            _open(one, keys.get(one.arrival_id), found)


def _open(one: Traveller, key: OpenKey | None, found: Checked) -> None:
    for field in FIELDS:
        sealed = bytes(getattr(one, f"sealed_{field}"))
        if not sealed:
            continue
        found.words += 1
        if key is None:
            found.fault(NO_KEY, one.arrival_id, field)
            return
        try:
            key.open(field, sealed)
        except NotGenuine:
            found.fault(NOT_GENUINE, one.arrival_id, field)
