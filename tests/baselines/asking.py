"""Every address of the product, asked as anybody: patterns become addresses of the world's own things."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from scripts.addresses import addresses

from tests.api import documented
from tests.api.world import LIST, World

from .bodies import body_for

PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OWN_WORDS = {
    "block": "BASIC",
    "what": "line-list",
    "kind": "csv",
    "code": "DIRECT_REPORT",
    "pk": "1",
    "language": "en",
    "slug": "xinxiang",
    "number": "1",
}
SEARCHES = {  # a search answers when something is sought
    "api/v1/outbreaks/<outbreak>/people": "?q=room", "o/<slug:outbreak_slug>/people/": "?q=room",
    "api/v1/places": "?q=街", "api/v1/ledger/consistency": "?old_size=1",
}  # fmt: skip
FILES = ("api/v1/outbreaks/<outbreak>/imports",)  # operations that take a file
BY_HAND = {  # patterns of the library that are regular expressions
    r"accounts/^confirm-email/(?P<key>[-:\w]+)/$": "accounts/confirm-email/abc/",
    r"accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "accounts/password/reset/key/1-abc/",
    r"^accounts/(signup|email|confirm-email|password/reset|password/set|login/code)/": "accounts/signup/",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """An address by its pattern, and the method that it is asked with; of the API or a page."""

    pattern: str
    method: str
    needed: str

    @property
    def of_the_api(self) -> bool:
        return self.pattern.startswith("api/v1/")

    @property
    def operation(self) -> str:
        """As the document of the API names it."""
        return f"{self.method} /" + PLACE.sub(r"{\1}", self.pattern)

    def path(self, ids: dict[str, Any]) -> str:
        """The address of something that is there. A name that the world does not have is a fault of the world."""
        if self.pattern in BY_HAND:
            return f"/{BY_HAND[self.pattern]}"
        known = OWN_WORDS | {"outbreak_slug": "xinxiang"} | {name: str(value) for name, value in ids.items()}
        if self.pattern.endswith("/places/<code>") or self.pattern.endswith("<code>/children"):
            known["code"] = str(ids["code"])
        if "/milestones/" in self.pattern:
            known["code"] = OWN_WORDS["code"]
        if "/rule-out/told" in self.pattern:
            known["case_id"] = str(ids["ruled_out_case_id"])
        if "home_watch/stays/" in self.pattern:
            known["stay_id"] = str(ids.get("home_stay_id", ids["stay_id"]))
        if self.pattern.endswith(("/looked-after", "/looked/")):
            known["report_id"] = str(ids.get("handed_over_id", ids["report_id"]))
        unknown = [name for name in PLACE.findall(self.pattern) if name not in known]
        if unknown:
            raise LookupError(
                f"{self.pattern}: the tests have no {unknown[0]} yet; add one to tests/api/world.py"
            )
        return "/" + PLACE.sub(lambda found: known[found[1]], self.pattern) + SEARCHES.get(self.pattern, "")


@cache
def everything() -> tuple[Asked, ...]:
    """Every operation of the API, and every page with GET and with POST."""
    found: list[Asked] = []
    for one in addresses():
        method, _, pattern = one.pattern.partition(" ")
        if method in METHODS and pattern:
            found.append(Asked(pattern, method, str(one.needed)))
        else:
            found += [Asked(one.pattern, each, str(one.needed)) for each in ("GET", "POST")]
    return tuple(found)


@dataclass
class Asking:
    """Asks for addresses in a world as one of its readers; whatever is done is taken back.

    `broken` keeps, for each operation of the API that was asked, in which answers its document was broken.
    """

    world: World
    cookies: dict[str, Any] = field(default_factory=dict)
    broken: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Everybody is signed in beforehand: a sign-in that a request makes is taken back with it."""
        self._promised = frozenset(documented.operations())
        for user in get_user_model().objects.filter(username__startswith="api-"):
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            session = client.session
            session["outbreak"] = "xinxiang"  # as after the first page, so that not every page writes it
            session.save()
            self.cookies[user.username.removeprefix("api-").upper()] = client.cookies

    def __call__(self, asked: Asked, reader: str) -> Any:
        """The answer. `reader` is a name of the world's keys, or nothing for somebody who is not signed in."""
        with transaction.atomic():
            answer = self._sent(asked, reader)
            answer.kept = b"" if answer.streaming else answer.content
            if answer.streaming and answer.headers["Content-Type"] != "text/event-stream":
                answer.kept = b"".join(
                    answer.streaming_content
                )  # a file reads the database while it is taken
            transaction.set_rollback(True)
        if asked.operation in self._promised:
            faults = documented.breaks(asked.operation, answer, answer.kept)
            self.broken.setdefault(asked.operation, []).extend(
                f"{reader or 'nobody'}: {one}" for one in faults
            )
        return answer

    def _sent(self, asked: Asked, reader: str) -> Any:
        client = Client(headers={"Accept-Language": "en"}, raise_request_exception=False)
        path, said = asked.path(self.world.ids), {}
        if reader and asked.of_the_api:
            key = "VISITOR" if asked.needed == "own code" else reader
            said["headers"] = {"Authorization": f"Bearer {self.world.keys[key]}"}
        elif reader:
            client.cookies = self.cookies[reader].copy()
        if asked.of_the_api and asked.method != "GET":
            if asked.pattern in FILES:
                return client.post(path, {"file": SimpleUploadedFile("list.csv", LIST)}, **said)
            body = body_for(asked.method, asked.pattern, self.world.ids)
            said |= {"data": json.dumps({} if body is None else body), "content_type": "application/json"}
        return client.generic(asked.method, path, **said)
