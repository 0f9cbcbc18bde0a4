"""The identity vault as the console sees it: what it holds, its keys changed, everything in it looked through."""

from __future__ import annotations

from datetime import datetime

from ringfence.ground import access, acting, audit
from ringfence.ground.access import Actor, Permission
from ringfence.kernel import reason
from ringfence.registry.identities import actions as keys
from ringfence.registry.identities import queries as identities
from ringfence.registry.identities.queries import Status
from ringfence.registry.people import checking

KEYS, CHECK = acting.as_job("vault.keys"), acting.as_job("vault.check")
FAULTS = {
    checking.NOT_GENUINE: reason("A word was changed, or moved from another person or field."),
    checking.NO_KEY: reason("Words are there, but their data key was destroyed: a restored copy of somebody who is forgotten."),
    checking.WRONG_KEY: reason("A data key does not open: it was changed, or the key file lacks its key."),
    checking.WRONG_CARD: reason("An index card does not fit its person: they are not found as they should be."),
    checking.NO_PERSON: reason("A data key belongs to nobody."),
}  # fmt: skip


def status(*, by: Actor) -> Status:
    """Refused to who does not read the record of the whole; without the right key file."""
    _let_in(by, Permission.AUDIT_READ)
    with acting.block(KEYS):
        return identities.status()


def rotate(*, by: Actor, now: datetime) -> tuple[str, int]:
    """A new key wraps everything; (its id, how many data keys). A rotation that was broken off is finished first."""
    _let_in(by, Permission.OUTBREAK_MANAGE)
    with acting.block(KEYS):
        before = keys.wrap_anew(by=by, now=now)
        made = keys.change_key(by=by, now=now)
        return made, before + keys.wrap_anew(by=by, now=now)


def resume(*, by: Actor, now: datetime) -> int:
    """Go on with a rotation that was broken off; no new key."""
    _let_in(by, Permission.OUTBREAK_MANAGE)
    with acting.block(KEYS):
        return keys.wrap_anew(by=by, now=now)


def retire(*, by: Actor, now: datetime) -> list[str]:
    """Earlier keys that wrap nothing any more leave the key file."""
    _let_in(by, Permission.OUTBREAK_MANAGE)
    with acting.block(KEYS):
        return keys.retire(by=by, now=now)


def check(*, by: Actor, now: datetime) -> checking.Checked:
    """Open everything once, and put the outcome on record."""
    _let_in(by, Permission.AUDIT_READ)
    with acting.block(CHECK):
        found = checking.check()
        audit.record(by=by, action="vault.check", subject=("vault", identities.status().active), now=now,
                     after={"people": found.people, "words": found.words, "faults": dict(found.counted)})  # fmt: skip
    return found


def _let_in(by: Actor, permission: Permission) -> None:
    access.require(by, permission)
