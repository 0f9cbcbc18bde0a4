"""Every address that answers to GET, opened once by somebody who may see everything, in a city where every value is unique."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from scripts.addresses import addresses

from ringfence.ground.access.models import User
from ringfence.ground.audit.models import AuditEntry
from ringfence.registry.people.models import Identity, Person
from tests.api.world import World
from tests.faces.web.quarantined import signed_in
from tests.identities import rename

FIELDS = ("name", "id_number", "phone", "address", "workplace", "occupation", "guardian")
PART = re.compile(r"<(?:\w+:)?(\w+)>")
WORDS = {"outbreak_slug": "xinxiang", "outbreak": "xinxiang", "what": "line-list", "kind": "csv", "block": "ONSET",
         "milestone": "CASE_REPORT"}  # fmt: skip
ASKED = {
    "people": "q={name}",
    "cases/new/people": "q={name}&name={name}",
    "cases": "",
    "identity-number": "id_number={id_number}",
}


@dataclass
class Opened:
    """One address, what stood in its answer about whom, and what was recorded of that."""

    path: str
    page: str
    shown: dict[Any, set[str]]
    recorded: set[Any] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    looks: list[AuditEntry] = field(default_factory=list)

    @property
    def fields_shown(self) -> set[str]:
        return set().union(*self.shown.values())


def make_unique() -> None:
    """No two people share a value, and no value stands anywhere by chance."""
    for number, identity in enumerate(Identity.objects.order_by("person_id"), 1):
        words = {name: f"{name[:2].upper()}zq{number:03}qz" for name in FIELDS}
        words |= {"phone": f"1999000{number:04}", "id_number": f"41070219{number:010}"}
        rename(identity.person_id, **words)


def everything(world: World) -> Iterator[Opened]:
    """Open all of it."""
    people = list(Person.objects.select_related("identity"))
    values = {one.id: {name: getattr(one.identity, name) for name in FIELDS} for one in people}
    first = values[world.ids["person_id"]]
    client = signed_in(User.objects.get(username="api-everybody"))
    for path in paths(world, first):
        before = AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
        answer = client.get(path)
        if answer.status_code != 200:
            yield Opened(path, f"{answer.status_code}", {})
            continue
        body = text_of(answer)
        shown = {who: {name for name, value in told.items() if value in body} for who, told in values.items()}
        looks = list(AuditEntry.objects.filter(id__gt=before, kind="LOOK"))
        yield Opened(
            path, looks[0].page if looks else "", {who: names for who, names in shown.items() if names},
            {who for look in looks for who in look.persons}, {name for look in looks for name in look.fields}, looks,
        )  # fmt: skip


def paths(world: World, person: dict[str, str]) -> Iterator[str]:
    given = {**WORDS, **{name: str(value) for name, value in world.ids.items()}}
    for address in addresses():
        method, _, pattern = address.pattern.rpartition(" ")
        inside = "<slug:outbreak_slug>" in pattern or "<outbreak>" in pattern
        if not inside or method not in ("", "GET") or pattern.endswith("live/"):
            continue
        missing = [name for name in PART.findall(pattern) if name not in given]
        if missing:
            continue
        path = "/" + PART.sub(lambda part: given[part[1]], pattern)
        asked = next((told for end, told in ASKED.items() if path.rstrip("/").endswith(end)), "")
        yield f"{path}?{asked.format(**person)}" if asked else path


def text_of(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode("utf-8", "replace")
    return json.dumps(json.loads(text), ensure_ascii=False) if text[:1] in "[{" else text
