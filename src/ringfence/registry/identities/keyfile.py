"""The key file of this installation: read once, read again when it changes, and refused when it is not the right one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from django.conf import settings

from ringfence.cores import vault
from ringfence.cores.vault import Index, KeyFault, Ring
from ringfence.kernel import Refused, reason

from .models import TABLES, KeyFile


@dataclass(frozen=True, slots=True, repr=False)
class _Read:
    stamp: tuple[str, int, int, int]
    ring: Ring
    index: Index


_turn = Lock()
_last: _Read | None = None


def path() -> Path:
    return Path(settings.IDENTITY_KEYS)


def ring() -> Ring:
    """Every key. Refused: missing, open to others, damaged, or of another database."""
    return _current().ring


def index() -> Index:
    """The keyed hashes of this installation. Refused as `ring`."""
    return _current().index


def _current() -> _Read:
    global _last
    last, stamp = _last, _stamp()
    if last is not None and last.stamp == stamp:
        return last
    with _turn:
        _last = _look()
        return _last


def _look() -> _Read:
    try:
        found = vault.read(path()) if path().exists() else _first()
    except KeyFault as fault:
        raise Refused(reason("{fault} Names cannot be opened without it.", fault=str(fault))) from None
    _must_fit(found)
    stamp = _stamp()
    if stamp is None:
        raise Refused(reason("The key file {file} is missing. Bring it back from where you keep it, or name it in RINGFENCE_KEYS: without it no name opens.", file=str(path())))  # fmt: skip
    return _Read(stamp, found, Index(found.index))


def _first() -> Ring:
    """Made at the first start; never where something was sealed already."""
    if KeyFile.objects.exists() or any(table.objects.exists() for table in TABLES.values()):
        raise Refused(reason("The key file {file} is missing. Bring it back from where you keep it, or name it in RINGFENCE_KEYS: without it no name opens.", file=str(path())))  # fmt: skip
    return vault.make(path())


def _must_fit(found: Ring) -> None:
    """Refused: the keys of another database. The first file that is seen with an empty vault is the right one."""
    known = KeyFile.objects.values_list("index_id", flat=True).first()
    if known is None:
        KeyFile.objects.bulk_create([KeyFile(index_id=found.index_id)], ignore_conflicts=True)
        known = KeyFile.objects.values_list("index_id", flat=True).first()
    if known is not None and known != found.index_id:
        raise Refused(reason("The key file {file} belongs to another database ({theirs}, not {ours}). Bring back the right one.",
                             file=str(path()), theirs=found.index_id, ours=known))  # fmt: skip


def _stamp() -> tuple[str, int, int, int] | None:
    try:
        facts = path().stat()
    except OSError:
        return None
    return str(path()), facts.st_ino, facts.st_size, facts.st_ctime_ns  # the last changes with the mode, too
