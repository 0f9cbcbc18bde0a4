"""Calls of the public interface, as one of the demo staff."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any

from .telling import Deviation

LONGEST_CALL_SECONDS = 60
BOUNDARY = "----ringfence-demo-7d0c1f"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever it was."""

    status: int
    content: bytes
    headers: Mapping[str, str]  # their names in small letters

    @property
    def json(self) -> Any:
        return json.loads(self.content or b"null")


@dataclass(frozen=True, slots=True)
class Caller:
    """The interface at one address, with a key for everybody."""

    address: str
    keys: Mapping[str, str]

    def get(self, path: str, *, by: str) -> Any:
        """Read something."""
        return _good("GET", path, by, self.call("GET", path, by=by)).json

    def items(self, path: str, *, by: str) -> list[Any]:
        """The first page of a list."""
        return list(self.get(path, by=by)["items"])

    def file(self, path: str, *, by: str) -> bytes:
        """Take a file away."""
        return _good("GET", path, by, self.call("GET", path, by=by)).content

    def post(self, path: str, body: Any = None, *, by: str, key: str = "") -> Any:
        """Do something; `key` is the Idempotency-Key."""
        return _good("POST", path, by, self.call("POST", path, body or {}, by=by, key=key)).json

    def put(self, path: str, body: Any, *, by: str) -> Any:
        """Replace something."""
        return _good("PUT", path, by, self.call("PUT", path, body, by=by)).json

    def upload(self, path: str, *, name: str, content: bytes, by: str) -> Any:
        """Send a file in."""
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body = f"{head}Content-Type: text/csv\r\n\r\n".encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return _good("POST", path, by, self._send("POST", path, body, {"Content-Type": kind}, by)).json

    def call(self, method: str, path: str, body: Any = None, *, by: str, key: str = "") -> Answer:
        """One call; a refusal is an answer too."""
        sent = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} if sent is not None else {}
        return self._send(method, path, sent, headers | ({"Idempotency-Key": key} if key else {}), by)

    def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str], by: str) -> Answer:
        said = {"Authorization": f"Bearer {self.keys[by]}", "Accept-Language": "en"} | headers
        asked = urllib.request.Request(
            f"{self.address}/api/v1/{path}", data=body, method=method, headers=said
        )
        try:
            with urllib.request.urlopen(asked, timeout=LONGEST_CALL_SECONDS) as answer:
                return Answer(answer.status, answer.read(), _named(answer.headers))
        except urllib.error.HTTPError as refusal:
            return Answer(refusal.code, refusal.read(), _named(refusal.headers))
        except OSError as fault:
            raise Deviation(f"{method} {path} as {by} was not answered: {fault}.") from fault


def _named(headers: Mapping[str, str] | Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _good(method: str, path: str, by: str, answer: Answer) -> Answer:
    if answer.status >= 400:
        said = answer.content.decode(errors="replace")[:500]
        raise Deviation(f"{method} {path} as {by} was answered with {answer.status}: {said}")
    return answer


def until(look: Any, *, seconds: float, otherwise: str) -> Any:
    """Look again and again until there is something; a Deviation when the time is over."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise Deviation(f"{otherwise} (waited {seconds:.0f} s).")
        time.sleep(0.25)
