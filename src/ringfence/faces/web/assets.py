"""The files that Vite built for the browser: found by their source name in its manifest."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypedDict

from django.templatetags.static import static

BUILT = Path(__file__).parent / "static" / "built"
NOT_BUILT = "The browser's files are not built: run `npm ci --ignore-scripts` and `npx vite build` in web/."


class Chunk(TypedDict, total=False):
    file: str
    css: list[str]
    imports: list[str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was built, by source name ("src/main.ts", "icons.svg")."""

    chunks: dict[str, Chunk]
    urls: dict[str, str] = field(default_factory=dict)  # those that were asked for

    def url(self, source: str) -> str:
        """The address of a built file. Raises KeyError for a name that Vite does not know."""
        if source not in self.urls:
            self.urls[source] = static(f"built/{self.chunks[source]['file']}")
        return self.urls[source]

    def styles(self, source: str) -> list[str]:
        """The style sheets that an entry needs."""
        return [static(f"built/{name}") for name in self.chunks[source].get("css", [])]

    def preloads(self, source: str) -> list[str]:
        """The addresses of a script and of the scripts that it needs."""
        chunk = self.chunks[source]
        return [self.url(source), *(self.url(name) for name in chunk.get("imports", []))]


def manifest() -> Manifest:
    """The manifest of the last build; read again when a new build has replaced it."""
    path = BUILT / "manifest.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError as missing:
        raise RuntimeError(NOT_BUILT) from missing


@lru_cache(maxsize=2)
def _read(path: Path, _changed_at_ns: int) -> Manifest:
    return Manifest(json.loads(path.read_text(encoding="utf-8")))
