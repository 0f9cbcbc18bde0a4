"""The key with which this installation signs the heads of its ledger: a file of its state folder, for its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings

from ringfence.cores.ledger.heads import Signer
from ringfence.kernel import Refused, reason


def signer(home: Path | None = None) -> Signer:
    """The key, made on first use. Refused: a file that holds no key."""
    file = (home or Path(settings.HOME)) / "ledger_key"
    if not file.exists():
        _make(file)
    try:
        return Signer(bytes.fromhex(file.read_text().strip()))
    except ValueError as fault:
        raise Refused(reason("The file {file} holds no key of a ledger.", file=str(file))) from fault


def trusted_keys(home: Path | None = None) -> set[bytes]:
    """Public keys whose signature counts: our own, and earlier ones kept as `ledger_keys/*.pub` (64 hex digits)."""
    folder = (home or Path(settings.HOME)) / "ledger_keys"
    earlier = {bytes.fromhex(file.read_text().strip()) for file in folder.glob("*.pub")}
    return earlier | {signer(home).public_key}


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_hex(32))
    try:
        os.link(draft, file)  # two processes may start at once: the first key stays
    except FileExistsError:
        pass
    finally:
        draft.unlink()
