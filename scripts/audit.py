"""Known faults of locked packages.

python -m scripts.audit          compare the locks with scripts/known_faults.toml; asks nobody, the same everywhere (make check)
python -m scripts.audit --ask    ask PyPI's advisories (pip-audit) and the npm registry (npm audit) too (make audit)

A service that could not be asked is told and fails nothing; a fault that it knows and nobody has accepted does.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

from scripts import assets

ROOT = Path(__file__).resolve().parent.parent
KNOWN = Path(__file__).with_name("known_faults.toml")
LOCKS = ("requirements.lock", "requirements-dev.lock")
STALE_DAYS = 90  # house decision
LONGEST_SECONDS = 600  # for one service


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a package in this version."""

    package: str
    version: str
    id: str
    what: str

    def __str__(self) -> str:
        return f"{self.package} {self.version}: {self.id}, {self.what}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a service said; `why_not` when it could not be asked."""

    faults: tuple[Fault, ...] = ()
    why_not: str = ""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--ask", action="store_true", help="ask the services, too")
    options = parser.parse_args(arguments)
    known = tomllib.loads(KNOWN.read_text(encoding="utf-8"))
    found = list(below_the_floor(known["fault"], python=python_locked(ROOT), npm=npm_locked(ROOT)))
    if options.ask:
        for name, asked in (("PyPI", ask_pypi(ROOT)), ("npm", ask_npm(ROOT))):
            print(f"{name} could not be asked: {asked.why_not}" if asked.why_not else f"{name} was asked: {len(asked.faults)} fault(s).")  # fmt: skip
            found += asked.faults
    return told(found, known, today=date.today())  # noqa: DTZ011 - the machine's day is near enough


def told(found: Iterable[Fault], known: Mapping[str, Any], *, today: date) -> int:
    """Print what was found; 1 when something is not accepted."""
    accepted = {
        one["id"]: one for one in known.get("accepted", []) if date.fromisoformat(one["until"]) >= today
    }
    faults = list(dict.fromkeys(found))
    for one in faults:
        print(f"accepted: {one} ({accepted[one.id]['reason']})" if one.id in accepted else f"FAULT: {one}")
    age = (today - date.fromisoformat(known["gone_through_on"])).days
    if age > STALE_DAYS:
        print(f"The list of known faults was gone through {age} days ago; run `make audit`.")
    return 1 if any(one.id not in accepted for one in faults) else 0


def below_the_floor(
    faults: Iterable[Mapping[str, str]], *, python: Mapping[str, set[str]], npm: Mapping[str, set[str]]
) -> Iterator[Fault]:
    """Locked versions in which a known fault is not yet mended."""
    for one in faults:
        locked = npm if one.get("ecosystem") == "npm" else python
        for version in sorted(locked.get(one["package"], ())):
            if _older(version, one["fixed_in"]):
                yield Fault(one["package"], version, one["id"], one["what"])


def python_locked(root: Path) -> dict[str, set[str]]:
    """The versions in the locks, by package."""
    found: dict[str, set[str]] = {}
    for lock in LOCKS:
        for line in (root / lock).read_text(encoding="utf-8").splitlines():
            name, equals, rest = line.partition("==")
            if equals and not line.startswith((" ", "#")):
                found.setdefault(name.lower(), set()).add(rest.split()[0])
    return found


def npm_locked(root: Path) -> dict[str, set[str]]:
    """The same of the browser's packages."""
    packages = json.loads((root / "web" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    found: dict[str, set[str]] = {}
    for place, one in packages.items():
        if place and "version" in one:
            found.setdefault(place.rpartition("node_modules/")[2], set()).add(one["version"])
    return found


def ask_pypi(root: Path) -> Asked:
    """pip-audit over the locks: it asks the package index for the advisories of each release."""
    faults: list[Fault] = []
    unknown = 0
    for lock in LOCKS:
        command = [sys.executable, "-m", "pip_audit", "-r", str(root / lock), "--no-deps", "--disable-pip", "-s", "pypi",
                   "-f", "json", "--progress-spinner", "off"]  # fmt: skip
        said = _said(command)
        if isinstance(said, str):
            return Asked(why_not=said)
        for one in said.get("dependencies", []):
            unknown += "skip_reason" in one
            faults += [Fault(one["name"], one["version"], each["id"], ", ".join(each.get("fix_versions", [])) or "no fix yet")
                       for each in one.get("vulns", [])]  # fmt: skip
    if not faults and unknown:
        return Asked(why_not=f"the index has no advisories for {unknown} release(s)")
    return Asked(tuple(faults))


def ask_npm(root: Path) -> Asked:
    """npm's own audit of the lock."""
    said = _said([*assets.npm(), "--prefix", str(root / "web"), "audit", "--json", "--package-lock-only"])
    if isinstance(said, str):
        return Asked(why_not=said)
    if "vulnerabilities" not in said:
        return Asked(
            why_not=str(said.get("message") or said.get("error") or "no answer")[:60].split(" - ")[0]
        )
    faults = [
        Fault(name, str(one.get("range", "")), str(via.get("url", "")).rpartition("/")[2], str(via.get("title", "")))
        for name, one in said["vulnerabilities"].items() for via in one.get("via", []) if isinstance(via, dict)
    ]  # fmt: skip
    return Asked(tuple(faults))


def _said(command: list[str]) -> dict[str, Any] | str:
    """What a tool answered as JSON, or why it could not be asked."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST_SECONDS,
                              env=assets.environment(), cwd=ROOT)  # fmt: skip
    except subprocess.TimeoutExpired:
        return "no answer in time"
    except OSError as fault:
        return f"{Path(command[0]).name} does not run ({fault.strerror})"
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        last = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        return "pip-audit is not installed" if "No module named" in last else "the service did not answer"
    return answer if isinstance(answer, dict) else "no answer that can be read"


def _older(version: str, floor: str) -> bool:
    """A version that cannot be read counts as older: somebody looks."""
    try:
        return Version(version) < Version(floor)
    except InvalidVersion:
        return True


if __name__ == "__main__":
    sys.exit(main())
